package dev.livepatch.vm.report;

/** What XML and UTF-8 can hold ({@code https://www.w3.org/TR/xml/#charsets}): a guest writes whatever it likes. */
final class Printable {
	private Printable() {
	}

	/** Each character that XML has no way to write becomes a question mark in a box (U+FFFD). */
	static String text(String any) {
		StringBuilder out = new StringBuilder(any.length());
		any.codePoints().map(c -> c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000 ? c : 0xfffd)
				.forEach(out::appendCodePoint);
		return out.toString();
	}
}
