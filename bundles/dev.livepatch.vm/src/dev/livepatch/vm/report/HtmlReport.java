package dev.livepatch.vm.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** One file without references to others, light or dark as the reader's browser is. */
final class HtmlReport {
	private static final String STYLE = resource("report.css");
	private final XMLStreamWriter out;

	private HtmlReport(XMLStreamWriter out) {
		this.out = out;
	}

	static String write(RunRecord run) {
		StringWriter text = new StringWriter();
		try {
			new HtmlReport(XMLOutputFactory.newFactory().createXMLStreamWriter(text)).document(run);
			return text.toString();
		} catch (XMLStreamException e) {
			throw new IllegalStateException("a string cannot be written to", e);
		}
	}

	private void document(RunRecord run) throws XMLStreamException {
		out.writeDTD("<!DOCTYPE html>\n");
		out.writeStartElement("html");
		out.writeAttribute("lang", "en");
		out.writeStartElement("head");
		out.writeEmptyElement("meta");
		out.writeAttribute("charset", "utf-8");
		element("title", "", RunDocument.title(run));
		element("style", "", STYLE);
		out.writeEndElement();
		out.writeStartElement("body");
		out.writeAttribute("class", run.report().outcome().name().toLowerCase(Locale.ROOT));
		for (Block block : RunDocument.of(run)) {
			block(block);
		}
		out.writeEndElement();
		out.writeEndElement();
		out.writeEndDocument();
		out.flush();
	}

	private void block(Block block) throws XMLStreamException {
		switch (block) {
			case Block.Heading heading -> element("h" + heading.level(), "", heading.text());
			case Block.Paragraph paragraph -> element("p", "", paragraph.text());
			case Block.Verbatim verbatim -> element("pre", "", Printable.text(verbatim.text()));
			case Block.Table table -> table(table);
			case Block.Timeline timeline -> new TimelineDrawing(out).draw(timeline.transition());
		}
		out.writeCharacters("\n");
	}

	private void table(Block.Table table) throws XMLStreamException {
		out.writeStartElement("table");
		row("th", table.header());
		for (List<String> cells : table.rows()) {
			row("td", cells);
		}
		out.writeEndElement();
	}

	private void row(String cell, List<String> texts) throws XMLStreamException {
		out.writeStartElement("tr");
		for (String text : texts) {
			// verdicts are coloured, and said
			element(cell, text, text);
		}
		out.writeEndElement();
	}

	private void element(String name, String kind, String text) throws XMLStreamException {
		out.writeStartElement(name);
		if (List.of("passed", "failed", "skipped").contains(kind)) {
			out.writeAttribute("class", kind);
		}
		out.writeCharacters(Printable.text(text));
		out.writeEndElement();
	}

	private static String resource(String name) {
		try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
