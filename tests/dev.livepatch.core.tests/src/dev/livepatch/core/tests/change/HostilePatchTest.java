package dev.livepatch.core.tests.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.process.Cancellation;

/** Patches that mean harm, are damaged, or are for something else: refused with the line, and without a trace. */
class HostilePatchTest {
	private static final String HUNK = "@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n";
	@TempDir
	private Path directory;
	private PatchFixture tree;
	private Map<String, String> before;

	@BeforeEach
	void tree() throws IOException {
		tree = new PatchFixture(directory).file("fs/a.c", "one\ntwo\nthree\n");
		Files.writeString(directory.resolve("secret"), "one\ntwo\nthree\n");
		before = tree.snapshot();
	}

	@AfterEach
	void nothingWasWritten() throws IOException {
		assertEquals(before, tree.snapshot());
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/../secret", "a/fs/../../secret", "../linux/secret", "a/..", "a/fs/..", "..", "a/x/../../../etc/passwd" })
	void namesThatLeadOut(String name) {
		assertRefused("--- " + name + "\n+++ " + name + "\n" + HUNK, 1, "leads out of the kernel tree");
		assertRefused("diff --git " + name + " " + name + "\n--- " + name + "\n+++ " + name + "\n" + HUNK, 2, "leads out of the kernel tree");
		assertRefused("diff --git a/fs/a.c b/b\nrename from fs/a.c\nrename to " + name + "\n", 3, "leads out of the kernel tree");
		assertRefused("diff --git a/fs/a.c b/b\ncopy from " + name + "\ncopy to fs/b.c\n", 2, "leads out of the kernel tree");
		assertRefused("diff --git " + name + " " + name + "\ndeleted file mode 100644\n", 3, "");
	}

	@Test
	void absoluteNames() {
		assertRefused("--- /etc/passwd\n+++ /etc/passwd\n" + HUNK, 1, "absolute: /etc/passwd");
		assertRefused("--- a//etc/passwd\n+++ b//etc/passwd\n" + HUNK, 1, "empty component");
		assertRefused("--- a/./fs/a.c\n+++ b/fs/a.c\n" + HUNK, 1, "'.'");
		assertRefused("--- a/fs/a.c\n+++ /etc/passwd\n" + HUNK, 2, "absolute");
	}

	@Test
	void namesWithUnprintableCharacters() {
		assertRefused("--- \"a/fs/\\000a.c\"\n+++ b/fs/a.c\n" + HUNK, 1, "\\x00");
		assertRefused("--- \"a/fs/a.c\\n\"\n+++ b/fs/a.c\n" + HUNK, 1, "\\x0a");
		assertRefused("--- \"a/fs/\\303\\244.c\"\n+++ b/fs/a.c\n" + HUNK, 1, "\\xc3\\xa4");
		assertRefused("--- \"a/fs/a.c\n+++ b/fs/a.c\n" + HUNK, 1, "quotes");
		assertRefused("--- a/" + "x".repeat(5000) + "\n+++ b/fs/a.c\n" + HUNK, 1, "longer than");
	}

	@Test
	void aNulAnywhere() {
		assertRefused("--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,3 +1,3 @@\n one\n-two\n+T\0WO\n three\n", 6, "NUL");
	}

	@ParameterizedTest
	@ValueSource(strings = { "new file mode 120000", "deleted file mode 120000", "new mode 120000", "index 1234..5678 120000" })
	void symbolicLinks(String header) {
		assertRefused("diff --git a/fs/l b/fs/l\n" + header + "\n--- /dev/null\n+++ b/fs/l\n@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n", 1, "symbolic link");
	}

	@Test
	void submodules() {
		assertRefused("diff --git a/fs/l b/fs/l\nnew file mode 160000\n--- /dev/null\n+++ b/fs/l\n@@ -0,0 +1 @@\n+Subproject commit 1\n", 1, "submodule");
	}

	@Test
	void linksInTheTree() throws IOException {
		Files.createSymbolicLink(tree.root.resolve("out"), directory);
		Files.createSymbolicLink(tree.root.resolve("fs/secret"), directory.resolve("secret"));
		before = tree.snapshot();
		assertRefused("--- a/out/secret\n+++ b/out/secret\n" + HUNK, 1, "out is a symbolic link");
		assertRefused("--- a/fs/secret\n+++ b/fs/secret\n" + HUNK, 1, "fs/secret is a symbolic link");
		assertRefused("--- /dev/null\n+++ b/out/new\n@@ -0,0 +1 @@\n+x\n", 1, "out is a symbolic link");
		assertRefused("diff --git a/out/secret b/fs/b.c\nrename from out/secret\nrename to fs/b.c\n", 1, "out is a symbolic link");
	}

	@Test
	void filesAndDirectoriesMistakenForEachOther() {
		assertRefused("--- a/fs\n+++ b/fs\n" + HUNK, 1, "fs is not a regular file");
		assertRefused("--- /dev/null\n+++ b/fs/a.c/b.c\n@@ -0,0 +1 @@\n+x\n", 1, "fs/a.c is a file in the kernel tree, not a directory");
	}

	@ParameterizedTest
	@CsvSource({ "'@@ -1,999999999 +1,999999999 @@', 'cut off'", "'@@ -1,3 +1,9999999999 @@', 'no hunk header'", "'@@ -1,2 +1,3 @@', 'other numbers of lines'",
			"'@@ -1,x +1,3 @@', 'no hunk header'", "'@@ -1,4 +1,4 @@', 'cut off'" })
	void hunkHeadersThatLie(String header, String message) {
		assertRefused("diff --git a/fs/a.c b/fs/a.c\n--- a/fs/a.c\n+++ b/fs/a.c\n" + HUNK.replace("@@ -1,3 +1,3 @@", header), -1, message);
	}

	@Test
	void aHunkThatIsLongerThanItsHeaderSays() {
		assertRefused("--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,2 +1,2 @@\n one\n-two\n+TWO\n+more\n", 7, "longer than its header says");
		assertRefused("--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,2 +1,2 @@\n one\n-two\n+TWO\n-three\n", 7, "longer than its header says");
	}

	@Test
	void truncatedPatches() {
		assertRefused("--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,3 +1,3 @@\n one\n-two\n", 5, "ends in the middle of the hunk that begins in line 3");
		assertRefused("diff --git a/fs/a.c b/fs/a.c\n--- a/fs/a.c\n+++ b/fs/a.c\n", 3, "not followed by a hunk");
		assertRefused("--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,3 +1,3 @@\n one\n-two\ndiff --git a/x b/x\n", 6, "no part of a hunk");
		assertRefused(HUNK, 1, "belongs to no file");
		assertRefused("--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,2 +1,2 @@\n one\n two\n", 3, "changes nothing");
	}

	@Test
	void whatIsNoUnifiedDiff() {
		assertRefused("just text\n", 0, "no unified diff");
		assertRefused("", 0, "no unified diff");
		assertRefused("diff --git a/x.bin b/x.bin\nindex 1..2\nGIT binary patch\nliteral 1\nIcmZPo000310RR91\n", 1, "binary file");
		assertRefused("diff --git a/x.bin b/x.bin\nindex 1..2 100644\nBinary files a/x.bin and b/x.bin differ\n", 1, "binary file");
		assertRefused("Binary files old/x.bin and new/x.bin differ\n", 1, "binary file");
		assertRefused("diff --cc fs/a.c\nindex 1,2..3\n--- a/fs/a.c\n+++ b/fs/a.c\n@@@ -1,1 -1,1 +1,1 @@@\n", 1, "merge");
		assertRefused("*** old/fs/a.c\n--- new/fs/a.c\n***************\n*** 1,3 ****\n", 1, "context diff");
	}

	@Test
	void namesWithoutADirectoryToTakeOff() {
		assertRefused("--- a.c\n+++ a.c\n" + HUNK, 1, "no leading directory");
		assertRefused("--- fs/a.c\n+++ fs/a.c\n" + HUNK, 1, "there is no a.c in the kernel tree; the names in the patch seem to lack a leading directory");
	}

	@Test
	void patchFilesThatCannotBeRead() {
		ChangeException missing = assertThrows(ChangeException.class, () -> tree.read(directory.resolve("none.patch")));
		assertTrue(missing.getMessage().contains("none.patch: there is no such patch file"), missing.getMessage());
		assertThrows(ChangeException.class, () -> tree.read(directory));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a/b", "../a", "-a", "a.b", "\u00e4", "a234567890a234567890a234567890a2345678901" })
	void namesOfPatchesThatCannotBe(String name) {
		assertThrows(ChangeException.class, () -> PatchReader.read(name, List.of(), tree.root, Cancellation.NEVER));
	}

	/** @param line where the fault is, -1 for anywhere */
	private void assertRefused(String patch, int line, String message) {
		ChangeException error = tree.refused(patch);
		assertTrue(error.getMessage().contains(message), error.getMessage());
		assertTrue(error.file().endsWith("the.patch"), error.file());
		if (line >= 0 && !message.isEmpty()) {
			assertEquals(line, error.line(), error.getMessage());
		}
	}
}
