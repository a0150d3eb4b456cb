package dev.livepatch.core.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.FilePatch;
import dev.livepatch.core.exchange.Commit;
import dev.livepatch.core.exchange.CommitQuery;
import dev.livepatch.core.exchange.GitClone;
import dev.livepatch.core.exchange.Series;
import dev.livepatch.core.process.Cancellation;

/** Commits of a repository as patches. */
class GitCloneTest {
	@TempDir
	private Path directory;
	private GitFixture repository;
	private GitClone clone;
	private String first;

	@BeforeEach
	void repository() throws IOException {
		repository = new GitFixture(directory.toRealPath().resolve("linux")).file("fs/a.c", GitFixture.lines(1, 20)).file("mm/b.c", "x\n");
		first = repository.commit("start");
		clone = GitClone.open(repository.root.resolve("fs"), Cancellation.NEVER);
	}

	@Test
	void whatIsNoRepositoryIsSaidSo() throws IOException {
		assertEquals(repository.root, clone.directory());
		Path other = Files.createDirectory(directory.resolve("other"));
		String message = assertThrows(IOException.class, () -> GitClone.open(other, Cancellation.NEVER)).getMessage();
		assertTrue(message.contains("not a git repository") && message.contains("choose a directory"), message);
		assertTrue(assertThrows(IOException.class, () -> GitClone.open(directory.resolve("none"), Cancellation.NEVER)).getMessage().contains("is not a directory"));
		GitFixture.run(directory, List.of("git", "clone", "-q", "--bare", repository.root.toString(), "bare.git"));
		assertEquals(1, GitClone.open(directory.resolve("bare.git"), Cancellation.NEVER).commits(CommitQuery.ALL, 0, 10, Cancellation.NEVER).size());
	}

	@Test
	void commitsArePagedAndFiltered() throws IOException {
		for (int i = 0; i < 7; i++) {
			repository.file("fs/a.c", GitFixture.lines(1, 21 + i)).commit("fs: step " + i + "\n\nWords.");
		}
		String fix = repository.file("mm/b.c", "y\n").commit("mm: [x86] mend *it*\n\nFixes: " + first.substring(0, 12) + " (\"start\")");
		assertEquals(List.of("mm: [x86] mend *it*", "fs: step 6", "fs: step 5"), subjects(CommitQuery.ALL, 0, 3));
		assertEquals(List.of("fs: step 0", "start"), subjects(CommitQuery.ALL, 7, 3));
		assertEquals(List.of("fs: step 3"), subjects(new CommitQuery("STEP 3", "", "", "", ""), 0, 9));
		assertEquals(List.of("mm: [x86] mend *it*"), subjects(new CommitQuery("[x86] mend *", "", "", "", ""), 0, 9), "the text is no expression");
		assertEquals(List.of("mm: [x86] mend *it*", "start"), subjects(new CommitQuery("", "", "mm", "", ""), 0, 9));
		List<String> ids = clone.commits(CommitQuery.ALL, 0, 4, Cancellation.NEVER).stream().map(Commit::id).toList();
		assertEquals(ids.reversed(), clone.ordered(ids.reversed(), Cancellation.NEVER), "made in the same second");
		assertEquals(List.of(), subjects(new CommitQuery("", "", "m*", "", ""), 0, 9), "the path is no pattern");
		assertEquals(List.of("start"), subjects(new CommitQuery("", "", "", first, ""), 0, 9));
		assertEquals(7, subjects(new CommitQuery("", "", "", first + ".." + fix + "^", ""), 0, 9).size());
		assertEquals(List.of("mm: [x86] mend *it*"), subjects(new CommitQuery("", "", "", "", first), 0, 9));
		assertEquals(List.of(), subjects(new CommitQuery("step", "", "", "", first), 0, 9), "all that is asked for must be there");
		assertEquals(9, subjects(new CommitQuery("", "m\u00fcller", "", "", ""), 0, 99).size());
		assertEquals(GitFixture.AUTHOR, clone.commits(CommitQuery.ALL, 0, 1, Cancellation.NEVER).getFirst().author());
		assertTrue(assertThrows(IOException.class, () -> subjects(new CommitQuery("", "", "", "nothing..v6.1", ""), 0, 9)).getMessage().contains("nothing..v6.1"));
	}

	@Test
	void aRangeIsNeverAnOption() {
		Path trap = directory.resolve("trap");
		assertThrows(IOException.class, () -> subjects(new CommitQuery("", "", "", "--output=" + trap, ""), 0, 9));
		assertFalse(Files.exists(trap));
		assertThrows(IOException.class, () -> clone.patches(List.of("--output=" + trap), Cancellation.NEVER));
		assertFalse(Files.exists(trap));
		assertThrows(IllegalArgumentException.class, () -> clone.blob("--batch", Cancellation.NEVER));
	}

	@Test
	void commitsBecomePatchesWhateverTheUserHasConfigured() throws IOException {
		String one = repository.file("fs/a.c", GitFixture.lines(1, 20).replace("line 9\n", "LINE 9\n")).commit("fs: \u00e4ndern\n\nW\u00f6rter.\n\nSigned-off-by: A <a@b>");
		String two = repository.file("fs/new.c", "n\n").commit("fs: new");
		Series series = clone.patches(List.of(one, two.substring(0, 12)), Cancellation.NEVER);
		assertEquals(List.of("fs: \u00e4ndern", "fs: new"), series.patches().stream().map(p -> p.message().subject()).toList());
		assertEquals("W\u00f6rter.\n\nSigned-off-by: A <a@b>", series.patches().getFirst().message().body());
		assertEquals(Optional.of(one), series.patches().getFirst().message().commit());
		assertEquals(Optional.of(two), series.patches().get(1).message().commit());
		FilePatch file = series.patches().getFirst().files().getFirst();
		assertEquals("fs/a.c", file.path());
		assertEquals(GitFixture.lines(1, 20), clone.blob(file.oldBlob().orElseThrow(), Cancellation.NEVER).orElseThrow());
		assertEquals(Optional.empty(), clone.blob("0123456789", Cancellation.NEVER));
		assertTrue(series.patches().get(1).files().getFirst().oldName().isEmpty());
		assertTrue(clone.show(one, Cancellation.NEVER).contains("+LINE 9"));
	}

	@Test
	void mergesAndEmptyCommitsAreRefused() throws IOException {
		String empty = repository.commit("nothing");
		repository.git("checkout", "-q", "-b", "side", first);
		repository.file("mm/b.c", "side\n").commit("side");
		repository.git("checkout", "-q", "main");
		repository.git("merge", "-q", "--no-ff", "-m", "merge it", "side");
		Commit merge = clone.commits(CommitQuery.ALL, 0, 1, Cancellation.NEVER).getFirst();
		assertTrue(merge.merge());
		assertTrue(refused(merge.id()).contains("this is a merge, which has no patch of its own"));
		assertTrue(refused(empty).contains("the commit changes nothing"));
		assertTrue(refused("0123456789ab").contains("there is no commit 0123456789ab"));
	}

	@Test
	void renamesModesAndBinariesAreWhatTheyAre() throws IOException {
		repository.git("mv", "mm/b.c", "mm/c.c");
		FilePatch rename = clone.patches(List.of(repository.commit("mv")), Cancellation.NEVER).patches().getFirst().files().getFirst();
		assertEquals(FilePatch.Kind.RENAME, rename.kind());
		assertEquals("mm/c.c", rename.path());
		Files.setPosixFilePermissions(repository.root.resolve("mm/c.c"), PosixFilePermissions.fromString("rwxr-xr-x"));
		FilePatch mode = clone.patches(List.of(repository.commit("chmod")), Cancellation.NEVER).patches().getFirst().files().getFirst();
		assertTrue(mode.hunks().isEmpty() && mode.remarks().getFirst().contains("file mode 100755"), mode.toString());
		Files.write(repository.root.resolve("logo.bin"), new byte[] { 0, 1, 2, 0 });
		assertTrue(refusal(repository.commit("logo")).contains("binary file"));
		Files.createSymbolicLink(repository.root.resolve("link"), Path.of("/etc/passwd"));
		assertTrue(refusal(repository.commit("link")).contains("symbolic link"));
	}

	@Test
	void commitsAreNamedAsGitNamesThem() throws IOException {
		List<String> some = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			some.add(repository.file("mm/b.c", "text " + i).commit("named " + i));
		}
		assertEquals(some, clone.named(some.getFirst() + "~1..HEAD", Cancellation.NEVER));
		assertEquals(some.subList(1, 2), clone.named("HEAD~1", Cancellation.NEVER), "one commit is not its history");
		assertTrue(assertThrows(IOException.class, () -> clone.named("HEAD..HEAD~1", Cancellation.NEVER)).getMessage().contains("names no commit"));
		assertTrue(assertThrows(IOException.class, () -> clone.named("--all", Cancellation.NEVER)).getMessage().contains("does not know the commits --all"));
	}

	private String refusal(String commit) throws IOException {
		return clone.patches(List.of(commit), Cancellation.NEVER).patches().getFirst().files().getFirst().refusal().orElseThrow();
	}

	private String refused(String commit) {
		return assertThrows(IOException.class, () -> clone.patches(List.of(commit), Cancellation.NEVER)).getMessage();
	}

	private List<String> subjects(CommitQuery query, int skip, int count) throws IOException {
		return clone.commits(query, skip, count, Cancellation.NEVER).stream().map(Commit::subject).toList();
	}
}
