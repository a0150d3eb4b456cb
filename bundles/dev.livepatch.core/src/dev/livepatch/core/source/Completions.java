package dev.livepatch.core.source;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of a C text that complete the one that is being written. */
public final class Completions {
	/** One letter begins too many. */
	private static final int LEAST = 2;
	private static final int MOST = 50;
	private static final Set<TokenKind> NAMES = EnumSet.of(TokenKind.KERNEL_WORD, TokenKind.CALL, TokenKind.CONSTANT, TokenKind.IDENTIFIER);
	private static final Set<TokenKind> WORDS = EnumSet.of(TokenKind.KEYWORD, TokenKind.TYPE);

	static {
		WORDS.addAll(NAMES);
	}

	private Completions() {
	}

	/** Where the word begins that ends at an offset; the offset itself if none does. */
	public static int start(CharSequence text, int offset) {
		int start = offset;
		while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1)) && text.charAt(start - 1) != '$') {
			start--;
		}
		return start;
	}

	/**
	 * @param offset of the caret
	 * @return longer words that begin like the one before the caret, the nearest first, each once; none in comments and strings, within a word, and behind a keyword, which is whole
	 */
	public static List<String> of(String text, int offset) {
		int start = start(text, offset);
		if (offset - start < LEAST) {
			return List.of();
		}
		String begun = text.substring(start, offset);
		Map<String, Integer> distances = new HashMap<>();
		boolean[] name = new boolean[1];
		Lexer.text(text, (kind, from, to) -> {
			if (from == start) {
				name[0] = to == offset && NAMES.contains(kind);
			} else if (to - from > begun.length() && WORDS.contains(kind) && text.startsWith(begun, from)) {
				distances.merge(text.substring(from, to), Math.abs(from - offset), Math::min);
			}
		});
		return name[0] ? distances.entrySet().stream().sorted(Comparator.comparingInt(Map.Entry::getValue)).limit(MOST).map(Map.Entry::getKey).toList() : List.of();
	}
}
