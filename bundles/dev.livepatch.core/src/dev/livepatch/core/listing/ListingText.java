package dev.livepatch.core.listing;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A listing as text. Lines of code begin with the offset in the function, in hexadecimal digits and right-aligned in {@link #OFFSET_WIDTH} columns; lines about the source
 * begin with {@link #SOURCE}; labels and the names of the parts stand at the margin; what the kernel knows of a place follows {@link #NOTE}.
 */
public final class ListingText {
	public static final int OFFSET_WIDTH = 6;
	public static final String SOURCE = "; ";
	public static final String NOTE = "  # ";
	private static final int SHOWN_TARGETS = 32;

	private ListingText() {
	}

	/** How many characters of a line are the offset and the space around it; 0 for a line that is no code. */
	public static int offset(String line) {
		int at = 0;
		while (at < line.length() && line.charAt(at) == ' ') {
			at++;
		}
		int digits = at;
		while (at < line.length() && Character.digit(line.charAt(at), 16) >= 0) {
			at++;
		}
		return at > digits && at >= OFFSET_WIDTH && line.startsWith("  ", at) ? at + 2 : 0;
	}

	static String write(Listing listing, Map<Place, String> labels) {
		StringBuilder out = new StringBuilder();
		Map<Place, String> open = new TreeMap<>(labels);
		StringBuilder source = new StringBuilder();
		for (Line line : listing.lines()) {
			switch (line) {
				case Line.Part part -> out.append(part.symbol()).append(":\n");
				case Line.Source from -> source(from, source);
				case Line.Code code -> {
					String label = open.remove(code.at());
					out.append(label == null ? "" : label + ":\n").append(source);
					source.setLength(0);
					code(code, labels, out);
				}
			}
		}
		// jumps into the middle of what was disassembled as one instruction
		open.forEach((place, label) -> out.append(label).append(": at 0x").append(Long.toHexString(place.offset())).append('\n'));
		return out.toString();
	}

	private static void source(Line.Source source, StringBuilder out) {
		out.append(SOURCE).append(source.place()).append(source.text().isEmpty() ? "" : "  ").append(source.text());
		if (!source.inlined().isEmpty()) {
			out.append("  (").append(String.join(" < ", source.inlined())).append(" at ").append(source.call()).append(')');
		}
		out.append('\n');
	}

	private static void code(Line.Code code, Map<Place, String> labels, StringBuilder out) {
		String operands = code.operands();
		String targets = code.targets().stream().limit(SHOWN_TARGETS).map(labels::get).collect(Collectors.joining(", ")) + (code.targets().size() > SHOWN_TARGETS ? ", …" : "");
		StringBuilder line = new StringBuilder();
		line.append(String.format(Locale.ROOT, "%" + OFFSET_WIDTH + "x  %-7s ", code.at().offset(), code.mnemonic())).append(operands.isEmpty() ? targets : operands);
		if (!operands.isEmpty() && !targets.isEmpty()) {
			line.append(NOTE).append("to ").append(targets);
		}
		if (!code.notes().isEmpty()) {
			line.append(NOTE).append(String.join(", ", code.notes()));
		}
		out.append(line.toString().stripTrailing()).append('\n');
	}
}
