package dev.livepatch.core.tests.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.process.Cancellation;

/** The kinds of patches that there are. */
class PatchReaderTest {
	private static final String BEFORE = "one\ntwo\nthree\nfour\nfive\n";
	private static final String AFTER = "one\ntwo\nTHREE\nfour\nfive\n";
	private static final String HUNK = "@@ -1,5 +1,5 @@ heading\n one\n two\n-three\n+THREE\n four\n five\n";
	@TempDir
	private Path directory;
	private PatchFixture tree;

	@BeforeEach
	void tree() throws IOException {
		tree = new PatchFixture(directory).file("fs/a.c", BEFORE);
	}

	@Test
	void gitsOwn() throws IOException {
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, AFTER)), files("diff --git a/fs/a.c b/fs/a.c\nindex 1..2 100644\n--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK));
	}

	@Test
	void aMailWithItsTextAndSignature() throws IOException {
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, AFTER)), files("From 1 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] x\n\n-- why --\n+ a list\n---\n fs/a.c | 2 +-\n\n"
				+ "diff --git a/fs/a.c b/fs/a.c\n--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK + "-- \n2.30.2\n\n"));
	}

	@Test
	void quiltWithAnyFirstComponent() throws IOException {
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, AFTER)),
				files("Index: linux/fs/a.c\n===================================================================\n--- linux.orig/fs/a.c\n+++ linux/fs/a.c\n" + HUNK));
	}

	@Test
	void plainDiffWithTimes() throws IOException {
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, AFTER)), files("diff -u old/fs/a.c new/fs/a.c\n--- old/fs/a.c\t2024-05-01 10:00:00.000000000 +0200\n"
				+ "+++ new/fs/a.c\t2024-05-01 10:00:01.000000000 +0200\n" + HUNK));
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, AFTER)), files("--- old/fs/a.c 2024-05-01 10:00:00\n+++ new/fs/a.c 2024-05-01 10:00:01\n" + HUNK));
	}

	@Test
	void aBackupCopyIsNotTheFile() throws IOException {
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, AFTER)), files("--- linux/fs/a.c.orig\n+++ linux/fs/a.c\n" + HUNK));
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, AFTER)), files("--- linux/fs/a.c\n+++ linux/fs/a.c.new\n" + HUNK));
	}

	@Test
	void newFiles() throws IOException {
		FileChange added = new FileChange.Added("fs/new.c", "x\ny\n");
		assertEquals(List.of(added), files("diff --git a/fs/new.c b/fs/new.c\nnew file mode 100644\n--- /dev/null\n+++ b/fs/new.c\n@@ -0,0 +1,2 @@\n+x\n+y\n"));
		assertEquals(List.of(added), files("--- old/fs/new.c\t1970-01-01 01:00:00.000000000 +0100\n+++ new/fs/new.c\t2024-05-01 10:00:00\n@@ -0,0 +1,2 @@\n+x\n+y\n"));
		assertEquals(List.of(added), files("--- a/fs/new.c\n+++ b/fs/new.c\n@@ -0,0 +1,2 @@\n+x\n+y\n"));
		assertEquals(List.of(new FileChange.Added("fs/empty.h", "")), files("diff --git a/fs/empty.h b/fs/empty.h\nnew file mode 100644\nindex 0000000..e69de29\n"));
	}

	@Test
	void deletedFiles() throws IOException {
		FileChange deleted = new FileChange.Deleted("fs/a.c", BEFORE);
		String hunk = "@@ -1,5 +0,0 @@\n-one\n-two\n-three\n-four\n-five\n";
		assertEquals(List.of(deleted), files("diff --git a/fs/a.c b/fs/a.c\ndeleted file mode 100644\n--- a/fs/a.c\n+++ /dev/null\n" + hunk));
		assertEquals(List.of(deleted), files("--- old/fs/a.c\t2024-05-01 10:00:00\n+++ new/fs/a.c\t1970-01-01 00:00:00.000000000 +0000\n" + hunk));
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, "")), files("--- old/fs/a.c\n+++ new/fs/a.c\n" + hunk));
	}

	@Test
	void renamesAndCopies() throws IOException {
		String header = "diff --git a/fs/a.c b/fs/b.c\nsimilarity index 90%\n";
		assertEquals(List.of(new FileChange.Renamed("fs/b.c", "fs/a.c", BEFORE, BEFORE)), files(header + "rename from fs/a.c\nrename to fs/b.c\n"));
		assertEquals(List.of(new FileChange.Renamed("fs/b.c", "fs/a.c", BEFORE, AFTER)),
				files(header + "rename from fs/a.c\nrename to fs/b.c\n--- a/fs/a.c\n+++ b/fs/b.c\n" + HUNK));
		assertEquals(List.of(new FileChange.Added("fs/b.c", AFTER)), files(header + "copy from fs/a.c\ncopy to fs/b.c\n--- a/fs/a.c\n+++ b/fs/b.c\n" + HUNK));
	}

	@Test
	void lastLinesWithoutAnEnd() throws IOException {
		String before = "one\ntwo";
		tree.file("fs/b.c", before);
		assertEquals(List.of(new FileChange.Modified("fs/b.c", before, "one\nTWO")),
				files("--- a/fs/b.c\n+++ b/fs/b.c\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+TWO\n\\ No newline at end of file\n"));
		assertEquals(List.of(new FileChange.Modified("fs/b.c", before, "one\ntwo\n")),
				files("--- a/fs/b.c\n+++ b/fs/b.c\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+two\n"));
		assertEquals(List.of(new FileChange.Modified("fs/b.c", before, "ONE\ntwo")),
				files("--- a/fs/b.c\n+++ b/fs/b.c\n@@ -1,2 +1,2 @@\n-one\n+ONE\n two\n\\ No newline at end of file\n"));
	}

	@Test
	void emptyContextLinesWithoutTheirSpace() throws IOException {
		tree.file("fs/b.c", "one\n\nthree\n");
		assertEquals(List.of(new FileChange.Modified("fs/b.c", "one\n\nthree\n", "one\n\nTHREE\n")), files("--- a/fs/b.c\n+++ b/fs/b.c\n@@ -1,3 +1,3 @@\n one\n\n-three\n+THREE\n"));
	}

	@Test
	void linesThatLookLikeHeadersInsideOfHunks() throws IOException {
		tree.file("fs/b.c", "-- x\n@@ y\n");
		assertEquals(List.of(new FileChange.Modified("fs/b.c", "-- x\n@@ y\n", "++ x\n@@ y\n")), files("--- a/fs/b.c\n+++ b/fs/b.c\n@@ -1,2 +1,2 @@\n--- x\n+++ x\n @@ y\n"));
	}

	@Test
	void windowsLineEndsAreTakenOffWithANote() throws IOException {
		ChangeSet change = tree.read(("diff --git a/fs/a.c b/fs/a.c\n--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK).replace("\n", "\r\n"));
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, AFTER)), change.files());
		assertEquals("the patch has Windows line ends, which were taken off", change.notes().getFirst().message());
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, AFTER)), files(("--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK).replace("\n", "\r\n")));
	}

	@Test
	void aFileWithCarriageReturnsKeepsThem() throws IOException {
		tree.file("fs/b.c", "one\r\ntwo\r\n");
		assertEquals(List.of(new FileChange.Modified("fs/b.c", "one\r\ntwo\r\n", "one\r\nTWO\r\n")), files("--- a/fs/b.c\n+++ b/fs/b.c\n@@ -1,2 +1,2 @@\n one\r\n-two\r\n+TWO\r\n"));
	}

	@Test
	void bytesThatAreNotAsciiSurvive() throws IOException {
		tree.file("fs/b.c", "\u00e9\u00ff\n");
		assertEquals(List.of(new FileChange.Modified("fs/b.c", "\u00e9\u00ff\n", "\u00c3\u0080\n")), files("--- a/fs/b.c\n+++ b/fs/b.c\n@@ -1 +1 @@\n-\u00e9\u00ff\n+\u00c3\u0080\n"));
	}

	@Test
	void fileModesAreNoted() throws IOException {
		ChangeSet change = tree.read("diff --git a/fs/a.c b/fs/a.c\nold mode 100644\nnew mode 100755\n");
		assertEquals(List.of(), change.files());
		assertEquals("fs/a.c", change.notes().getFirst().file());
		assertEquals("the file mode 100755 means nothing to a live patch and is passed over", change.notes().getFirst().message());
	}

	@Test
	void quotedNames() throws IOException {
		tree.file("fs/a b.c", BEFORE);
		assertEquals(List.of(new FileChange.Modified("fs/a b.c", BEFORE, AFTER)), files("--- \"a/fs/a\\040b.c\"\n+++ \"b/fs/a b.c\"\n" + HUNK));
		assertEquals(List.of(new FileChange.Modified("fs/a b.c", BEFORE, AFTER)), files("diff --git a/fs/a b.c b/fs/a b.c\n--- a/fs/a b.c\t\n+++ b/fs/a b.c\t\n" + HUNK));
	}

	@Test
	void severalPatchesAreOneChange() throws IOException {
		Path first = tree.patch("1.patch", "--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK);
		Path second = tree.patch("2.patch", "--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,5 +1,6 @@\n one\n two\n THREE\n+and a half\n four\n five\n");
		assertEquals(List.of(new FileChange.Modified("fs/a.c", BEFORE, "one\ntwo\nTHREE\nand a half\nfour\nfive\n")), tree.read(first, second).files());
	}

	@Test
	void patchesThatTakeEachOtherBackChangeNothing() throws IOException {
		Path first = tree.patch("1.patch", "--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK);
		Path second = tree.patch("2.patch", "--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK.replace("-three\n+THREE", "-THREE\n+three"));
		assertEquals(List.of(), tree.read(first, second).files());
	}

	@Test
	void aRenamedFileCanBeRenamedAgain() throws IOException {
		Path first = tree.patch("1.patch", "diff --git a/fs/a.c b/fs/b.c\nrename from fs/a.c\nrename to fs/b.c\n");
		Path second = tree.patch("2.patch", "diff --git a/fs/b.c b/fs/c.c\nrename from fs/b.c\nrename to fs/c.c\n");
		assertEquals(List.of(new FileChange.Renamed("fs/c.c", "fs/a.c", BEFORE, BEFORE)), tree.read(first, second).files());
	}

	@Test
	void filesComeSorted() throws IOException {
		tree.file("kernel/z.c", BEFORE).file("block/b.c", BEFORE);
		String patch = "--- a/kernel/z.c\n+++ b/kernel/z.c\n" + HUNK + "--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK + "--- a/block/b.c\n+++ b/block/b.c\n" + HUNK;
		assertEquals(List.of("block/b.c", "fs/a.c", "kernel/z.c"), files(patch).stream().map(FileChange::path).toList());
	}

	@Test
	void nothingIsWrittenIntoTheTree() throws IOException {
		var before = tree.snapshot();
		files("--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK + "--- /dev/null\n+++ b/fs/new.c\n@@ -0,0 +1 @@\n+x\n");
		assertEquals(before, tree.snapshot());
	}

	@Test
	void readingCanBeCancelled() throws IOException {
		Path patch = tree.patch("1.patch", "--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK);
		assertThrows(CancellationException.class, () -> tree.read(() -> true, patch));
		assertEquals(1, tree.read(Cancellation.NEVER, patch).files().size());
	}

	private List<FileChange> files(String patch) throws IOException {
		return tree.read(patch).files();
	}
}
