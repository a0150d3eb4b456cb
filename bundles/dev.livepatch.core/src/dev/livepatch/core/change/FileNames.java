package dev.livepatch.core.change;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The file names in the headers of a diff: quoted by git, followed by a time, with a first component that is no part of the tree. */
final class FileNames {
	static final String CRLF = "the patch has Windows line ends, which were taken off";
	static final String BINARY = "the patch changes a binary file; a live patch changes C source only";
	private static final String NOWHERE = "/dev/null";
	private static final Pattern SPACED_TIME = Pattern.compile("\\s+\\d{4}-\\d\\d-\\d\\d .*");
	/** How {@code diff -N} dates a file that is not there; the zone decides on which day. */
	private static final Pattern EPOCH = Pattern.compile(".*\\b(1970-01-01|1969-12-31|Jan +1 .* 1970|Dec 31 .* 1969)\\b.*");

	/**
	 * A name on a {@code ---} or {@code +++} line.
	 *
	 * @param name    relative to the tree; empty for {@code /dev/null}
	 * @param missing whether the line says that there is no such file
	 */
	record Named(Optional<String> name, boolean missing) {
	}

	private FileNames() {
	}

	/** Reads the current line, {@code --- NAME} or {@code +++ NAME}. */
	static Named header(PatchText text) throws ChangeException {
		String rest = text.line().substring(4);
		int tab = rest.indexOf('\t');
		String time = tab < 0 ? "" : rest.substring(tab);
		String name = unquoted(rest.startsWith("\"") ? rest : SPACED_TIME.matcher(tab < 0 ? rest : rest.substring(0, tab)).replaceFirst(""), text);
		if (name.equals(NOWHERE)) {
			return new Named(Optional.empty(), true);
		}
		return new Named(Optional.of(stripped(name, text)), EPOCH.matcher(time).matches());
	}

	/** A name that is not followed by a time, as it is written; empty for {@code /dev/null}. */
	static Optional<String> plain(String written, PatchText text) throws ChangeException {
		String name = unquoted(written, text);
		return name.equals(NOWHERE) ? Optional.empty() : Optional.of(stripped(name, text));
	}

	/** Takes the first component off, as {@code patch -p1} does. */
	static String stripped(String name, PatchText text) throws ChangeException {
		String whole = checked(name, text);
		int slash = whole.indexOf('/');
		if (slash < 0) {
			throw text.error("the name " + whole + " has no leading directory to take off; make the patch with a/ and b/ before the names, as git diff does");
		}
		return whole.substring(slash + 1);
	}

	/** Refuses what cannot be a file in the tree. */
	static String checked(String name, PatchText text) throws ChangeException {
		Optional<String> refusal = TreeFiles.refusal(name);
		if (refusal.isPresent()) {
			throw text.error(refusal.get());
		}
		return name;
	}

	/** Undoes git's C-style quotes. Bytes that are not ASCII come out as they are and are refused later. */
	static String unquoted(String name, PatchText text) throws ChangeException {
		if (!name.startsWith("\"")) {
			return name;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int at = 1;
		while (at < name.length() && name.charAt(at) != '"') {
			char c = name.charAt(at++);
			if (c != '\\' || at >= name.length()) {
				bytes.write(c);
				continue;
			}
			char escape = name.charAt(at++);
			int known = "abtnvfr".indexOf(escape);
			if (escape >= '0' && escape <= '3' && at + 2 <= name.length() && name.substring(at, at + 2).matches("[0-7]{2}")) {
				bytes.write(Integer.parseInt(name.substring(at - 1, at + 2), 8));
				at += 2;
			} else {
				bytes.write(known >= 0 ? 7 + "abtnvfr".indexOf(escape) : escape);
			}
		}
		if (at >= name.length()) {
			throw text.error("the quotes around a file name are not closed");
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}
}
