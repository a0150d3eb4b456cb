package dev.livepatch.core.find;

import java.util.List;
import java.util.stream.Stream;

/** Names in the kernel are made of words, with {@code _}, {@code -} or a dot between them. */
final class Words {

	private Words() {
	}

	/** Whether a text is made of beginnings of the name's words, of the first ones, at least two, in their order. The text may have the separators too. */
	static boolean begin(String name, String text) {
		List<String> words = Stream.of(name.split("[-_.]")).filter(w -> !w.isEmpty()).toList();
		return begin(words, 0, text.replaceAll("[-_.]", ""), 0);
	}

	private static boolean begin(List<String> words, int word, String text, int at) {
		if (at == text.length()) {
			return word > 1;
		}
		if (word == words.size()) {
			return false;
		}
		String next = words.get(word);
		int most = 0;
		while (most < next.length() && at + most < text.length() && next.charAt(most) == text.charAt(at + most)) {
			most++;
		}
		for (int taken = most; taken > 0; taken--) {
			if (begin(words, word + 1, text, at + taken)) {
				return true;
			}
		}
		return false;
	}
}
