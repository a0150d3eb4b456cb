package dev.livepatch.core.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.FilePatch;
import dev.livepatch.core.exchange.CommitMessage;
import dev.livepatch.core.exchange.PatchFiles;
import dev.livepatch.core.exchange.Series;
import dev.livepatch.core.exchange.SeriesPatch;
import dev.livepatch.core.process.Cancellation;

/** Patches in files and mails as people and mail programs make them. */
class PatchFilesTest {
	private static final String FROM = "From someone@example.org Sat Feb  3 04:05:06 2024\n";
	private static final String DIFF = "diff --git a/fs/a.c b/fs/a.c\nindex 1234567..89abcde 100644\n--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n";
	@TempDir
	private Path directory;

	@Test
	void aPlainPatchHasItsFirstLineForASubject() throws IOException {
		Series series = read("fs: mend it\n\nBecause it was broken.\n\n" + DIFF);
		assertEquals(new CommitMessage("", "", "fs: mend it", "Because it was broken.", Optional.empty()), only(series).message());
		assertEquals(List.of("1234567"), only(series).files().stream().map(f -> f.oldBlob().orElseThrow()).toList());
		assertEquals("some.patch", only(read(DIFF)).title());
	}

	@Test
	void whatGitFormatPatchWritesIsReadWithCommitAndAuthor() throws IOException {
		GitFixture repository = new GitFixture(directory.resolve("r")).file("fs/a.c", "one\ntwo\nthree\n");
		repository.commit("start");
		repository.file("fs/a.c", "one\nTWO\nthree\n");
		String commit = repository.commit("fs: \u00fcber all else\n\nSaid in a few w\u00f6rds.\n\nFixes: 123456789abc (\"start\")\nSigned-off-by: " + GitFixture.AUTHOR);
		for (String[] options : new String[][] { {}, { "--attach" }, { "--inline" }, { "--encode-email-headers" } }) {
			String[] all = new String[options.length + 4];
			all[0] = "format-patch";
			System.arraycopy(options, 0, all, 1, options.length);
			System.arraycopy(new String[] { "--stdout", "--src-prefix=a/", "--dst-prefix=b/" }, 0, all, options.length + 1, 3);
			String mail = repository.git(concat(all, "--no-ext-diff", "--no-color", options.length == 0 ? "--no-attach" : options[0], "-1"));
			CommitMessage message = only(read(latin1(mail))).message();
			assertEquals("fs: \u00fcber all else", message.subject());
			assertEquals(GitFixture.AUTHOR, message.author());
			assertEquals(Optional.of(commit), message.commit());
			assertEquals("Said in a few w\u00f6rds.\n\nFixes: 123456789abc (\"start\")\nSigned-off-by: " + GitFixture.AUTHOR, message.body());
			assertTrue(message.date().startsWith("Sat, 3 Feb 2024 04:05:06"), message.date());
		}
	}

	@Test
	void aSeriesInOneFileComesInTheOrderOfItsNumbersAndOnlyInItsLastVersion() throws IOException {
		Series series = read(mail("[PATCH v2 2/2] second", DIFF.replace("TWO", "Zwei")) + mail("[PATCH 1/2] first", DIFF) + mail("[PATCH v2 0/2] all of it", "Why this is good.\n")
				+ mail("[PATCH v2 1/2] first", DIFF) + mail("Re: [PATCH v2 1/2] first", "> " + DIFF.replace("\n", "\n> ") + "\nNice.\n")
				+ mail("Re: [PATCH v2 1/2] first", "Or rather:\n" + DIFF));
		assertEquals(List.of("first", "second"), series.patches().stream().map(SeriesPatch::title).toList());
		assertEquals(List.of("Zwei\n"), series.patches().get(1).files().getFirst().hunks().getFirst().added());
		assertEquals("all of it", series.cover().orElseThrow().subject());
		assertEquals("Why this is good.", series.cover().orElseThrow().body());
		assertEquals(2, series.remarks().size(), series.remarks().toString());
		assertTrue(series.remarks().get(0).contains("in the reply 'Re: [PATCH v2 1/2] first'"), series.remarks().toString());
		assertTrue(series.remarks().get(1).contains("of which there is a version 2"), series.remarks().toString());
		assertEquals("all of it", series.message().subject());
		assertTrue(series.message().body().contains("Why this is good.\n\n2 patches:\n- first (A <a@example.org>)\n- second (A <a@example.org>)"), series.message().body());
	}

	@Test
	void aMissingPatchIsSaid() throws IOException {
		Series series = read(mail("[PATCH 1/3] first", DIFF) + mail("[PATCH 3/3] third", DIFF));
		assertEquals(List.of("the series is not complete: 2/3 missing"), series.remarks());
	}

	@Test
	void base64() throws IOException {
		String body = Base64.getMimeEncoder().encodeToString(("W\u00f6rds.\n---\n" + DIFF.replace("TWO", "zw\u00f6lf")).getBytes(StandardCharsets.UTF_8)).replace("\r", "");
		Series series = read(header("[PATCH] x", "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n") + body + "\n");
		assertEquals("W\u00f6rds.", only(series).message().body());
		assertEquals(List.of(latin1("zw\u00f6lf\n")), only(series).files().getFirst().hunks().getFirst().added());
	}

	@Test
	void base64WithWindowsLineEndsInside() throws IOException {
		String body = Base64.getMimeEncoder().encodeToString(("Words.\n---\n" + DIFF).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)).replace("\r", "");
		Series series = read(header("[PATCH] x", "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n") + body + "\n");
		assertEquals("Words.", only(series).message().body());
		assertEquals(List.of("TWO\n"), only(series).files().getFirst().hunks().getFirst().added());
		assertEquals(List.of("the patch has Windows line ends, which were taken off"), only(series).files().getFirst().remarks());
	}

	@Test
	void quotedPrintable() throws IOException {
		String diff = DIFF.replace("+TWO", "+a =3D b; /* =C3=A9 */ and a very long line that the mail program has bro=\nken");
		Series series = read(header("=?utf-8?q?=5BPATCH=5D_=C3=A9t=C3=A9?=", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n") + "Words=2E\n---\n" + diff);
		assertEquals("\u00e9t\u00e9", only(series).message().subject());
		assertEquals(List.of(latin1("a = b; /* \u00e9 */ and a very long line that the mail program has broken\n")), only(series).files().getFirst().hunks().getFirst().added());
	}

	@Test
	void otherCharacterSetsInTheMessageAndNoChangeToTheDiff() throws IOException {
		Series series = read(header("[PATCH] =?iso-8859-15?q?f=FCr_10_=A4?=", "Content-Type: text/plain; charset=iso-8859-15\nContent-Transfer-Encoding: 8bit\n")
				+ "F\u00fcr 10 \u00a4.\n---\n" + DIFF.replace("TWO", "\u00fc"));
		assertEquals("f\u00fcr 10 \u20ac", only(series).message().subject());
		assertEquals("F\u00fcr 10 \u20ac.", only(series).message().body());
		assertEquals(List.of("\u00fc\n"), only(series).files().getFirst().hunks().getFirst().added(), "bytes of the source stay as they are");
	}

	@Test
	void aWholeMailWithWindowsLineEnds() throws IOException {
		Series series = read((FROM + header("[PATCH] x", "") + "Words.\n---\n fs/a.c | 2 +-\n\n" + DIFF + "-- \n2.39\n").replace("\n", "\r\n"));
		assertEquals("Words.", only(series).message().body());
		assertEquals("x", only(series).message().subject());
		assertEquals(List.of("TWO\n"), only(series).files().getFirst().hunks().getFirst().added());
		Series mailbox = read((mail("[PATCH 1/2] x", "Words.\n---\n" + DIFF) + mail("[PATCH 2/2] y", DIFF)).replace("\n", "\r\n"));
		assertEquals(List.of("x", "y"), mailbox.patches().stream().map(SeriesPatch::title).toList());
		assertEquals("Words.", mailbox.patches().getFirst().message().body());
		assertEquals(List.of("TWO\n"), mailbox.patches().getFirst().files().getFirst().hunks().getFirst().added());
	}

	@Test
	void aSourceWithWindowsLineEndsKeepsThem() throws IOException {
		String diff = DIFF.replace(" one\n-two\n+TWO\n three\n", " one\r\n-two\r\n+TWO\r\n three\r\n");
		Series series = read(mail("[PATCH 1/2] x", diff) + mail("[PATCH 2/2] y", diff));
		assertEquals(List.of("TWO\r\n"), series.patches().getFirst().files().getFirst().hunks().getFirst().added());
	}

	@Test
	void anAttachedPatch() throws IOException {
		String attachment = Base64.getMimeEncoder().encodeToString(DIFF.getBytes(StandardCharsets.UTF_8)).replace("\r", "");
		Series series = read(header("[PATCH] x", "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"==b\"\n")
				+ "preamble\n--==b\nContent-Type: text/plain\n\nWords.\n\n--==b\nContent-Type: text/x-patch; name=\"x.patch\"\nContent-Transfer-Encoding: base64\n"
				+ "Content-Disposition: attachment; filename=x.patch\n\n" + attachment + "\n--==b--\n");
		assertEquals("Words.", only(series).message().body());
		assertEquals("fs/a.c", only(series).files().getFirst().path());
	}

	@Test
	void flowedMailsAreRefusedWithWhatToDo() {
		String type = "Content-Type: text/plain; charset=UTF-8;\n format=flowed\n";
		for (String text : List.of(header("[PATCH] x", type) + DIFF, mail("[PATCH 1/2] y", DIFF) + FROM + header("[PATCH 2/2] x", type) + DIFF)) {
			ChangeException error = assertThrows(ChangeException.class, () -> read(text));
			assertTrue(error.getMessage().contains("format=flowed") && error.getMessage().contains("as an attachment"), error.getMessage());
		}
	}

	@Test
	void quotedFromLinesOfMailboxesAreUnquoted() throws IOException {
		Series series = read(mail("[PATCH 1/2] x", ">From here on it works.\n---\n" + DIFF) + mail("[PATCH 2/2] y", "From time to time.\n---\n" + DIFF));
		assertEquals("From here on it works.", series.patches().getFirst().message().body());
		assertEquals("From time to time.", series.patches().get(1).message().body());
	}

	@Test
	void theAuthorNamedInTheTextIsTheAuthor() throws IOException {
		String text = "From: B\u00e9a <bea@example.org>\n\nWords.\n---\n" + DIFF;
		assertEquals("B\u00e9a <bea@example.org>", only(read(latin1(header("[PATCH] x", "") + text))).message().author());
		assertEquals("Words.", only(read(latin1(header("[PATCH] x", "") + text))).message().body());
		assertEquals("B\u00e9a <bea@example.org>", read(latin1(mail("[PATCH 1/2] x", text) + mail("[PATCH 2/2] y", text))).patches().getFirst().message().author());
	}

	@Test
	void quiltSeries() throws IOException {
		Files.createDirectories(directory.resolve("q/sub"));
		write("q/sub/b.patch", "B\n\n" + DIFF);
		write("q/a.patch", "A\n\n" + DIFF);
		Path series = write("q/series", "# first\nsub/b.patch -p1\n\na.patch # last\n");
		assertEquals(List.of("B", "A"), PatchFiles.read(List.of(series), Cancellation.NEVER).patches().stream().map(SeriesPatch::title).toList());
		assertSeriesRefused("a.patch -p0\n", 1, "-p1, but the series says -p0");
		assertSeriesRefused("a.patch\n../../secret.patch\n", 2, "leads out");
		assertSeriesRefused("none.patch\n", 1, "there is no none.patch");
		assertSeriesRefused("a\0.patch\n", 1, "no file can be called a?.patch");
		// whether a file can have the name depends on the machine's locale
		assertSeriesRefused(latin1("\u00fc.patch\n"), 1, " \u00fc.patch ");
		assertSeriesRefused("# nothing\n", 0, "names no patch");
	}

	private void assertSeriesRefused(String text, int line, String message) throws IOException {
		Path series = write("q/series", text);
		ChangeException error = assertThrows(ChangeException.class, () -> PatchFiles.read(List.of(series), Cancellation.NEVER));
		assertEquals(line, error.line(), error.getMessage());
		assertTrue(error.getMessage().contains(message), error.getMessage());
	}

	@Test
	void hostilePathsInMailsAreRefused() {
		assertRefused(mail("[PATCH 1/2] x", DIFF) + mail("[PATCH 2/2] evil", DIFF.replace("fs/a.c", "../../etc/passwd")), "leads out of the kernel tree");
		assertRefused(header("[PATCH] x", "") + "diff --cc fs/a.c\n", "combined diff of a merge");
		assertRefused(header("[PATCH] x", "Content-Transfer-Encoding: base64\n") + "!!! no base64\n", "no patch in its mails");
		assertRefused(header("[PATCH] x", "") + "Just words.\n", "no unified diff");
	}

	@Test
	void whatNoLivePatchCanChangeIsToldOfItsFile() throws IOException {
		String literal = "GIT binary patch\nliteral 3\nKcmZQzU|?VX\n\nliteral 0\nHcmV?d00001\n\n";
		List<FilePatch> files = read(header("[PATCH] x", "") + "Binary files a/old.bin and /dev/null differ\ndiff --git a/x.bin b/x.bin\nindex 1234567..89abcde 100644\n" + literal
				+ "diff --git a/new.bin b/new.bin\nnew file mode 100644\nindex 0000000..89abcde\nBinary files /dev/null and b/new.bin differ\n"
				+ "diff --git a/sub b/sub\nindex 1234567..89abcde 160000\n--- a/sub\n+++ b/sub\n@@ -1 +1 @@\n-x\n+y\n"
				+ DIFF).patches().getFirst().files();
		assertEquals(List.of("old.bin", "x.bin", "new.bin", "sub", "fs/a.c"), files.stream().map(FilePatch::path).toList());
		assertEquals(List.of(Optional.empty(), Optional.empty(), Optional.of("new.bin")),
				List.of(files.get(0).newName(), files.get(2).oldName(), files.get(2).newName()));
		assertTrue(files.subList(0, 3).stream().allMatch(f -> f.refusal().orElseThrow().contains("binary file")), files.toString());
		assertTrue(files.get(3).refusal().orElseThrow().contains("submodule"), files.toString());
		assertEquals(Optional.empty(), files.get(4).refusal());
		assertRefused(header("[PATCH] x", "") + "All binary files here and there differ, as do\nBinary files of one and another differ\n", "no unified diff");
	}

	private void assertRefused(String text, String message) {
		ChangeException error = assertThrows(ChangeException.class, () -> read(text));
		assertTrue(error.getMessage().contains(message), error.getMessage());
	}

	@Test
	void mailsMadeToHoldAReaderUpDoNot() {
		List<String> texts = List.of(header("[PATCH] x", "Content-Type: text/plain;\n" + " a\n".repeat(300_000)) + DIFF,
				header("re:".repeat(300_000) + "[1/".repeat(300_000), "") + DIFF, header("[PATCH] x", "") + " ".repeat(1_000_000) + "x\n" + DIFF,
				FROM + header("[PATCH] x", "") + "From x" + " 00:00 2024".repeat(100_000) + "\n" + DIFF, header("[PATCH] x", "X: y\n".repeat(300_000)) + DIFF);
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
			for (String text : texts) {
				try {
					assertEquals("fs/a.c", only(read(text)).files().getFirst().path());
				} catch (ChangeException e) {
					assertTrue(e.getMessage().startsWith(directory.toString()), e.getMessage());
				}
			}
		});
	}

	@Test
	void otherToolsWordsAreExplainedAndNotTouched() throws IOException {
		Series kpatch = read(DIFF.replace("+TWO", "+#include \"kpatch-macros.h\"\n+KPATCH_POST_PATCH_CALLBACK(f);").replace("+1,3", "+1,4"));
		assertEquals(1, kpatch.remarks().size(), kpatch.remarks().toString());
		assertTrue(kpatch.remarks().getFirst().contains("KPATCH_POST_PATCH_CALLBACK in fs/a.c: written for kpatch-build; kpatch's differ, which checks here, understands it"),
				kpatch.remarks().toString());
		assertEquals(List.of("#include \"kpatch-macros.h\"\n", "KPATCH_POST_PATCH_CALLBACK(f);\n"), only(kpatch).files().getFirst().hunks().getFirst().added());
		Series klp = read(DIFF.replace("+TWO", "+#include <linux/livepatch_helpers.h>\n+KLP_PRE_PATCH_CALLBACK(f); x = KLP_TRANSITION_PATCHED; klp_shadow_get(o, 1);").replace("+1,3", "+1,4"));
		assertEquals(2, klp.remarks().size(), klp.remarks().toString());
		assertTrue(klp.remarks().getFirst().contains("klp-build; kpatch's differ does not know it"), klp.remarks().toString());
		assertTrue(klp.remarks().get(1).startsWith("klp_shadow_get in fs/a.c: shadow variables"), klp.remarks().toString());
		assertTrue(read(DIFF.replace("+TWO", "+ret = klp_enable_patch(&patch);")).remarks().getFirst().contains("made by hand"));
		assertEquals(List.of(), read(DIFF.replace(" one", " #include \"kpatch-macros.h\"")).remarks(), "what was there before is not the patch's");
	}

	private static SeriesPatch only(Series series) {
		assertEquals(1, series.patches().size());
		return series.patches().getFirst();
	}

	private static String header(String subject, String more) {
		return "From: A <a@example.org>\nDate: Sat, 3 Feb 2024 04:05:06 +0100\nSubject: " + subject + "\n" + more + "\n";
	}

	private static String mail(String subject, String body) {
		return FROM + header(subject, "Message-Id: <x@example.org>\n") + body + "\n";
	}

	private static String latin1(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	private static String[] concat(String[] first, String... more) {
		return java.util.stream.Stream.concat(java.util.Arrays.stream(first), java.util.Arrays.stream(more)).toArray(String[]::new);
	}

	private Path write(String name, String bytes) throws IOException {
		return Files.writeString(directory.resolve(name), bytes, StandardCharsets.ISO_8859_1);
	}

	private Series read(String bytes) throws IOException {
		return PatchFiles.read(List.of(write("some.patch", bytes)), Cancellation.NEVER);
	}
}
