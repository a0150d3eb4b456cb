package dev.livepatch.cli.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code livepatch fix}, and what {@code check} says of fixes. */
class FixCommandTest {
	@TempDir
	Path directory;

	private Path systemCall() throws Exception {
		return Patches.edit(directory, "fs/locks.c", "error = -EBADF;\n\tf = fdget(fd);", "error = -EPERM;\n\tf = fdget(fd);");
	}

	@Test
	void aRefusedPatchIsFixedAndTheResultIsPatchable() throws Exception {
		Path patch = systemCall();
		byte[] before = Files.readAllBytes(patch);
		var checked = new Livepatch(directory).run("check", "--format", "json", patch.toString());
		assertEquals(1, checked.exitCode(), checked.stderr());
		assertEquals("syscall-macro", checked.json().at("/findings/0/quickFixes/0/kind").asText(), checked.stdout());

		Path fixed = directory.resolve("fixed.patch");
		var result = new Livepatch(directory).run("fix", "--kind", "syscall-macro", "-o", fixed.toString(), patch.toString());
		assertEquals(0, result.exitCode(), result.stderr() + result.stdout());
		assertTrue(result.stderr().contains("Write KPATCH_SYSCALL_DEFINE2(flock, …)"), result.stderr());
		assertTrue(Files.readString(fixed, StandardCharsets.ISO_8859_1).contains("+KPATCH_SYSCALL_DEFINE2(flock,"));
		assertEquals(0, new Livepatch(directory).run("check", fixed.toString()).exitCode());
		assertEquals(new String(before, StandardCharsets.ISO_8859_1), Files.readString(patch, StandardCharsets.ISO_8859_1), "the input stays");
	}

	@Test
	void aFixThatNothingAsksForIsAnErrorAndWritesNothing() throws Exception {
		Path fixed = directory.resolve("fixed.patch");
		var result = new Livepatch(directory).run("fix", "--kind", "static-key", "-o", fixed.toString(), systemCall().toString());
		assertEquals(2, result.exitCode(), result.stdout());
		assertTrue(result.stderr().contains("no finding offers static-key"), result.stderr());
		assertTrue(Files.notExists(fixed));
		var unknown = new Livepatch(directory).run("fix", "--kind", "magic", "-o", fixed.toString(), systemCall().toString());
		assertEquals(2, unknown.exitCode());
		assertTrue(unknown.stderr().contains("there is no quick fix magic; there are keep-name, syscall-macro"), unknown.stderr());
	}
}
