package dev.livepatch.core.find;

/** {@code *} stands for any text, {@code ?} for any character. Takes time in proportion to both lengths' product at most, whatever the pattern. */
final class Wildcards {

	private Wildcards() {
	}

	static boolean match(String pattern, String text) {
		int at = 0;
		int in = 0;
		int star = -1;
		int afterStar = 0;
		while (in < text.length()) {
			if (at < pattern.length() && pattern.charAt(at) == '*') {
				star = at++;
				afterStar = in;
			} else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(in))) {
				at++;
				in++;
			} else if (star >= 0) {
				// the last star takes one character more; those before it have what they need
				at = star + 1;
				in = ++afterStar;
			} else {
				return false;
			}
		}
		while (at < pattern.length() && pattern.charAt(at) == '*') {
			at++;
		}
		return at == pattern.length();
	}
}
