package dev.livepatch.vm.tests.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.Delay;
import dev.livepatch.vm.observation.Observations;
import dev.livepatch.vm.observation.StepVerdict;
import dev.livepatch.vm.observation.TaskSwitch;
import dev.livepatch.vm.observation.Transition;
import dev.livepatch.vm.report.ReportFiles;
import dev.livepatch.vm.report.RunRecord;

class ReportFilesTest {
	private static final Step PASSED = new Step(Step.BOOT, StepVerdict.PASSED, Duration.ofMillis(1500), "Linux 6.1.0");
	private static final Step FAILED = new Step(Step.TRANSITION, StepVerdict.FAILED, Duration.ofMillis(60_250), "not complete\n<b>evil</b> & \u0007 [ ] ` | \ud800");
	private static final Step SKIPPED = new Step(Step.REDIRECTED, StepVerdict.SKIPPED, Duration.ZERO, "skipped: the patch did not come into force");
	@TempDir
	Path directory;

	@Test
	void junitCountsStepsAndKeepsTheirEvidence() throws Exception {
		ReportFiles.write(run(PASSED, FAILED, SKIPPED), directory);
		Element suite = xml(ReportFiles.JUNIT).getDocumentElement();
		assertEquals(List.of("3", "1", "0", "1", "61.750"), List.of(suite.getAttribute("tests"), suite.getAttribute("failures"), suite.getAttribute("errors"),
				suite.getAttribute("skipped"), suite.getAttribute("time")));
		Element failure = (Element) suite.getElementsByTagName("failure").item(0);
		assertEquals("not complete", failure.getAttribute("message"));
		assertTrue(failure.getTextContent().contains("<b>evil</b> & \ufffd [ ] ` | \ufffd"), failure.getTextContent());
		assertEquals("transition", ((Element) failure.getParentNode()).getAttribute("name"));
	}

	@Test
	void aRunWithoutVerdictIsAnErrorAndNotGreen() throws Exception {
		VerificationReport report = new VerificationReport(Outcome.ERROR, List.of(PASSED), List.of(new RuntimeProblem(RuntimeProblem.Kind.MACHINE_DIED, "QEMU was killed", Optional.empty())),
				directory.resolve("console.log"), Observations.NONE);
		ReportFiles.write(new RunRecord("x", "6.1.0", Instant.EPOCH, report), directory);
		Element suite = xml(ReportFiles.JUNIT).getDocumentElement();
		assertEquals("1", suite.getAttribute("errors"));
		assertEquals("QEMU was killed", suite.getElementsByTagName("system-err").item(0).getTextContent());
	}

	@Test
	void nothingOfTheGuestsBecomesMarkup() throws Exception {
		ReportFiles.write(run(PASSED, FAILED, SKIPPED), directory);
		Document html = xml(ReportFiles.HTML);
		assertEquals(0, html.getElementsByTagName("b").getLength());
		assertEquals(0, html.getElementsByTagName("script").getLength());
		assertTrue(html.getDocumentElement().getTextContent().contains("<b>evil</b>"));
		String markdown = Files.readString(directory.resolve(ReportFiles.MARKDOWN));
		assertTrue(markdown.contains("\\<script\\>"), markdown);
		assertFalse(markdown.contains("| <script>"), markdown);
	}

	@Test
	void eachThreadOfATransitionIsDrawnWithWhatHeldItUp() throws Exception {
		ReportFiles.write(run(PASSED, FAILED), directory);
		Document html = xml(ReportFiles.HTML);
		String drawing = html.getElementsByTagName("svg").item(0).getTextContent();
		assertTrue(drawing.contains("<script>kthreadd (2)") && drawing.contains("sh (70)") && drawing.contains("signal after 15.00 s"), drawing);
		assertEquals(2 * 2, html.getElementsByTagName("rect").getLength());
		String markdown = Files.readString(directory.resolve(ReportFiles.MARKDOWN));
		assertTrue(markdown.contains("never by itself") && markdown.contains("is sleeping in kthreadd"), markdown);
	}

	@Test
	void aNewRunsReportsReplaceTheOldOnes() throws Exception {
		ReportFiles.write(run(PASSED, FAILED), directory);
		Path html = ReportFiles.write(run(PASSED), directory);
		assertFalse(Files.readString(html).contains("evil"));
		try (var files = Files.list(directory)) {
			assertEquals(3, files.count(), "no half-written file is left");
		}
	}

	private RunRecord run(Step... steps) {
		boolean failed = List.of(steps).contains(FAILED);
		Delay delay = new Delay(Delay.Reason.SLEEPING, Optional.of("kthreadd"), Optional.empty(), Duration.ofMillis(20), Duration.ofSeconds(60));
		Transition transition = new Transition(Transition.Direction.PATCHING, failed ? Transition.Ending.STUCK : Transition.Ending.COMPLETE, Duration.ZERO, Duration.ofSeconds(60),
				List.of(new TaskSwitch(2, "<script>kthreadd", Duration.ofSeconds(60), Optional.empty(), List.of(delay)),
						new TaskSwitch(70, "sh", Duration.ZERO, Optional.of(Duration.ofMillis(30)), List.of())),
				List.of(new Transition.Mark(Duration.ZERO, Transition.Mark.Kind.STARTED, "starting patching transition"),
						new Transition.Mark(Duration.ofSeconds(15), Transition.Mark.Kind.SIGNALLED, "signaling remaining tasks")));
		VerificationReport report = new VerificationReport(failed ? Outcome.FAILED : Outcome.VERIFIED, List.of(steps), List.of(), directory.resolve("console.log"),
				new Observations(Optional.empty(), List.of(transition), List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
		return new RunRecord("my_fix", "6.1.0", Instant.parse("2026-01-02T03:04:05Z"), report);
	}

	private Document xml(String name) throws Exception {
		DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
		factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
		String text = Files.readString(directory.resolve(name));
		return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
	}
}
