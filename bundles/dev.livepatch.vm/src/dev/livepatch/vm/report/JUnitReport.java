package dev.livepatch.vm.report;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.observation.StepVerdict;

/** The steps as test cases, in the form that Ant's {@code junitreport} began and continuous integration servers read. */
final class JUnitReport {
	private JUnitReport() {
	}

	static String write(RunRecord run) {
		StringWriter text = new StringWriter();
		try {
			XMLStreamWriter out = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
			write(run, out);
			return text.append('\n').toString();
		} catch (XMLStreamException e) {
			throw new IllegalStateException("a string cannot be written to", e);
		}
	}

	private static void write(RunRecord run, XMLStreamWriter out) throws XMLStreamException {
		List<Step> steps = run.report().steps();
		out.writeStartDocument("UTF-8", "1.0");
		out.writeStartElement("testsuite");
		out.writeAttribute("name", "livepatch." + Printable.text(run.patch()));
		out.writeAttribute("tests", Integer.toString(steps.size()));
		out.writeAttribute("failures", Long.toString(count(steps, StepVerdict.FAILED)));
		out.writeAttribute("errors", run.report().outcome() == Outcome.ERROR && count(steps, StepVerdict.FAILED) == 0 ? "1" : "0");
		out.writeAttribute("skipped", Long.toString(count(steps, StepVerdict.SKIPPED)));
		out.writeAttribute("time", seconds(run.report().elapsed().toMillis()));
		out.writeAttribute("timestamp", run.began().toString());
		for (Step step : steps) {
			testCase(run.patch(), step, out);
		}
		if (!run.report().problems().isEmpty()) {
			out.writeStartElement("system-err");
			out.writeCharacters(Printable.text(String.join("\n", run.report().problems().stream().map(RuntimeProblem::message).toList())));
			out.writeEndElement();
		}
		out.writeEndElement();
		out.writeEndDocument();
		out.flush();
	}

	private static void testCase(String patch, Step step, XMLStreamWriter out) throws XMLStreamException {
		out.writeStartElement("testcase");
		out.writeAttribute("classname", "livepatch." + Printable.text(patch));
		out.writeAttribute("name", step.name());
		out.writeAttribute("time", seconds(step.elapsed().toMillis()));
		String evidence = Printable.text(step.evidence());
		String element = switch (step.verdict()) {
			case PASSED -> "system-out";
			case FAILED -> "failure";
			case SKIPPED -> "skipped";
		};
		out.writeStartElement(element);
		if (step.verdict() != StepVerdict.PASSED) {
			out.writeAttribute("message", evidence.lines().findFirst().orElse(""));
		}
		out.writeCharacters(evidence);
		out.writeEndElement();
		out.writeEndElement();
	}

	private static long count(List<Step> steps, StepVerdict verdict) {
		return steps.stream().filter(s -> s.verdict() == verdict).count();
	}

	private static String seconds(long millis) {
		return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
	}
}
