package dev.livepatch.core.change;

import java.util.regex.Pattern;

/** The names that patches may have: a module, its directories in sysfs and files are named after them. */
public final class PatchNames {
	public static final int MAX_LENGTH = 40;
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0," + (MAX_LENGTH - 1) + "}");

	private PatchNames() {
	}

	public static boolean isValid(String name) {
		return NAME.matcher(name).matches();
	}

	/** What a valid name looks like, to end a sentence with. */
	public static String rule() {
		return "letters, digits, _ and -, beginning with a letter or digit, at most " + MAX_LENGTH + " characters";
	}
}
