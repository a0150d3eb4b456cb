package dev.livepatch.core.tests.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.ChangeSet.Note;

/** Where hunks go that do not fit where they should. */
class HunkPlacementTest {
	private static final String HEADER = "--- a/fs/a.c\n+++ b/fs/a.c\n";
	private static final String HUNK = "@@ -11,7 +11,7 @@\n 11\n 12\n 13\n-14\n+NEW\n 15\n 16\n 17\n";
	@TempDir
	private Path directory;
	private PatchFixture tree;

	@BeforeEach
	void tree() throws IOException {
		tree = new PatchFixture(directory);
	}

	@Test
	void inPlaceThereIsNothingToSay() throws IOException {
		tree.file("fs/a.c", lines(1, 30));
		ChangeSet change = tree.read(HEADER + HUNK);
		assertEquals(List.of(), change.notes());
		assertEquals(lines(1, 30).replace("14\n", "NEW\n"), change.files().getFirst().patched().orElseThrow());
	}

	@Test
	void furtherDown() throws IOException {
		tree.file("fs/a.c", "x\ny\n" + lines(1, 30));
		ChangeSet change = tree.read(HEADER + HUNK);
		assertEquals(List.of(new Note("fs/a.c", 16, "hunk applied 2 lines further down than the patch says")), change.notes());
		assertEquals("NEW", change.files().getFirst().patched().orElseThrow().split("\n")[15]);
	}

	@Test
	void furtherUpAndTheNextHunkFollows() throws IOException {
		tree.file("fs/a.c", lines(2, 60));
		ChangeSet change = tree.read(HEADER + HUNK + "@@ -41,7 +41,7 @@\n 41\n 42\n 43\n-44\n+NEW\n 45\n 46\n 47\n");
		assertEquals(List.of(13, 43), change.notes().stream().map(Note::line).toList());
		assertTrue(change.notes().stream().allMatch(n -> n.message().equals("hunk applied 1 line further up than the patch says")), change.notes().toString());
	}

	@Test
	void withOtherContextOutside() throws IOException {
		tree.file("fs/a.c", lines(1, 30).replace("11\n", "eleven\n"));
		ChangeSet change = tree.read(HEADER + HUNK);
		assertEquals(List.of(new Note("fs/a.c", 14, "hunk applied with fuzz 1 (the outermost context differs)")), change.notes());
		assertEquals(lines(1, 30).replace("11\n", "eleven\n").replace("14\n", "NEW\n"), change.files().getFirst().patched().orElseThrow());
		tree.file("fs/a.c", lines(1, 30).replace("16\n", "sixteen\n"));
		assertEquals("hunk applied with fuzz 2 (the outermost context differs)", tree.read(HEADER + HUNK).notes().getFirst().message());
	}

	@Test
	void otherContextBesideTheChangeIsAMisfit() throws IOException {
		tree.file("fs/a.c", lines(1, 30).replace("15\n", "fifteen\n"));
		ChangeException error = tree.refused(HEADER + HUNK);
		assertEquals(3, error.line());
		assertTrue(error.getMessage().contains("fs/a.c: the hunk does not fit: line 15 is 'fifteen', the patch expects '15'"), error.getMessage());
	}

	@Test
	void severalPlacesAreRefused() throws IOException {
		tree.file("fs/a.c", lines(11, 17) + lines(11, 17));
		ChangeException error = tree.refused(HEADER + HUNK);
		assertEquals(3, error.line());
		assertTrue(error.getMessage().contains("fits in 2 places (lines 1, 8)"), error.getMessage());
	}

	@Test
	void theNamedPlaceIsTakenAmongSeveral() throws IOException {
		tree.file("fs/a.c", lines(11, 17) + "a\nb\nc\n" + lines(11, 17));
		assertEquals(List.of(), tree.read(HEADER + HUNK).notes());
	}

	@Test
	void aHunkThatEndsTheFileMustEndIt() throws IOException {
		tree.file("fs/a.c", lines(1, 10));
		String end = "@@ -8,3 +8,4 @@\n 8\n 9\n 10\n+11\n";
		assertEquals(lines(1, 11), tree.read(HEADER + end).files().getFirst().patched().orElseThrow());
		tree.file("fs/a.c", lines(1, 10) + "more\n");
		assertTrue(tree.refused(HEADER + end).getMessage().contains("must stand at the begin or end of the file"));
	}

	@Test
	void aHunkThatBeginsTheFileMustBeginIt() throws IOException {
		tree.file("fs/a.c", lines(1, 10));
		String begin = "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n";
		assertEquals("0\n" + lines(1, 10), tree.read(HEADER + begin).files().getFirst().patched().orElseThrow());
		tree.file("fs/a.c", "more\n" + lines(1, 10));
		assertTrue(tree.refused(HEADER + begin).getMessage().contains("the hunk does not fit: line 1 is 'more'"));
	}

	@Test
	void allContextLeftOutIsNoPlaceAtAll() throws IOException {
		tree.file("fs/a.c", lines(1, 10));
		assertTrue(tree.refused(HEADER + "@@ -4,2 +4,3 @@\n four\n+NEW\n five\n").getMessage().contains("line 4 is '4', the patch expects 'four'"));
	}

	@Test
	void howFarOneHunkWasMovedDecidesAmongPlacesOfTheNext() throws IOException {
		String block = "a\nb\nc\nd\n";
		tree.file("fs/a.c", "x\n" + lines(1, 10) + block + block + block);
		ChangeSet change = tree.read(HEADER + "@@ -4,3 +4,3 @@\n 4\n-5\n+FIVE\n 6\n@@ -15,3 +15,3 @@\n a\n-b\n+B\n c\n");
		assertEquals("x\n" + lines(1, 10).replace("5\n", "FIVE\n") + block + block.replace("b", "B") + block, change.files().getFirst().patched().orElseThrow());
	}

	@Test
	void aHunkWithoutContextGoesByItsNumberAndSaysSo() throws IOException {
		tree.file("fs/a.c", lines(1, 10));
		ChangeSet change = tree.read(HEADER + "@@ -4,0 +5 @@\n+NEW\n");
		assertEquals("1\n2\n3\n4\nNEW\n5\n6\n7\n8\n9\n10\n", change.files().getFirst().patched().orElseThrow());
		assertEquals("hunk applied by its line number alone, since it has no context", change.notes().getFirst().message());
		assertTrue(tree.refused(HEADER + "@@ -44,0 +45 @@\n+NEW\n").getMessage().contains("does not fit"));
		assertEquals(List.of(), tree.read(HEADER + "@@ -4 +4 @@\n-4\n+NEW\n").notes());
	}

	@Test
	void hunksOutOfOrderAreRefused() throws IOException {
		tree.file("fs/a.c", lines(1, 60));
		String later = "@@ -41,7 +41,7 @@\n 41\n 42\n 43\n-44\n+NEW\n 45\n 46\n 47\n";
		ChangeException error = tree.refused(HEADER + later + HUNK);
		assertEquals(12, error.line());
		assertTrue(error.getMessage().contains("overlaps the one before it"), error.getMessage());
	}

	@Test
	void anAppliedPatchIsRecognised() throws IOException {
		tree.file("fs/a.c", lines(1, 30).replace("14\n", "NEW\n"));
		assertTrue(tree.refused(HEADER + HUNK).getMessage().contains("seems to be applied already"));
		assertTrue(tree.refused("--- /dev/null\n+++ b/fs/a.c\n@@ -0,0 +1,1 @@\n+x\n").getMessage().contains("the kernel has a file of that name"));
		tree.file("fs/x.c", "x\n");
		assertTrue(tree.refused("--- /dev/null\n+++ b/fs/x.c\n@@ -0,0 +1,1 @@\n+x\n").getMessage().contains("applied already"));
		assertTrue(tree.refused("--- a/fs/gone.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n").getMessage().contains("applied already"));
	}

	@Test
	void missingAndDifferentFilesAreNamed() throws IOException {
		tree.file("fs/a.c", lines(1, 3));
		assertTrue(tree.refused("--- a/fs/none.c\n+++ b/fs/none.c\n" + HUNK).getMessage().contains("there is no fs/none.c in the kernel tree"));
		assertTrue(tree.refused("--- a/fs/a.c\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-1\n-2\n").getMessage().contains("has lines that the patch does not have"));
		assertTrue(tree.refused("diff --git a/fs/none.c b/fs/b.c\nrename from fs/none.c\nrename to fs/b.c\n").getMessage().contains("there is no fs/none.c"));
		tree.file("fs/b.c", "");
		assertTrue(tree.refused("diff --git a/fs/a.c b/fs/b.c\nrename from fs/a.c\nrename to fs/b.c\n").getMessage().contains("has a file of that name"));
	}

	private static String lines(int from, int to) {
		StringBuilder text = new StringBuilder();
		for (int i = from; i <= to; i++) {
			text.append(i).append('\n');
		}
		return text.toString();
	}
}
