package dev.livepatch.core.exchange;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LineMap;

/** How much a change changes, as {@code git diff --stat} draws it. */
final class Diffstat {
	private static final int WIDTH = 72;
	private static final int NAME = 50;

	private record Count(String name, int added, int removed) {
		int total() {
			return added + removed;
		}
	}

	private Diffstat() {
	}

	/** Lines that end in {@code \n}, the sum last; a text without lines for an empty change. */
	static String of(ChangeSet change) {
		var counts = change.files().stream().map(Diffstat::count).toList();
		if (counts.isEmpty()) {
			return "";
		}
		int name = Math.min(NAME, counts.stream().mapToInt(c -> c.name().length()).max().orElseThrow());
		int most = counts.stream().mapToInt(Count::total).max().orElseThrow();
		int number = Integer.toString(most).length();
		int graph = Math.max(10, WIDTH - name - number - 5);
		StringBuilder out = new StringBuilder();
		for (Count count : counts) {
			String shown = count.name().length() <= name ? count.name() : "..." + count.name().substring(count.name().length() - name + 3);
			out.append(String.format(" %-" + name + "s | %" + number + "d", shown, count.total()));
			String drawn = bar('+', count.added(), most, graph) + bar('-', count.removed(), most, graph);
			out.append(drawn.isEmpty() ? "" : " " + drawn).append('\n');
		}
		int added = counts.stream().mapToInt(Count::added).sum();
		int removed = counts.stream().mapToInt(Count::removed).sum();
		out.append(' ').append(counts.size()).append(counts.size() == 1 ? " file changed" : " files changed");
		out.append(added == 0 ? "" : ", " + added + (added == 1 ? " insertion(+)" : " insertions(+)"));
		out.append(removed == 0 ? "" : ", " + removed + (removed == 1 ? " deletion(-)" : " deletions(-)"));
		return out.append('\n').toString();
	}

	private static Count count(FileChange file) {
		int added = 0;
		int removed = 0;
		for (LineMap.Hunk hunk : LineMap.between(file.original().orElse(""), file.patched().orElse("")).hunks()) {
			added += hunk.patchedCount();
			removed += hunk.originalCount();
		}
		String from = file.originalPath().orElse(file.path());
		return new Count(from.equals(file.path()) ? file.path() : from + " => " + file.path(), added, removed);
	}

	private static String bar(char sign, int count, int most, int width) {
		int length = most <= width || count == 0 ? count : Math.max(1, (int) ((long) count * width / most));
		return Character.toString(sign).repeat(length);
	}
}
