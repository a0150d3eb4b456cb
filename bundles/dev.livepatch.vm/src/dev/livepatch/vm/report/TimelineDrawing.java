package dev.livepatch.vm.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import dev.livepatch.vm.observation.TaskSwitch;
import dev.livepatch.vm.observation.Transition;

/**
 * A transition as a drawing: a bar for each thread, dark for as long as it had certainly not switched, light while it may have, with the kernel's marks across.
 * The threads that switched last come first; those beyond a page are told by their number.
 */
final class TimelineDrawing {
	private static final int MOST = 40;
	private static final int ROW = 18;
	private static final int NAMES = 180;
	private static final int WIDTH = 640;
	private static final int TOP = 34;
	private final XMLStreamWriter out;

	TimelineDrawing(XMLStreamWriter out) {
		this.out = out;
	}

	void draw(Transition transition) throws XMLStreamException {
		List<TaskSwitch> tasks = transition.tasks().stream().limit(MOST).toList();
		int more = transition.tasks().size() - tasks.size();
		int height = TOP + ROW * (tasks.size() + (more > 0 ? 1 : 0)) + 8;
		out.writeStartElement("svg");
		attribute("viewBox", "0 0 " + (NAMES + WIDTH + 20) + " " + height);
		attribute("role", "img");
		attribute("aria-label", "When each thread switched, in seconds since the transition's start");
		double scale = WIDTH / Math.max(0.001, end(transition).toNanos() / 1e9);
		int y = TOP;
		for (TaskSwitch task : tasks) {
			task(task, y, scale, end(transition));
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

	private void task(TaskSwitch task, int y, double scale, Duration end) throws XMLStreamException {
		text(NAMES - 6, y + 13, "end", task.name() + " (" + task.tid() + ")");
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
