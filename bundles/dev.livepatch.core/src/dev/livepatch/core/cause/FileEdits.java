package dev.livepatch.core.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.evidence.CSource;
import dev.livepatch.core.evidence.MeantLines;

/** What the author changed in one file, without comments, white space and empty lines: those move lines but mean nothing. */
final class FileEdits {
	private final CSource before;
	private final CSource after;
	private final List<LineMap.Hunk> hunks;

	FileEdits(MeantLines lines) {
		before = lines.before();
		after = lines.after();
		hunks = lines.hunks().hunks();
	}

	CSource after() {
		return after;
	}

	/** The first line of the patched file within the range (both ends included) that was changed, a removal counting for the line that follows it. */
	OptionalInt firstIn(int first, int last) {
		for (LineMap.Hunk hunk : hunks) {
			int start = hunk.patchedStart();
			int end = Math.max(start, hunk.patchedStart() + hunk.patchedCount() - 1);
			boolean removal = MeantLines.text(after, hunk.patchedStart(), hunk.patchedCount()).isEmpty();
			if (start <= last && end >= first && (!removal || start > first)) {
				return OptionalInt.of(Math.max(start, first));
			}
		}
		return OptionalInt.empty();
	}

	/** The first edit whose new lines say a word that the lines they replace do not. */
	OptionalInt firstSaying(String word) {
		for (LineMap.Hunk hunk : hunks) {
			if (says(after, hunk.patchedStart(), hunk.patchedCount(), word) && !says(before, hunk.originalStart(), hunk.originalCount(), word)) {
				return OptionalInt.of(hunk.patchedStart());
			}
		}
		return OptionalInt.empty();
	}

	/** The first edited line of the preprocessor's above a line, a removal counting for the line that follows it. */
	OptionalInt firstDirective(int above) {
		for (LineMap.Hunk hunk : hunks) {
			OptionalInt written = IntStream.range(hunk.patchedStart(), hunk.patchedStart() + hunk.patchedCount()).filter(n -> directive(after, n)).findFirst();
			boolean removed = IntStream.range(hunk.originalStart(), hunk.originalStart() + hunk.originalCount()).anyMatch(n -> directive(before, n));
			int line = written.isPresent() ? written.getAsInt() : hunk.patchedStart();
			if (line < above && (written.isPresent() || removed)) {
				return OptionalInt.of(line);
			}
		}
		return OptionalInt.empty();
	}

	private static boolean directive(CSource source, int line) {
		return line <= source.code().size() && source.code().get(line - 1).stripLeading().startsWith("#");
	}

	private static boolean says(CSource source, int start, int count, String word) {
		return source.code().stream().skip(start - 1L).limit(count).anyMatch(l -> l.contains(word) && Definition.words(l).contains(word));
	}

	/** The functions of the patched file that the author changed, or wrote. */
	List<CSource.Piece> functions() {
		return after.pieces().stream().filter(p -> firstIn(p.first(), p.last()).isPresent() && Definition.isFunction(after.shape(p))).toList();
	}

	/** What the author changed outside functions: macros, types, variables. */
	List<Definition> definitions() {
		List<Definition> definitions = new ArrayList<>();
		for (LineMap.Hunk hunk : hunks) {
			collect(after, hunk.patchedStart(), hunk.patchedCount(), hunk.patchedStart(), definitions);
			collect(before, hunk.originalStart(), hunk.originalCount(), hunk.patchedStart(), definitions);
		}
		return definitions;
	}

	private static void collect(CSource source, int start, int count, int line, List<Definition> definitions) {
		for (CSource.Piece piece : source.pieces()) {
			if (piece.first() < start + count && piece.last() >= start) {
				Definition.of(source.shape(piece), line).filter(d -> definitions.stream().noneMatch(known -> known.title().equals(d.title()))).ifPresent(definitions::add);
			}
		}
	}
}
