package dev.livepatch.core.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.CommitMessage;
import dev.livepatch.core.exchange.Decisions;
import dev.livepatch.core.exchange.GitClone;
import dev.livepatch.core.exchange.Import;
import dev.livepatch.core.exchange.KeptSeries;
import dev.livepatch.core.exchange.KpatchBundle;
import dev.livepatch.core.exchange.PatchExport;
import dev.livepatch.core.exchange.PatchExport.Signature;
import dev.livepatch.core.exchange.PatchFiles;
import dev.livepatch.core.exchange.Series;
import dev.livepatch.core.exchange.SeriesPatch;
import dev.livepatch.core.exchange.ThreeWay;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** What leaves a project says what is in it: judged by patch, git and our own reader. */
class PatchExportTest {
	private static final String ME = "B\u00e9a Dupont <bea@example.org>";
	private static final Signature SIGNED = new Signature(ME, true, true);
	private static final ZonedDateTime NOW = ZonedDateTime.parse("2024-02-03T04:05:06+01:00");
	@TempDir
	private Path directory;
	private Path tree;
	private ChangeSet change;

	@BeforeEach
	void tree() throws IOException {
		tree = Files.createDirectories(directory.toRealPath().resolve("tree"));
		write("fs/a.c", GitFixture.lines(1, 40) + "\u00e9 no line end");
		write("fs/gone.c", "gone\n");
		write("fs/old.c", GitFixture.lines(1, 9));
		change = new ChangeSet("my-fix", List.of(
				new FileChange.Modified("fs/a.c", read("fs/a.c"), read("fs/a.c").replace("line 3\n", "three\n").replace("line 30\n", "").replace("no line end", "a line end\n")),
				new FileChange.Deleted("fs/gone.c", "gone\n"), new FileChange.Added("fs/new.c", "new\n"),
				new FileChange.Renamed("fs/renamed.c", "fs/old.c", read("fs/old.c"), read("fs/old.c").replace("line 5\n", "five\n"))), List.of());
	}

	@Test
	void patchAndGitTakeItAndGiveTheSameFiles() throws IOException {
		CommitMessage message = new CommitMessage("", "", "fs: \u00fcber-long subject which goes on and on until no mail program would leave it in one line",
				"W\u00f6rds.\n\ndiff looks like a diff\n---\n--- and so on\nFrom here on", Optional.empty());
		Path patch = PatchExport.squashed(change, message, SIGNED, NOW).write(directory.resolve("out"), tree, change, Cancellation.NEVER).getFirst();
		assertEquals("my-fix.patch", patch.getFileName().toString());
		for (List<String> tool : List.of(List.of("patch", "-p1", "-N", "-F0", "-i", patch.toString()), List.of("git", "apply", patch.toString()))) {
			Path copy = copy(tool.getFirst());
			GitFixture.run(copy, tool);
			for (FileChange file : change.files()) {
				file.originalPath().filter(p -> !p.equals(file.path()) || file.patched().isEmpty()).ifPresent(p -> assertFalse(Files.exists(copy.resolve(p)), tool + " " + p));
				if (file.patched().isPresent()) {
					assertEquals(file.patched().get(), Files.readString(copy.resolve(file.path()), StandardCharsets.ISO_8859_1), tool + " " + file.path());
				}
			}
		}
		GitFixture repository = new GitFixture(copy("am"));
		repository.commit("start");
		repository.git("am", "-q", patch.toString());
		assertEquals(ME + "\n" + message.subject() + "\nSat, 3 Feb 2024 04:05:06 +0100\n", repository.git("log", "-1", "--format=%an <%ae>%n%s%n%aD"));
		assertTrue(repository.git("log", "-1", "--format=%b").strip().endsWith("From here on\n\nSigned-off-by: " + ME));
		assertTrue(Files.readString(patch, StandardCharsets.ISO_8859_1).contains("\n fs/a.c                   | 5 ++---\n"), Files.readString(patch, StandardCharsets.ISO_8859_1));
		assertTrue(Files.readString(patch, StandardCharsets.ISO_8859_1).contains("\nFrom: =?UTF-8?q?B=C3=A9a=20Dupont?= <bea@example.org>\n"), "as RFC 2047 wants it");
		assertTrue(Files.readString(patch, StandardCharsets.ISO_8859_1).contains("\n 4 files changed, 4 insertions(+), 5 deletions(-)\n"), Files.readString(patch, StandardCharsets.ISO_8859_1));
	}

	@Test
	void exportAndImportGiveTheSameChange() throws IOException {
		CommitMessage message = new CommitMessage("Original Author <o@example.org>", "Fri, 2 Feb 2024 01:02:03 +0000", "fs: mend", "Words.\n\nReviewed-by: R <r@example.org>", Optional.of("a".repeat(40)));
		Path patch = PatchExport.squashed(change, message, SIGNED, NOW).write(directory.resolve("out"), tree, change, Cancellation.NEVER).getFirst();
		Series series = PatchFiles.read(List.of(patch), Cancellation.NEVER);
		Backport backport = fit(series);
		assertEquals(change.files(), backport.change().files());
		CommitMessage back = series.patches().getFirst().message();
		assertEquals("Original Author <o@example.org>", back.author());
		assertEquals("Words.\n\nReviewed-by: R <r@example.org>\n(cherry picked from commit " + "a".repeat(40) + ")\nSigned-off-by: " + ME, back.body());
		Path again = PatchExport.squashed(backport.change(), back, SIGNED, NOW).write(directory.resolve("again"), tree, backport.change(), Cancellation.NEVER).getFirst();
		assertEquals(-1, Files.mismatch(patch, again), "nothing is said twice");
	}

	@Test
	void whatAnImportWritesIsReadAgain() throws IOException {
		GitFixture upstream = new GitFixture(copy("upstream"));
		upstream.commit("start");
		upstream.file("fs/new.c", "n\n");
		String commit = upstream.commit("fs: n\u00f6w\n\nWords.\n\nSigned-off-by: " + GitFixture.AUTHOR);
		Series series = GitClone.open(upstream.root, Cancellation.NEVER).patches(List.of(commit), Cancellation.NEVER);
		Import imported = Import.of(series, fit(series), true, "6.1", true);
		LivepatchProject project = project(imported, Optional.empty());
		assertEquals(series.patches().getFirst().message(), PatchExport.message(project));
		assertEquals(imported.change().files(), project.change(tree, Cancellation.NEVER).files());
		assertFalse(KeptSeries.isIn(project));
		assertEquals("what it mends", PatchExport.message(project(new Import(imported.change(), CommitMessage.NONE, "", java.util.Map.of()), Optional.of("what it mends"))).subject());
	}

	@Test
	void aSeriesIsExportedAsItWasImportedAndWhatCameAfterwards() throws IOException {
		GitFixture upstream = new GitFixture(copy("upstream"));
		upstream.commit("start");
		String one = upstream.file("fs/a.c", read("fs/a.c").replace("line 3\n", "three\n")).commit("fs: one");
		String two = upstream.file("fs/a.c", read("fs/a.c").replace("line 3\n", "drei\n")).file("fs/new.c", "n\n").commit("fs: two / 2..3");
		Series series = GitClone.open(upstream.root, Cancellation.NEVER).patches(List.of(one, two), Cancellation.NEVER);
		Import imported = Import.of(series, fit(series), true, "6.1", true);
		LivepatchProject project = project(imported, Optional.empty());
		ChangeSet own = new ChangeSet("my-fix", List.of(new FileChange.Modified("fs/a.c", read("fs/a.c"), read("fs/a.c").replace("line 3\n", "drei\n").replace("line 9\n", "neun\n")),
				new FileChange.Added("fs/new.c", "n\n")), List.of());
		PatchExport export = PatchExport.series(project, tree, own, PatchExport.message(project), SIGNED, NOW, Cancellation.NEVER);
		assertEquals(List.of("0001-fs-one.patch", "0002-fs-two-2.3.patch", "0003-fs-one-further-changes.patch"), export.patches().stream().map(PatchExport.Exported::name).toList());
		export.write(directory.resolve("out"), tree, own, Cancellation.NEVER);
		Series back = PatchFiles.read(List.of(directory.resolve("out/series")), Cancellation.NEVER);
		assertEquals(own.files(), fit(back).change().files());
		assertEquals(List.of("fs: one", "fs: two / 2..3", "fs: one: further changes"), back.patches().stream().map(SeriesPatch::title).toList());
		assertTrue(Files.readString(directory.resolve("out/0002-fs-two-2.3.patch")).contains("Subject: [PATCH 2/3] fs: two / 2..3\n"));
		GitFixture repository = new GitFixture(copy("am"));
		repository.commit("start");
		repository.git("am", "-q", directory.resolve("out/0001-fs-one.patch").toString(), directory.resolve("out/0002-fs-two-2.3.patch").toString(),
				directory.resolve("out/0003-fs-one-further-changes.patch").toString());
		assertEquals(own.files().getFirst().patched().orElseThrow(), Files.readString(repository.root.resolve("fs/a.c"), StandardCharsets.ISO_8859_1));
	}

	@Test
	void aSeriesThatNoLongerFitsIsNotExported() throws IOException {
		LivepatchProject none = project(new Import(change, CommitMessage.NONE, "", java.util.Map.of()), Optional.empty());
		assertTrue(assertThrows(ChangeException.class, () -> PatchExport.series(none, tree, change, CommitMessage.NONE, SIGNED, NOW, Cancellation.NEVER)).getMessage().contains("keeps no series"));
		assertTrue(assertThrows(ChangeException.class, () -> PatchExport.squashed(new ChangeSet("my-fix", List.of(), List.of()), CommitMessage.NONE, SIGNED, NOW)).getMessage()
				.contains("nothing to export"));
	}

	@Test
	void theBundleHoldsWhatKpatchBuildTakes() throws IOException {
		var kernel = DemoKernel.open();
		ChangeSet fix = new ChangeSet("my-fix", List.of(DemoKernel.edit("fs/proc/version.c", "utsname()->version", "\"patched\"")), List.of());
		LivepatchProject project = project(new Import(fix, CommitMessage.NONE, "", java.util.Map.of()), Optional.of("it mends"));
		Files.createDirectories(project.root().resolve("verify"));
		Files.writeString(project.root().resolve("verify/p.sh"), "exit 0\n");
		PatchExport export = PatchExport.squashed(fix, PatchExport.message(project), SIGNED, NOW);
		Path target = directory.resolve("bundle");
		new KpatchBundle(project, kernel, fix, export, true).write(target, Cancellation.NEVER);
		String readme = Files.readString(target.resolve("README"));
		assertTrue(readme.contains("kpatch-build --sourcedir " + kernel.source() + " \\\n    --config config --vmlinux " + kernel.vmlinux() + " \\\n    --name livepatch-my-fix \\\n    my-fix.patch"), readme);
		assertEquals(-1, Files.mismatch(kernel.build().resolve(".config"), target.resolve("config")));
		assertTrue(Files.exists(target.resolve("verify/p.sh")) && Files.exists(target.resolve("livepatch.toml")));
		Path copy = Files.createDirectories(directory.resolve("copy/fs/proc")).getParent().getParent();
		Files.copy(kernel.sourceFile("fs/proc/version.c"), copy.resolve("fs/proc/version.c"));
		GitFixture.run(copy, List.of("patch", "-N", "-p1", "-F0", "-i", target.resolve("my-fix.patch").toString()));
		assertEquals(fix.files().getFirst().patched().orElseThrow(), Files.readString(copy.resolve("fs/proc/version.c"), StandardCharsets.ISO_8859_1));
		assertThrows(FileAlreadyExistsException.class, () -> new KpatchBundle(project, kernel, fix, export, true).write(target, Cancellation.NEVER));

		Path archive = directory.resolve("my-fix.tar.gz");
		new KpatchBundle(project, kernel, fix, export, false).write(archive, Cancellation.NEVER);
		assertEquals(List.of("my-fix/", "my-fix/README", "my-fix/config", "my-fix/my-fix.patch"),
				GitFixture.run(directory, List.of("tar", "-tzf", archive.toString())).lines().sorted().toList());
		assertEquals(List.of("my-fix.patch"), PatchReader.read("my-fix", List.of(target.resolve("my-fix.patch")), kernel.source(), Cancellation.NEVER).files().equals(fix.files())
				? List.of("my-fix.patch") : List.of());
	}

	private Backport fit(Series series) throws IOException {
		return Backport.of(new Backport.Target(tree, new ChangeSet("my-fix", List.of(), List.of()), List.of()), series, Decisions.NONE, new ThreeWay(Optional.empty()), Cancellation.NEVER);
	}

	/** A project that is its patch. */
	private LivepatchProject project(Import imported, Optional<String> description) throws IOException {
		Path root = Files.createTempDirectory(directory, "project");
		Files.writeString(root.resolve("livepatch.toml"), "name = \"my-fix\"\n" + description.map(d -> "description = \"" + d + "\"\n").orElse(""));
		Files.writeString(root.resolve("my-fix.patch"), imported.patch(), StandardCharsets.ISO_8859_1);
		Files.createDirectories(root.resolve(KeptSeries.DIRECTORY));
		for (var file : imported.series().entrySet()) {
			Files.writeString(root.resolve(KeptSeries.DIRECTORY).resolve(file.getKey()), file.getValue(), StandardCharsets.ISO_8859_1);
		}
		return LivepatchProject.open(root);
	}

	private Path copy(String name) throws IOException {
		Path copy = directory.toRealPath().resolve("copy-" + name);
		GitFixture.run(directory, List.of("cp", "-r", tree.toString(), copy.toString()));
		return copy;
	}

	private void write(String path, String text) throws IOException {
		Files.createDirectories(tree.resolve(path).getParent());
		Files.writeString(tree.resolve(path), text, StandardCharsets.ISO_8859_1);
	}

	private String read(String path) throws IOException {
		return Files.readString(tree.resolve(path), StandardCharsets.ISO_8859_1);
	}
}
