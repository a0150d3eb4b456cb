package dev.livepatch.core.tests.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.process.Cancellation;

/** An author's project. */
class LivepatchProjectTest {
	private static final String PATCH = "--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1 +1 @@\n-one\n+ONE\n";
	@TempDir
	private Path directory;
	private PatchFixture tree;
	private Path project;

	@BeforeEach
	void project() throws IOException {
		tree = new PatchFixture(directory).file("fs/a.c", "one\n").file("fs/b.c", "two\n");
		project = Files.createDirectory(directory.toRealPath().resolve("my-fix"));
		put("livepatch.toml", "");
	}

	@Test
	void aDirectoryWithoutSettingsIsNoProject() {
		ChangeException error = assertThrows(ChangeException.class, () -> LivepatchProject.open(directory));
		assertTrue(error.getMessage().contains("it has no livepatch.toml"), error.getMessage());
	}

	@Test
	void changedFilesAreTheChange() throws IOException {
		put("src/fs/a.c", "ONE\u00e9\n");
		put("src/fs/b.c", "two\n");
		put("src/include/linux/new.h", "new\n");
		assertEquals(new ChangeSet("my-fix", List.of(new FileChange.Modified("fs/a.c", "one\n", "ONE\u00e9\n"), new FileChange.Added("include/linux/new.h", "new\n")), List.of()),
				change());
	}

	@Test
	void lineEndsAreBytesLikeOthers() throws IOException {
		put("src/fs/a.c", "one\r\n");
		assertEquals(List.of(new FileChange.Modified("fs/a.c", "one\n", "one\r\n")), change().files());
	}

	@Test
	void whatEditorsLeaveIsNoChange() throws IOException {
		for (String name : List.of("fs/.a.c.swp", "fs/a.c~", "fs/#a.c#", "fs/a.c.orig", "fs/a.c.rej", ".git/config", "fs/.#a.c")) {
			put("src/" + name, "x\n");
		}
		assertEquals(List.of(), change().files());
	}

	@Test
	void withoutSourcesTheProjectsOwnPatchIsTheChange() throws IOException {
		put("other.patch", "not read");
		put("my-fix.patch", PATCH);
		assertEquals(List.of(new FileChange.Modified("fs/a.c", "one\n", "ONE\n")), change().files());
		assertEquals(project.resolve("my-fix.patch"), LivepatchProject.open(project).patchFile());
	}

	@Test
	void withoutSourcesTheOnlyPatchIsTheChange() throws IOException {
		put("0001-from-the-list.patch", PATCH);
		assertEquals(1, change().files().size());
		put("0002-another.patch", PATCH);
		assertRefused("several patches and none is named my-fix.patch: 0001-from-the-list.patch, 0002-another.patch");
	}

	@Test
	void sourcesGoBeforeThePatchMadeFromThem() throws IOException {
		put("my-fix.patch", PATCH);
		Files.createDirectory(project.resolve("src"));
		assertEquals(List.of(), change().files());
	}

	@Test
	void aProjectThatChangesNothingSaysSo() {
		assertRefused("neither a src directory nor my-fix.patch");
	}

	@Test
	void linksThatLeadOutAreRefused() throws IOException {
		Files.writeString(directory.resolve("secret"), "x");
		put("src/fs/b.c", "TWO\n");
		Path link = Files.createSymbolicLink(project.resolve("src/fs/a.c"), Path.of("../../../secret"));
		assertRefused("src/fs/a.c: this link leads out of the project");
		Files.delete(link);
		Files.createSymbolicLink(link, directory);
		assertRefused("leads out of the project");
		Files.delete(link);
		Files.createSymbolicLink(link, Path.of("nowhere"));
		assertRefused("leads nowhere");
		Files.delete(link);
		Files.createSymbolicLink(link, Path.of("../fs"));
		assertRefused("leads to a directory");
		Files.delete(link);
		put("kept/a.c", "ONE\n");
		Files.createSymbolicLink(link, Path.of("../../kept/a.c"));
		assertEquals(2, change().files().size());
	}

	@Test
	void sourcesThatAreALinkOutOfTheProjectAreRefused() throws IOException {
		Files.createSymbolicLink(project.resolve("src"), tree.root);
		assertRefused("src: this is not a directory of the project");
	}

	@Test
	void pathsThatAreLinksInTheKernelAreRefused() throws IOException {
		Files.createSymbolicLink(tree.root.resolve("link"), Path.of("fs"));
		put("src/link/a.c", "ONE\n");
		assertRefused("src/link/a.c: link is a symbolic link in the kernel tree");
	}

	@Test
	void aFileInPlaceOfADirectoryIsRefused() throws IOException {
		put("src/fs", "x");
		assertRefused("src/fs: fs is not a regular file");
	}

	@Test
	void probesAreThePatternsMatchesSorted() throws IOException {
		put("verify/b.sh", "");
		put("verify/a.sh", "");
		put("verify/notes.txt", "");
		put("verify/deep/c.sh", "");
		assertEquals(List.of("verify/a.sh", "verify/b.sh"), probes());
		put("livepatch.toml", "[verify]\nprobes = ['verify/**.sh', 'missing.sh']\n");
		assertEquals(List.of("missing.sh", "verify/a.sh", "verify/b.sh", "verify/deep/c.sh"), probes());
		put("livepatch.toml", "[verify]\nprobes = []\n");
		assertEquals(List.of(), probes());
	}

	@Test
	void readingCanBeCancelled() throws IOException {
		put("src/fs/a.c", "ONE\n");
		LivepatchProject opened = LivepatchProject.open(project);
		assertThrows(CancellationException.class, () -> opened.change(tree.root, () -> true));
	}

	private List<String> probes() throws IOException {
		return LivepatchProject.open(project).probes().stream().map(p -> project.relativize(p).toString()).toList();
	}

	private ChangeSet change() throws IOException {
		return LivepatchProject.open(project).change(tree.root, Cancellation.NEVER);
	}

	private void assertRefused(String message) {
		ChangeException error = assertThrows(ChangeException.class, this::change);
		assertTrue(error.getMessage().contains(message), error.getMessage());
	}

	private void put(String path, String text) throws IOException {
		Path file = project.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text, StandardCharsets.ISO_8859_1);
	}
}
