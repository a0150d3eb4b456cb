package dev.livepatch.core.tests.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.change.LineMap.Hunk;

/** Lines of a patched file and the original's. */
class LineMapTest {
	/** c replaced by two lines, e removed, x added before g. */
	private final LineMap map = LineMap.between("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nC\nC2\nd\nf\nx\ng\n");

	@Test
	void hunksSayWhatStandsForWhat() {
		assertEquals(List.of(new Hunk(3, 1, 3, 2), new Hunk(5, 1, 6, 0), new Hunk(7, 0, 7, 1)), map.hunks());
		assertEquals(List.of(), LineMap.between("a\n", "a\n").hunks());
		assertEquals(List.of(new Hunk(1, 0, 1, 2)), LineMap.between("", "a\nb\n").hunks());
		assertEquals(List.of(new Hunk(1, 2, 1, 0)), LineMap.between("a\nb\n", "").hunks());
		assertEquals(List.of(new Hunk(2, 1, 2, 1)), LineMap.between("a\nb\n", "a\nb").hunks());
		assertEquals(List.of(new Hunk(3, 0, 3, 1)), LineMap.between("a\nb\n", "a\nb\nc\n").hunks());
	}

	@Test
	void changedLines() {
		assertEquals(List.of(3, 4, 7), java.util.stream.IntStream.rangeClosed(1, 8).filter(map::isChangedLine).boxed().toList());
	}

	@Test
	void theFirstChangeInARange() {
		assertEquals(OptionalInt.of(3), map.nearestChangeIn(1, 8));
		assertEquals(OptionalInt.of(4), map.nearestChangeIn(4, 8));
		assertEquals(OptionalInt.of(6), map.nearestChangeIn(5, 8));
		assertEquals(OptionalInt.of(7), map.nearestChangeIn(7, 7));
		assertEquals(OptionalInt.empty(), map.nearestChangeIn(1, 2));
		assertEquals(OptionalInt.empty(), map.nearestChangeIn(8, 9));
	}

	@Test
	void aRemovalAtTheEndOfARangeBelongsToIt() {
		LineMap removed = LineMap.between("a\nb\nc\n", "a\nb\n");
		assertEquals(OptionalInt.of(2), removed.nearestChangeIn(1, 2));
		assertFalse(removed.isChangedLine(2));
	}

	@Test
	void linesOfThePatchedTextStandForTheOriginals() {
		assertEquals(List.of(1, 2, 3, 3, 4, 6, 6, 7, 8), java.util.stream.IntStream.rangeClosed(1, 9).map(map::toOriginal).boxed().toList());
	}

	@Test
	void linesOfTheOriginalStandForThePatchedTexts() {
		assertEquals(List.of(1, 2, 3, 5, 5, 6, 8, 9), java.util.stream.IntStream.rangeClosed(1, 8).map(map::toPatched).boxed().toList());
		assertEquals(1, LineMap.between("a\nb\n", "b\n").toPatched(1));
	}

	@Test
	void aLargeFileWithFarChangesIsCompared() {
		StringBuilder before = new StringBuilder();
		for (int i = 0; i < 30000; i++) {
			before.append("line ").append(i).append('\n');
		}
		LineMap far = LineMap.between(before.toString(), before.toString().replace("line 10\n", "ten\n").replace("line 29990\n", ""));
		assertEquals(List.of(new Hunk(11, 1, 11, 1), new Hunk(29991, 1, 29991, 0)), far.hunks());
		assertTrue(far.isChangedLine(11));
	}

	@Test
	void aFileWhoseEveryLineEndChangedIsComparedInTime() {
		StringBuilder before = new StringBuilder();
		for (int i = 0; i < 30000; i++) {
			before.append("line ").append(i % 7000).append('\n');
		}
		LineMap all = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> LineMap.between(before.toString(), before.toString().replace("\n", "\r\n")));
		assertEquals(List.of(new Hunk(1, 30000, 1, 30000)), all.hunks());
	}

	@Test
	void manyMovedAndChangedLinesStillMakeOneTextOfTheOther() {
		Random random = new Random(3);
		List<String> before = random.ints(6000, 0, 4000).mapToObj(i -> "l" + i + "\n").toList();
		List<String> after = new ArrayList<>(before);
		for (int i = 0; i < 900; i++) {
			after.set(random.nextInt(after.size()), "n" + i + "\n");
			after.add(random.nextInt(after.size()), after.remove(random.nextInt(after.size() - 1)));
		}
		List<String> made = new ArrayList<>();
		int at = 0;
		for (Hunk hunk : LineMap.between(String.join("", before), String.join("", after)).hunks()) {
			made.addAll(before.subList(at, hunk.originalStart() - 1));
			assertEquals(hunk.patchedStart() - 1, made.size());
			made.addAll(after.subList(made.size(), made.size() + hunk.patchedCount()));
			at = hunk.originalStart() - 1 + hunk.originalCount();
		}
		made.addAll(before.subList(at, before.size()));
		assertEquals(after, made);
	}
}
