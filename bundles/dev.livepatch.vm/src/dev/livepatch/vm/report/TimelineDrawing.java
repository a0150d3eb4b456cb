package dev.livepatch.vm.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import dev.livepatch.vm.observation.TaskSwitch;
import dev.livepatch.vm.observation.Transition;

/**
 * A transition as a drawing: a bar for each thread, dark for as long as it had certainly not switched, light while it may have, with the kernel's marks across.
 * The threads that switched last come first; those that nothing kept and that switched alike share a bar, and those beyond a page are told by their number.
 */
final class TimelineDrawing {
	private static final int MOST = 40;
	private static final int ROW = 18;
	private static final int NAMES = 240;
	private static final int LONGEST_NAME = 32;
	private static final int WIDTH = 640;
	private static final int TOP = 34;
	private final XMLStreamWriter out;

	TimelineDrawing(XMLStreamWriter out) {
		this.out = out;
	}

	void draw(Transition transition) throws XMLStreamException {
		List<Bar> all = bars(transition);
		List<Bar> bars = all.stream().limit(MOST).toList();
		int more = all.stream().skip(MOST).mapToInt(Bar::threads).sum();
		int height = TOP + ROW * (bars.size() + (more > 0 ? 1 : 0)) + 8;
		out.writeStartElement("svg");
		attribute("viewBox", "0 0 " + (NAMES + WIDTH + 20) + " " + height);
		attribute("role", "img");
		attribute("aria-label", "When each thread switched, in seconds since the transition's start");
		double scale = WIDTH / Math.max(0.001, end(transition).toNanos() / 1e9);
		int y = TOP;
		for (Bar bar : bars) {
			draw(bar, y, scale, end(transition));
			y += ROW;
		}
		if (more > 0) {
			text(NAMES - 6, y + 13, "end", "and " + more + " more, which switched earlier");
		}
		axis(transition, scale, height);
		out.writeEndElement();
	}

	private static Duration end(Transition transition) {
		Duration latest = transition.tasks().stream().flatMap(t -> t.by().stream()).max(Duration::compareTo).orElse(Duration.ZERO);
		return latest.compareTo(transition.duration()) > 0 ? latest : transition.duration();
	}

	/**
	 * What is drawn in one row.
	 *
	 * @param first   of the threads
	 * @param threads how many; more than one only where nothing kept them
	 */
	private record Bar(TaskSwitch first, int threads) {
		String label() {
			String name = first.name() + " (" + first.tid() + ")";
			return threads > 1 ? threads + " threads" : name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
		}
	}

	private static List<Bar> bars(Transition transition) {
		Map<Object, List<TaskSwitch>> alike = new LinkedHashMap<>();
		for (TaskSwitch task : transition.tasks()) {
			Object key = task.delays().isEmpty() ? List.of(task.after(), task.by()) : task;
			alike.computeIfAbsent(key, k -> new ArrayList<>()).add(task);
		}
		return alike.values().stream().map(tasks -> new Bar(tasks.getFirst(), tasks.size())).toList();
	}

	private void draw(Bar drawn, int y, double scale, Duration end) throws XMLStreamException {
		TaskSwitch task = drawn.first();
		text(NAMES - 6, y + 13, "end", drawn.label());
		double after = x(task.after(), scale);
		double by = x(task.by().orElse(end), scale);
		String kind = task.by().isEmpty() ? "stuck" : task.delays().isEmpty() ? "switched" : "late";
		bar(NAMES, y, after - NAMES, kind);
		bar(after, y, Math.max(by - after, 1.5), kind + " unsure");
	}

	private void bar(double x, int y, double width, String kind) throws XMLStreamException {
		out.writeEmptyElement("rect");
		attribute("x", number(x));
		attribute("y", Integer.toString(y + 3));
		attribute("width", number(Math.max(0, width)));
		attribute("height", Integer.toString(ROW - 6));
		attribute("class", kind);
	}

	private void axis(Transition transition, double scale, int height) throws XMLStreamException {
		text(NAMES, 12, "start", "0 s");
		text(NAMES + WIDTH, 12, "end", RunDocument.seconds(end(transition)));
		for (Transition.Mark mark : transition.marks()) {
			double x = x(mark.at(), scale);
			out.writeEmptyElement("line");
			attribute("x1", number(x));
			attribute("x2", number(x));
			attribute("y1", "18");
			attribute("y2", Integer.toString(height - 4));
			attribute("class", mark.kind().name().toLowerCase(Locale.ROOT));
			switch (mark.kind()) {
				case SIGNALLED -> text(x, 28, "middle", "signal after " + RunDocument.seconds(mark.at()));
				case FORCED -> text(x, 28, "middle", "forced");
				case STARTED, COMPLETE -> {
					// the ends of the axis
				}
			}
		}
	}

	private static double x(Duration at, double scale) {
		return NAMES + at.toNanos() / 1e9 * scale;
	}

	private void text(double x, int y, String anchor, String text) throws XMLStreamException {
		out.writeStartElement("text");
		attribute("x", number(x));
		attribute("y", Integer.toString(y));
		attribute("text-anchor", anchor);
		out.writeCharacters(Printable.text(text));
		out.writeEndElement();
	}

	private void attribute(String name, String value) throws XMLStreamException {
		out.writeAttribute(name, value);
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}
}
