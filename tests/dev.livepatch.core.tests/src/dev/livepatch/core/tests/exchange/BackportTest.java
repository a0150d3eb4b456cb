package dev.livepatch.core.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.Decisions;
import dev.livepatch.core.exchange.FileResult;
import dev.livepatch.core.exchange.GitClone;
import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.core.exchange.PatchFiles;
import dev.livepatch.core.exchange.Series;
import dev.livepatch.core.exchange.ThreeWay;
import dev.livepatch.core.process.Cancellation;

/** Hunks on their way into another kernel. */
class BackportTest {
	@TempDir
	private Path directory;
	private Path kernel;
	private GitFixture upstream;
	private final List<String> commits = new ArrayList<>();
	private Optional<GitClone> clone = Optional.empty();
	private ChangeSet present = new ChangeSet("fix", List.of(), List.of());

	@BeforeEach
	void trees() throws IOException {
		kernel = Files.createDirectories(directory.toRealPath().resolve("kernel"));
		upstream = new GitFixture(directory.toRealPath().resolve("upstream")).file("fs/a.c", GitFixture.lines(1, 60));
		upstream.commit("start");
	}

	@Test
	void stateOfEachHunk() throws IOException {
		String after = GitFixture.lines(1, 60).replace("line 5\n", "five\n").replace("line 20\n", "twenty\n").replace("line 35\n", "thirtyfive\n").replace("line 50\n", "fifty\n");
		upstream("change", after);
		kernel("fs/a.c", ("intro\n" + GitFixture.lines(1, 60)).replace("line 17\n", "seventeen\n").replace("line 35\n", "thirtyfive\n").replace("line 49\n", "49\n"));
		FileResult file = only(fit(Decisions.NONE));
		assertEquals("fs/a.c", file.path());
		HunkState.Applied moved = assertInstanceOf(HunkState.Applied.class, state(file, 0));
		assertEquals(1, moved.moved());
		assertEquals(6, moved.line());
		assertEquals(1, assertInstanceOf(HunkState.Applied.class, state(file, 1)).fuzz());
		assertInstanceOf(HunkState.Present.class, state(file, 2));
		HunkState.Conflict conflict = assertInstanceOf(HunkState.Conflict.class, state(file, 3));
		assertTrue(conflict.reason().contains("line 50 is '49', the patch expects 'line 49'"), conflict.reason());
		assertEquals(new HunkState.Region(47, 7, List.of(), List.of(), false), new HunkState.Region(conflict.region().start(), conflict.region().count(), List.of(), List.of(), false));
		assertTrue(file.text().orElseThrow().contains("twenty\n") && file.text().orElseThrow().contains("line 50\n"));
		assertTrue(file.open());
		FileResult.Sides sides = file.sides(file.text().orElseThrow(), conflict.region());
		assertEquals(file.text().orElseThrow().replace("49\n", "line 49\n"), sides.ancestor());
		assertEquals(file.text().orElseThrow().replace("49\n", "line 49\n").replace("line 50\n", "fifty\n"), sides.wanted());
	}

	@Test
	void aConflictIsResolvedByTheAuthorsText() throws IOException {
		upstream("change", GitFixture.lines(1, 60).replace("line 20\n", "twenty\n"));
		kernel("fs/a.c", GitFixture.lines(1, 60).replace("line 19\n", "nineteen\n"));
		Backport before = fit(Decisions.NONE);
		assertFalse(before.complete());
		String mine = kernelText().replace("line 20\n", "twenty mine\n");
		Decisions decisions = Decisions.NONE.resolve(only(before), 0, mine);
		Backport after = fit(decisions);
		assertTrue(after.complete());
		assertInstanceOf(HunkState.Resolved.class, state(only(after), 0));
		assertEquals(List.of(new FileChange.Modified("fs/a.c", kernelText(), mine)), after.change().files());
		assertEquals("[ backport to 6.1: conflicts resolved in fs/a.c ]", after.patches().getFirst().backportNote("6.1").orElseThrow());
	}

	@Test
	void aBinaryFileIsLeftOutAndTheRestFits() throws IOException {
		Files.createDirectories(upstream.root);
		Files.write(upstream.root.resolve("logo.bin"), new byte[] { 0, 1, 2, 0 });
		upstream("change", GitFixture.lines(1, 60).replace("line 20\n", "twenty\n"));
		kernel("fs/a.c", GitFixture.lines(1, 60));
		Backport before = fit(Decisions.NONE);
		FileResult logo = before.patches().getFirst().files().getLast();
		assertEquals("logo.bin", logo.path());
		assertTrue(assertInstanceOf(HunkState.Refused.class, logo.refusal().orElseThrow()).reason().contains("binary file"));
		assertFalse(before.complete());
		Backport after = fit(Decisions.NONE.leave(logo));
		assertTrue(after.complete());
		assertEquals(List.of("fs/a.c"), after.change().files().stream().map(FileChange::path).toList());
		assertEquals("[ backport to 6.1: hunks left out of logo.bin ]", after.patches().getFirst().backportNote("6.1").orElseThrow());
	}

	@Test
	void aHunkIsDroppedAndNothingElse() throws IOException {
		upstream("change", GitFixture.lines(1, 60).replace("line 20\n", "twenty\n").replace("line 40\n", "forty\n"));
		kernel("fs/a.c", GitFixture.lines(1, 60).replace("line 19\n", "nineteen\n"));
		Backport before = fit(Decisions.NONE);
		Backport dropped = fit(Decisions.NONE.drop(only(before), 0));
		assertTrue(dropped.complete());
		assertEquals(kernelText().replace("line 40\n", "forty\n"), dropped.change().files().getFirst().patched().orElseThrow());
		assertEquals("[ backport to 6.1: hunks left out of fs/a.c ]", dropped.patches().getFirst().backportNote("6.1").orElseThrow());
		Decisions both = Decisions.NONE.drop(only(before), 0);
		both = both.drop(only(fit(both)), 1);
		assertEquals(List.of(), fit(both).change().files(), "a hunk that fits can be left out too");
		assertFalse(fit(both.reset(only(fit(both)))).complete());
	}

	@Test
	void laterPatchesAreFittedToWhatTheAuthorDecided() throws IOException {
		String first = GitFixture.lines(1, 60).replace("line 20\n", "twenty\n");
		upstream("one", first);
		upstream("two", first.replace("twenty\n", "twenty\nand a half\n"));
		kernel("fs/a.c", GitFixture.lines(1, 60).replace("line 19\n", "nineteen\n").replace("line 21\n", "21\n"));
		Backport before = fit(Decisions.NONE);
		assertTrue(before.patches().stream().allMatch(p -> p.open()));
		String mine = kernelText().replace("nineteen\nline 20\n21\n", "line 19\ntwenty\nline 21\n");
		Decisions decisions = Decisions.NONE.resolve(only(before), 0, mine);
		Backport after = fit(decisions);
		assertTrue(after.complete(), after.toString());
		assertEquals(mine.replace("twenty\n", "twenty\nand a half\n"), after.change().files().getFirst().patched().orElseThrow());
		assertEquals(List.of(new FileChange.Modified("fs/a.c", mine, mine.replace("twenty\n", "twenty\nand a half\n"))), after.patches().get(1).change("x").files());
		Decisions later = decisions.edit(after.patches().get(1).files().getFirst(), "all else\n");
		assertEquals("all else\n", fit(later).change().files().getFirst().patched().orElseThrow());
		assertEquals(Optional.empty(), later.drop(only(fit(later)), 0).of(after.patches().get(1).files().getFirst().key()).text(),
				"what was edited on a text that is gone is forgotten");
	}

	@Test
	void gitMergesWhatTheContextForbids() throws IOException {
		upstream("change", GitFixture.lines(1, 60).replace("line 20\n", "twenty\n").replace("line 24\n", "twentyfour\n").replace("line 40\n", "forty\n"));
		kernel("fs/a.c", "new\nat\nthe\ntop\n" + GitFixture.lines(1, 60).replace("line 22\n", "22\n").replace("line 40\n", "vierzig\n"));
		assertEquals(2, only(fit(Decisions.NONE)).hunks().stream().filter(h -> h.state().open()).count());
		clone = Optional.of(GitClone.open(upstream.root, Cancellation.NEVER));
		FileResult file = only(fit(Decisions.NONE));
		assertInstanceOf(HunkState.Merged.class, state(file, 0));
		assertEquals(kernelText().replace("line 20\n", "twenty\n").replace("line 24\n", "twentyfour\n"), file.text().orElseThrow());
		HunkState.Conflict conflict = assertInstanceOf(HunkState.Conflict.class, state(file, 1));
		assertEquals(new HunkState.Region(43, 1, List.of("line 40\n"), List.of("forty\n"), true), conflict.region());
		FileResult.Sides sides = file.sides(file.text().orElseThrow(), conflict.region());
		assertEquals(file.text().orElseThrow().replace("vierzig", "forty"), sides.wanted());
	}

	@Test
	void aMissingFileMayBeCalledOtherwiseHere() throws IOException {
		upstream("change", GitFixture.lines(1, 60).replace("line 20\n", "twenty\n"));
		kernel("fs/old/a.c", GitFixture.lines(1, 60));
		kernel("mm/a.c", "other\n");
		Backport before = fit(Decisions.NONE);
		FileResult file = only(before);
		assertTrue(assertInstanceOf(HunkState.Refused.class, file.refusal().orElseThrow()).missing());
		assertEquals(List.of("fs/old/a.c", "mm/a.c"), file.candidates());
		assertFalse(before.complete());
		Backport redirected = fit(Decisions.NONE.redirect(file, "fs/old/a.c"));
		assertTrue(redirected.complete());
		assertEquals("fs/old/a.c", redirected.change().files().getFirst().path());
		Backport left = fit(Decisions.NONE.leave(file));
		assertTrue(left.complete() && left.change().files().isEmpty());
	}

	@Test
	void filesThatStandInTheWayCanOnlyBeLeftOut() throws IOException {
		Series series = series("--- /dev/null\n+++ b/fs/new.c\n@@ -0,0 +1,1 @@\n+mine\n", "diff --git a/fs/a.c b/fs/a.c\ndeleted file mode 100644\n--- a/fs/a.c\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-1\n-2\n",
				"--- /dev/null\n+++ b/fs/same.c\n@@ -0,0 +1,1 @@\n+same\n");
		kernel("fs/new.c", "theirs\n");
		kernel("fs/a.c", "1\n2\n3\n");
		kernel("fs/same.c", "same\n");
		Backport backport = Backport.of(target(), series, Decisions.NONE, new ThreeWay(clone), Cancellation.NEVER);
		List<FileResult> files = backport.patches().stream().map(p -> p.files().getFirst()).toList();
		assertFalse(assertInstanceOf(HunkState.Refused.class, files.get(0).refusal().orElseThrow()).missing());
		assertInstanceOf(HunkState.Refused.class, files.get(1).refusal().orElseThrow());
		assertInstanceOf(HunkState.Present.class, files.get(2).refusal().orElseThrow());
		assertFalse(files.get(2).open());
		assertEquals(List.of(), backport.change().files());
	}

	@Test
	void theProjectsOwnChangeComesFirst() throws IOException {
		upstream("change", GitFixture.lines(1, 60).replace("line 20\n", "twenty\n"));
		kernel("fs/a.c", GitFixture.lines(1, 60));
		String mine = GitFixture.lines(1, 60).replace("line 40\n", "mine\n");
		present = new ChangeSet("fix", List.of(new FileChange.Modified("fs/a.c", kernelText(), mine), new FileChange.Added("fs/b.c", "b\n")), List.of());
		Backport backport = fit(Decisions.NONE);
		assertEquals(List.of(new FileChange.Modified("fs/a.c", kernelText(), mine.replace("line 20\n", "twenty\n")), new FileChange.Added("fs/b.c", "b\n")), backport.change().files());
	}

	@Test
	void whatLooksMostLikeTheHunkIsShown() throws IOException {
		String function = "int f(int a)\n{\n\tint ret = lookup(a);\n\n\tif (ret)\n\t\treturn ret;\n\treturn finish(a);\n}\n";
		String other = GitFixture.lines(1, 30) + function.replace("f(int", "g(int").replace("finish", "begin") + GitFixture.lines(31, 40);
		upstream.file("fs/a.c", other + function);
		upstream.commit("base");
		upstream("change", other + function.replace("\treturn finish(a);", "\tif (a < 0)\n\t\treturn -EINVAL;\n\treturn finish(a);"));
		kernel("fs/a.c", "x\n" + other);
		FileResult file = only(fit(Decisions.NONE));
		HunkState.Conflict conflict = assertInstanceOf(HunkState.Conflict.class, state(file, 0));
		String wanted = file.sides(file.text().orElseThrow(), conflict.region()).wanted();
		assertEquals("x\n" + other.replace("\treturn begin(a);", "\tif (a < 0)\n\t\treturn -EINVAL;\n\treturn finish(a);"), wanted, "g() has the lines that f() has no more");
	}

	private Backport fit(Decisions decisions) throws IOException {
		Series series = GitClone.open(upstream.root, Cancellation.NEVER).patches(commits, Cancellation.NEVER);
		return Backport.of(target(), series, decisions, new ThreeWay(clone), Cancellation.NEVER);
	}

	private Backport.Target target() throws IOException {
		try (var files = Files.walk(kernel)) {
			return new Backport.Target(kernel, present, files.filter(Files::isRegularFile).map(f -> kernel.relativize(f).toString()).sorted().toList());
		}
	}

	private Series series(String... patches) throws IOException {
		List<Path> files = new ArrayList<>();
		for (String patch : patches) {
			files.add(Files.writeString(directory.resolve(files.size() + ".patch"), patch));
		}
		return PatchFiles.read(files, Cancellation.NEVER);
	}

	private void upstream(String message, String text) throws IOException {
		commits.add(upstream.file("fs/a.c", text).commit(message));
	}

	private void kernel(String path, String text) throws IOException {
		Files.createDirectories(kernel.resolve(path).getParent());
		Files.writeString(kernel.resolve(path), text, StandardCharsets.ISO_8859_1);
	}

	private String kernelText() throws IOException {
		return Files.readString(kernel.resolve("fs/a.c"), StandardCharsets.ISO_8859_1);
	}

	private static FileResult only(Backport backport) {
		return backport.patches().getFirst().files().getFirst();
	}

	private static HunkState state(FileResult file, int hunk) {
		return file.hunks().get(hunk).state();
	}
}
