package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The member names of an {@code ar} archive, thin (as kbuild makes {@code built-in.a} and {@code lib.a}: names relative to the
 * archive's directory) or whole. Format: ar(5), and "thin archives" in the documentation of GNU ar.
 */
final class Archive {
	private static final int MAGIC = 8;
	private static final int HEADER = 60;
	/** GNU ar leaves the slash that would end a short name behind the reference if the long name has 15 characters. */
	private static final Pattern LONG_NAME = Pattern.compile("/(\\d{1,9})( +/)?");

	private Archive() {
	}

	/** @throws KernelException if the file is no archive or ends too early */
	static List<String> members(Path file) throws IOException {
		String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
		boolean thin = text.startsWith("!<thin>\n");
		if (!thin && !text.startsWith("!<arch>\n")) {
			throw new KernelException(file + " is not an archive; build the kernel again");
		}
		List<String> members = new ArrayList<>();
		String longNames = "";
		int at = MAGIC;
		while (at + HEADER <= text.length()) {
			String name = text.substring(at, at + 16).stripTrailing();
			int size = size(file, text.substring(at + 48, at + 58).strip());
			at += HEADER;
			boolean table = name.equals("/") || name.equals("/SYM64/") || name.equals("//");
			if (name.equals("//")) {
				longNames = text.substring(at, Math.min(text.length(), at + size));
			} else if (!table) {
				members.add(memberName(name, longNames));
			}
			// members of a thin archive are files of their own; only its tables have bytes here
			at += table || !thin ? size + (size & 1) : 0;
		}
		return members;
	}

	private static int size(Path file, String digits) throws KernelException {
		try {
			return Integer.parseInt(digits);
		} catch (NumberFormatException e) {
			throw new KernelException(file + " is damaged (a member's size is '" + digits + "'); build the kernel again", e);
		}
	}

	private static String memberName(String name, String longNames) {
		Matcher reference = LONG_NAME.matcher(name);
		if (!reference.matches()) {
			return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
		}
		int start = Math.min(longNames.length(), Integer.parseInt(reference.group(1)));
		int end = longNames.indexOf("/\n", start);
		return longNames.substring(start, end < 0 ? longNames.length() : end);
	}
}
