package dev.livepatch.core.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads unified diffs as git, quilt and {@code diff -u} write them, among any other text (mail, comments). Formats: git-diff(1) "Generating
 * patch text with -p", and "Detailed Description of Unified Format" in the manual of GNU diffutils.
 */
public final class PatchParser {
	/** Names with a directory: anything else is a sentence. */
	private static final Pattern BINARY = Pattern.compile("Binary files (\\S*/.*) and (\\S*/.*) differ");
	private final PatchText text;
	private final List<FilePatch> files = new ArrayList<>();

	private PatchParser(PatchText text) {
		this.text = text;
	}

	/**
	 * What the patch does, in its order.
	 *
	 * @param file  the patch file's name for messages
	 * @param patch one character for each byte
	 * @throws ChangeException if the text holds no unified diff, or one that is damaged or cannot be meant for a kernel tree
	 */
	public static List<FilePatch> parse(String file, String patch) throws ChangeException {
		PatchText text = new PatchText(file, patch);
		int nul = patch.indexOf('\0');
		if (nul >= 0) {
			throw text.error(1 + (int) patch.chars().limit(nul).filter(c -> c == '\n').count(), "the patch holds a NUL character: it is not text");
		}
		PatchParser parser = new PatchParser(text);
		while (!text.atEnd()) {
			parser.next();
		}
		if (parser.files.isEmpty()) {
			throw text.error(0, "there is no unified diff in it; make one with git diff or diff -u");
		}
		return parser.files;
	}

	private void next() throws ChangeException {
		String line = text.line();
		if (line.startsWith("diff --git ")) {
			files.add(new GitHeader(text).read());
		} else if (line.startsWith("--- ") && text.ahead(1).startsWith("+++ ") && text.ahead(2).startsWith("@@ -")) {
			files.add(plain());
		} else if (line.startsWith("@@ -") && HunkParser.HEADER.matcher(line).matches()) {
			throw text.error("this hunk belongs to no file: the lines '--- a/FILE' and '+++ b/FILE' are missing above it");
		} else if (line.startsWith("diff --cc ") || line.startsWith("diff --combined ")) {
			throw text.error("this is the combined diff of a merge; make a diff against one parent");
		} else if (line.startsWith("*** ") && text.ahead(1).startsWith("--- ") && text.ahead(2).startsWith("***************")) {
			throw text.error("this is a context diff; make a unified one with diff -u");
		} else {
			Matcher binary = BINARY.matcher(line);
			if (binary.matches()) {
				binary(binary.group(1), binary.group(2));
			}
			text.advance();
		}
	}

	/** What {@code diff} says of a file that is not text. */
	private void binary(String before, String after) throws ChangeException {
		Optional<String> oldName = FileNames.plain(before, text);
		Optional<String> newName = FileNames.plain(after, text);
		if (oldName.isPresent() || newName.isPresent()) {
			files.add(new FilePatch(text.number(), FilePatch.Kind.EDIT, oldName, newName, Optional.empty(), List.of(), List.of(), Optional.of(FileNames.BINARY)));
		}
	}

	private FilePatch plain() throws ChangeException {
		int start = text.number();
		boolean crlf = text.crlf();
		FileNames.Named before = FileNames.header(text);
		text.advance();
		FileNames.Named after = FileNames.header(text);
		text.advance();
		List<PatchHunk> hunks = HunkParser.hunks(text, crlf);
		boolean creates = before.missing() && hunks.getFirst().before().isEmpty();
		boolean deletes = after.missing() && hunks.getFirst().after().isEmpty();
		Optional<String> oldName = creates ? Optional.empty() : before.name();
		Optional<String> newName = deletes ? Optional.empty() : after.name();
		if (oldName.isEmpty() && newName.isEmpty()) {
			throw text.error(start, "both names are /dev/null");
		}
		return new FilePatch(start, FilePatch.Kind.EDIT, oldName, newName, Optional.empty(), hunks, crlf ? List.of(FileNames.CRLF) : List.of(), Optional.empty());
	}
}
