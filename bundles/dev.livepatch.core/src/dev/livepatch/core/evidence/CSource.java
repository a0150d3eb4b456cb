package dev.livepatch.core.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * C text by its pieces at the outermost level: functions, types, variables, directives. Read as the kernel writes C: what begins in a line of its own ends in
 * one, and a closing brace in the first column ends whatever it is in. So conditional code with unequal braces loses nobody.
 */
public final class CSource {
	private final List<String> code;
	private final List<String> shape;
	private final List<Piece> pieces;

	/** Lines from {@code first} to {@code last}, counted from 1. */
	public record Piece(int first, int last) {
	}

	private CSource(List<String> code, List<String> shape) {
		this.code = code;
		this.shape = shape;
		this.pieces = pieces(shape);
	}

	public static CSource of(String text) {
		StringBuilder code = new StringBuilder(text.length());
		StringBuilder shape = new StringBuilder(text.length());
		strip(text, code, shape);
		return new CSource(List.of(code.toString().split("\n", -1)), List.of(shape.toString().split("\n", -1)));
	}

	/** The lines without comments. */
	public List<String> code() {
		return code;
	}

	/** A piece without comments and what stands in quotes, in one line. */
	public String shape(Piece piece) {
		return String.join(" ", shape.subList(piece.first() - 1, piece.last())).strip();
	}

	/** In their order. */
	public List<Piece> pieces() {
		return pieces;
	}

	/** The piece that a line, counted from 1, is in. */
	public Optional<Piece> pieceAt(int line) {
		return pieces.stream().filter(p -> p.first() <= line && line <= p.last()).findFirst();
	}

	/** Copies the text without comments to {@code code}, and also without what stands in quotes to {@code shape}; line ends stay. */
	private static void strip(String text, StringBuilder code, StringBuilder shape) {
		int at = 0;
		while (at < text.length()) {
			char c = text.charAt(at);
			if (text.startsWith("/*", at)) {
				int end = text.indexOf("*/", at + 2);
				int after = end < 0 ? text.length() : end + 2;
				text.substring(at, after).chars().filter(d -> d == '\n').forEach(d -> both(code, shape, '\n'));
				both(code, shape, ' ');
				at = after;
			} else if (text.startsWith("//", at)) {
				int end = text.indexOf('\n', at);
				at = end < 0 ? text.length() : end;
			} else if (c == '"' || c == '\'') {
				int end = quoted(text, at);
				code.append(text, at, end);
				shape.append(c).append(c);
				text.substring(at, end).chars().filter(d -> d == '\n').forEach(d -> shape.append('\n'));
				at = end;
			} else {
				both(code, shape, c);
				at++;
			}
		}
	}

	/** Where a literal that begins here ends; an apostrophe in an {@code #error} ends with its line. */
	private static int quoted(String text, int from) {
		int at = from + 1;
		while (at < text.length() && text.charAt(at) != '\n') {
			if (text.charAt(at) == text.charAt(from)) {
				return at + 1;
			}
			at += text.charAt(at) == '\\' ? 2 : 1;
		}
		return Math.min(at, text.length());
	}

	private static void both(StringBuilder code, StringBuilder shape, char c) {
		code.append(c);
		shape.append(c);
	}

	private static List<Piece> pieces(List<String> shape) {
		List<Piece> pieces = new ArrayList<>();
		int first = 0;
		int depth = 0;
		for (int number = 1; number <= shape.size(); number++) {
			String line = shape.get(number - 1).strip();
			if (line.startsWith("#")) {
				int directive = number;
				while (shape.get(number - 1).endsWith("\\") && number < shape.size()) {
					number++;
				}
				if (first == 0) {
					pieces.add(new Piece(directive, number));
				}
			} else if (!line.isEmpty()) {
				first = first == 0 ? number : first;
				depth = shape.get(number - 1).startsWith("}") ? depth(line.substring(1)) : depth + depth(line);
				if (depth <= 0 && (line.endsWith(";") || line.endsWith("}"))) {
					pieces.add(new Piece(first, number));
					first = 0;
					depth = 0;
				}
			}
		}
		return List.copyOf(pieces);
	}

	private static int depth(String line) {
		int depth = 0;
		for (int i = 0; i < line.length(); i++) {
			depth += switch (line.charAt(i)) {
				case '{', '(', '[' -> 1;
				case '}', ')', ']' -> -1;
				default -> 0;
			};
		}
		return depth;
	}
}
