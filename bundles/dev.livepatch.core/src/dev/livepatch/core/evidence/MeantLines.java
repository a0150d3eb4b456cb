package dev.livepatch.core.evidence;

import java.util.List;
import java.util.stream.Collectors;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.change.LineMap.Hunk;

/**
 * Where two versions of a C file differ in more than comments and white space: those move lines but mean nothing.
 *
 * @param hunks each begins with its first new line that has code, if it has one
 */
public record MeantLines(CSource before, CSource after, LineMap hunks) {

	/** @param lines where the two texts differ, comments and all */
	static MeantLines of(FileChange change, LineMap lines) {
		CSource before = CSource.of(change.original().orElse(""));
		CSource after = CSource.of(change.patched().orElse(""));
		List<Hunk> meant = lines.hunks().stream().filter(h -> !text(before, h.originalStart(), h.originalCount()).equals(text(after, h.patchedStart(), h.patchedCount())))
				.map(h -> fromCode(h, after)).toList();
		return new MeantLines(before, after, new LineMap(meant));
	}

	private static Hunk fromCode(Hunk hunk, CSource after) {
		int line = hunk.patchedStart();
		while (line < hunk.patchedEnd() && after.code().get(line - 1).isBlank()) {
			line++;
		}
		return line == hunk.patchedEnd() ? hunk : new Hunk(hunk.originalStart(), hunk.originalCount(), line, hunk.patchedEnd() - line);
	}

	/** Lines of one version, without what means nothing; empty if nothing is left. */
	public static String text(CSource source, int start, int count) {
		return source.code().stream().skip(start - 1L).limit(count).map(l -> l.replaceAll("\\s+", "")).collect(Collectors.joining());
	}
}
