package dev.livepatch.core.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.change.FilePatch.Kind;

/** Reads one file's part of a git diff, from {@code diff --git} to its last hunk. */
final class GitHeader {
	private static final String SYMLINK = "120000";
	private static final String SUBMODULE = "160000";
	/** All zeros stand for no file. */
	private static final Pattern OLD_BLOB = Pattern.compile("(?!0+\\.)([0-9a-f]{7,64})\\.\\.");
	private final PatchText text;
	private final int start;
	private final boolean crlf;
	private final List<String> remarks = new ArrayList<>();
	private Kind kind = Kind.EDIT;
	private boolean created;
	private boolean deleted;
	/** Nothing of it follows that can be read. */
	private boolean binary;
	private String from = "";
	private String to = "";
	private Optional<String> oldBlob = Optional.empty();
	private Optional<String> refusal = Optional.empty();

	GitHeader(PatchText text) {
		this.text = text;
		this.start = text.number();
		this.crlf = text.crlf();
	}

	FilePatch read() throws ChangeException {
		String names = text.line().substring("diff --git ".length());
		text.advance();
		while (!binary && !text.atEnd() && extended(text.line())) {
			text.advance();
		}
		List<PatchHunk> hunks = List.of();
		if (!binary && text.line().startsWith("--- ") && text.ahead(1).startsWith("+++ ")) {
			FileNames.Named before = FileNames.header(text);
			text.advance();
			FileNames.Named after = FileNames.header(text);
			text.advance();
			hunks = HunkParser.hunks(text, crlf);
			if (hunks.isEmpty()) {
				throw text.error("the header of a file is not followed by a hunk; the patch has been cut off");
			}
			created |= before.name().isEmpty();
			deleted |= after.name().isEmpty();
			from = before.name().orElse("");
			to = after.name().orElse("");
		} else if (from.isEmpty() || to.isEmpty()) {
			from = to = sameName(names);
		}
		if (created && deleted) {
			throw text.error(start, refusal.orElse("the patch both creates and deletes the file"));
		}
		if (crlf) {
			remarks.add(FileNames.CRLF);
		}
		return new FilePatch(start, kind, created ? Optional.empty() : Optional.of(from), deleted ? Optional.empty() : Optional.of(to), oldBlob, hunks, remarks, refusal);
	}

	/** Takes an extended header line in; false if the line is none. */
	private boolean extended(String line) throws ChangeException {
		if (value(line, "old mode ").isPresent() || value(line, "similarity index ").isPresent() || value(line, "dissimilarity index ").isPresent()) {
			return true;
		}
		Optional<String> index = value(line, "index ");
		if (index.isPresent()) {
			refuseLinks(index.get().substring(index.get().indexOf(' ') + 1));
			Matcher blob = OLD_BLOB.matcher(index.get());
			oldBlob = blob.lookingAt() ? Optional.of(blob.group(1)) : Optional.empty();
			return true;
		}
		Optional<String> mode = value(line, "new mode ").or(() -> value(line, "new file mode ")).or(() -> value(line, "deleted file mode "));
		if (mode.isPresent()) {
			refuseLinks(mode.get());
			created |= line.startsWith("new file");
			deleted |= line.startsWith("deleted");
			if (line.startsWith("new mode") || line.startsWith("new file") && mode.get().equals("100755")) {
				remarks.add("the file mode " + mode.get() + " means nothing to a live patch and is passed over");
			}
			return true;
		}
		return moved(line);
	}

	private boolean moved(String line) throws ChangeException {
		Optional<String> source = value(line, "rename from ").or(() -> value(line, "copy from "));
		Optional<String> target = value(line, "rename to ").or(() -> value(line, "copy to "));
		if (source.isPresent()) {
			from = FileNames.checked(FileNames.unquoted(source.get(), text), text);
		}
		if (target.isPresent()) {
			to = FileNames.checked(FileNames.unquoted(target.get(), text), text);
		}
		if (source.isPresent() || target.isPresent()) {
			kind = line.startsWith("rename") ? Kind.RENAME : Kind.COPY;
			return true;
		}
		if (line.startsWith("GIT binary patch") || line.startsWith("Binary files ")) {
			binary = true;
			refusal = Optional.of(FileNames.BINARY);
			return true;
		}
		return false;
	}

	private static Optional<String> value(String line, String key) {
		return line.startsWith(key) ? Optional.of(line.substring(key.length()).strip()) : Optional.empty();
	}

	private void refuseLinks(String mode) {
		if (mode.equals(SYMLINK)) {
			refusal = Optional.of("the patch creates, changes or deletes a symbolic link, which a live patch cannot");
		}
		if (mode.equals(SUBMODULE)) {
			refusal = Optional.of("the patch changes a git submodule, which a live patch cannot");
		}
	}

	/** The name on a {@code diff --git} line that alone names the file: twice the same but for the first component. */
	private String sameName(String names) throws ChangeException {
		if (names.startsWith("\"")) {
			return FileNames.stripped(FileNames.unquoted(names, text), text);
		}
		for (int space = names.indexOf(' '); space > 0; space = names.indexOf(' ', space + 1)) {
			String left = names.substring(0, space);
			String right = names.substring(space + 1);
			if (left.substring(left.indexOf('/') + 1).equals(right.substring(right.indexOf('/') + 1))) {
				return FileNames.stripped(left, text);
			}
		}
		throw text.error(start, "the file names cannot be told apart: " + TreeFiles.printable(names));
	}
}
