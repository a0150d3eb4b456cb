package dev.livepatch.cli.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import dev.livepatch.cli.tests.Livepatch.Result;
import dev.livepatch.testing.DemoKernel;

/** {@code livepatch import} and {@code livepatch export}. */
class ImportCommandTest {
	private static final String FILE = "fs/proc/loadavg.c";
	private static final String BINARY = "diff --git a/Documentation/logo.gif b/Documentation/logo.gif\nindex 1234567..89abcde 100644\nBinary files a/Documentation/logo.gif and b/Documentation/logo.gif differ\n";
	@TempDir
	Path directory;

	private Result livepatch(String... arguments) throws Exception {
		return new Livepatch(directory).run(arguments);
	}

	private Path patch(String prologue) throws Exception {
		Path patch = Patches.edit(directory, FILE, "FIXED_1/200, 0", "FIXED_1/200,  0");
		String text = Files.readString(patch, StandardCharsets.ISO_8859_1);
		return Files.writeString(patch, prologue + text, StandardCharsets.ISO_8859_1);
	}

	@Test
	void conflictsAreNamedAndNothingIsWrittenUntilTheyAreDecidedAbout() throws Exception {
		Path mail = patch("From: A <a@example.org>\nSubject: [PATCH] loadavg: spread out\n\nWide.\n---\n" + BINARY);
		Path project = directory.resolve("spread");
		Result open = livepatch("import", "-o", project.toString(), "--format", "json", mail.toString());
		assertEquals(1, open.exitCode(), open.stderr());
		JsonNode json = open.json();
		assertEquals("conflicts", json.path("verdict").asText());
		assertEquals("loadavg: spread out", json.at("/patches/0/title").asText());
		assertEquals("refused", json.at("/patches/0/files/0/state").asText(), open.stdout());
		assertEquals("exact", json.at("/patches/0/files/1/hunks/0/state").asText(), open.stdout());
		assertFalse(Files.exists(project));

		Result done = livepatch("import", "-o", project.toString(), "--drop", "Documentation/logo.gif", mail.toString());
		assertEquals(0, done.exitCode(), done.stderr());
		assertTrue(done.stdout().contains("fits Linux " + DemoKernel.open().release()) && done.stdout().contains("logo.gif: left out"), done.stdout());
		assertEquals(DemoKernel.text(FILE).replace("FIXED_1/200, 0", "FIXED_1/200,  0"), Files.readString(project.resolve("src").resolve(FILE), StandardCharsets.ISO_8859_1));
		Result again = livepatch("import", "-o", project.toString(), "--drop", "Documentation/logo.gif", mail.toString());
		assertEquals(2, again.exitCode());
		assertTrue(again.stderr().contains("spread is there already"), again.stderr());

		Path exported = directory.resolve("out.patch");
		Result export = livepatch("export", "--author", "B <b@example.org>", "-o", exported.toString(), project.toString());
		assertEquals(0, export.exitCode(), export.stderr());
		String text = Files.readString(exported, StandardCharsets.ISO_8859_1);
		assertTrue(text.contains("From: A <a@example.org>\n") && text.contains("Subject: [PATCH] loadavg: spread out\n") && text.contains("Signed-off-by: B <b@example.org>\n"), text);
		Result bundle = livepatch("export", "--form", "bundle", "--with-probes", "--author", "B <b@example.org>", "-o", directory.resolve("bundle").toString(), project.toString());
		assertEquals(0, bundle.exitCode(), bundle.stderr());
		for (String file : List.of("README", "config", "spread.patch", "livepatch.toml")) {
			assertTrue(Files.isRegularFile(directory.resolve("bundle").resolve(file)), file);
		}
		// what is left of the whitespace is nothing for the compiler
		assertEquals(3, livepatch("check", exported.toString(), mboxOf(exported, "fs/proc/version.c")).exitCode());
	}

	/** A second patch, as the only mail of a file of mails. */
	private String mboxOf(Path like, String file) throws Exception {
		String patch = Files.readString(Patches.edit(directory, file, "linux_proc_banner,", "linux_proc_banner ,"), StandardCharsets.ISO_8859_1);
		return Files.writeString(directory.resolve("mails.mbox"), "From a@example.org Sun Feb  4 04:05:06 2024\nFrom: A <a@example.org>\nSubject: =?UTF-8?q?[PATCH]_sp=C3=A4ce?=\n\n---\n" + patch)
				.toString();
	}

	@Test
	void whatTheCommandLineCannotMeanIsSaid() throws Exception {
		Result both = livepatch("import", "--commits", "HEAD", patch("").toString());
		assertEquals(2, both.exitCode());
		assertTrue(both.stderr().startsWith("name either patches, or commits"), both.stderr());
		Result nowhere = livepatch("import", "--commits", "HEAD", "--repo", directory.toString());
		assertEquals(2, nowhere.exitCode());
		assertTrue(nowhere.stderr().contains("choose a directory that holds a clone"), nowhere.stderr());
		Result unknown = livepatch("import", "--drop", "fs/x.c", patch("").toString());
		assertEquals(2, unknown.exitCode());
		assertTrue(unknown.stderr().startsWith("there is no fs/x.c; there are " + FILE), unknown.stderr());
	}

	@Test
	void commitsOfACloneAreFitted() throws Exception {
		Path clone = Files.createDirectories(directory.resolve("clone"));
		Path file = clone.resolve(FILE);
		Files.createDirectories(file.getParent());
		String text = DemoKernel.text(FILE);
		Files.writeString(file, text, StandardCharsets.ISO_8859_1);
		git(clone, "init", "-q");
		commit(clone, "start");
		for (String name : List.of("one", "two")) {
			text = "/* " + name + " */\n" + text;
			Files.writeString(file, text, StandardCharsets.ISO_8859_1);
			commit(clone, name);
		}
		Path fitted = directory.resolve("fitted.patch");
		Result result = livepatch("import", "--commits", "HEAD~2..HEAD", "--repo", clone.toString(), "-o", fitted.toString());
		assertEquals(0, result.exitCode(), result.stderr());
		assertTrue(result.stdout().startsWith("one\n  1:" + FILE + ":1: fits at line 1 exactly\ntwo\n  2:"), result.stdout());
		String patch = Files.readString(fitted, StandardCharsets.ISO_8859_1);
		assertTrue(patch.contains("\n+/* two */\n+/* one */\n") && patch.contains("- two (A <a@example.org>)"), patch);
	}

	private static void commit(Path clone, String message) throws Exception {
		git(clone, "add", "-A");
		git(clone, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", message);
	}

	private static void git(Path clone, String... arguments) throws Exception {
		ProcessBuilder git = new ProcessBuilder("git").directory(clone.toFile()).inheritIO();
		git.command().addAll(List.of(arguments));
		git.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
		assertEquals(0, git.start().waitFor());
	}
}
