package dev.livepatch.cli.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.livepatch.testing.DemoKernel;

class CheckCommandTest {
	private static final String MEMINFO = "fs/proc/meminfo.c";

	@TempDir
	Path directory;

	@Test
	void patchableChange() throws Exception {
		Path patch = Patches.edit(directory, MEMINFO, "\"MemTotal:       \"", "\"MEMTOTAL:       \"");
		var result = new Livepatch(directory).run("check", "--format", "json", patch.toString());
		assertEquals(0, result.exitCode(), result.stderr());
		JsonNode json = result.json();
		assertEquals(1, json.path("schemaVersion").asInt());
		assertEquals("patchable", json.path("verdict").asText());
		assertEquals("fs/proc/meminfo.o", json.at("/objects/0/path").asText());
		assertEquals("vmlinux", json.at("/objects/0/parent").asText());
		assertEquals("meminfo_proc_show", json.at("/objects/0/changed/0").asText());
		assertTrue(json.at("/timings/total").asDouble() > 0, result.stdout());
	}

	@Test
	void sameDocumentOnEveryRun() throws Exception {
		Path patch = Patches.edit(directory, "fs/proc/cmdline.c", "cmdline_proc_show", "cmdline_proc_display");
		ObjectNode first = (ObjectNode) new Livepatch(directory).run("check", "--format", "json", patch.toString()).json();
		ObjectNode second = (ObjectNode) new Livepatch(directory).run("check", "--format", "json", patch.toString()).json();
		first.remove("timings");
		second.remove("timings");
		assertEquals(first, second);
	}

	@Test
	void changedInitFunctionIsRefusedAtItsLine() throws Exception {
		Path patch = Patches.edit(directory, "fs/proc/cmdline.c", "cmdline_proc_show", "cmdline_proc_display");
		var result = new Livepatch(directory).run("check", "--format", "json", patch.toString());
		assertEquals(1, result.exitCode(), result.stderr());
		JsonNode finding = result.json().at("/findings/0");
		assertEquals("init-changed", finding.path("rule").asText());
		assertEquals("error", finding.path("severity").asText());
		assertEquals("fs/proc/cmdline.c", finding.path("file").asText());
		assertEquals(Patches.lineOf("fs/proc/cmdline.c", "proc_create_single(\"cmdline\""), finding.path("line").asInt());
		assertEquals("proc_cmdline_init", finding.path("function").asText());
		assertTrue(!finding.path("fix").asText().isEmpty(), "a way out");
	}

	@Test
	void commentsChangeNothing() throws Exception {
		Path patch = Patches.edit(directory, MEMINFO, "static int meminfo_proc_show", "/* shown in /proc */ static int meminfo_proc_show");
		var result = new Livepatch(directory).run("check", patch.toString());
		assertEquals(3, result.exitCode(), result.stderr());
		assertTrue(result.stdout().contains("verdict: unchanged"), result.stdout());
	}

	@Test
	void compilerErrorIsAFindingOnItsLine() throws Exception {
		Path patch = Patches.edit(directory, MEMINFO, "struct sysinfo i;", "struct sysinfo i, ;");
		var result = new Livepatch(directory).run("check", "--format", "json", patch.toString());
		assertEquals(2, result.exitCode(), result.stderr());
		assertEquals("failed", result.json().path("verdict").asText());
		assertEquals("compile-error", result.json().at("/findings/0/rule").asText());
		assertEquals(Patches.lineOf(MEMINFO, "struct sysinfo i;"), result.json().at("/findings/0/line").asInt());
	}

	@Test
	void textReportNamesPlaceRuleAndWayOut() throws Exception {
		Path patch = Patches.edit(directory, "lib/kstrtox.c", "return 0;", "return 1;");
		var result = new Livepatch(directory).run("check", patch.toString());
		assertEquals(1, result.exitCode(), result.stderr());
		int line = Patches.lineOf("lib/kstrtox.c", "return 0;");
		assertTrue(result.stdout().startsWith("lib/kstrtox.c:" + line + ": error: "), result.stdout());
		assertTrue(result.stdout().contains("[unsupported-path]\n  fix: "), result.stdout());
	}

	@Test
	void patchThatLeavesTheTreeIsRefused() throws Exception {
		Path patch = Files.writeString(directory.resolve("evil.patch"), "--- a/../../evil.c\n+++ b/../../evil.c\n@@ -0,0 +1 @@\n+int evil;\n");
		var result = new Livepatch(directory).run("check", "--format", "json", patch.toString());
		assertEquals(2, result.exitCode(), result.stderr());
		assertEquals("patch-refused", result.json().at("/findings/0/rule").asText());
		assertTrue(result.json().at("/findings/0/line").asInt() > 0, result.stdout());
	}

	@Test
	void severalPatchesAreOneChange() throws Exception {
		Path first = Patches.edit(directory, MEMINFO, "\"MemTotal:       \"", "\"MEMTOTAL:       \"");
		Path second = Patches.edit(directory, "net/ipv4/proc.c", "\"TCP: inuse", "\"Tcp: inuse");
		var result = new Livepatch(directory).run("check", "--format", "json", first.toString(), second.toString());
		assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
		assertEquals(2, result.json().path("objects").size());
	}

	@Test
	void withoutAKernelItSaysWhatToDo() throws Exception {
		Path patch = Patches.edit(directory, MEMINFO, "MemTotal", "MemTOTAL");
		var result = new Livepatch(directory).run("check", "--kernel", directory.toString(), patch.toString());
		assertEquals(2, result.exitCode());
		assertEquals("", result.stdout());
		assertTrue(result.stderr().contains(directory.toString()), result.stderr());
	}

	/** What the file system says is no more than the file's name. */
	@Test
	void filesThatAreNotThereOrCannotBeMadeAreToldInALine() throws Exception {
		Path patch = Patches.edit(directory, MEMINFO, "MemTotal", "MemTOTAL");
		var unmade = new Livepatch(directory).run("build", "-o", patch.resolve("out").toString(), patch.toString());
		assertEquals(2, unmade.exitCode());
		assertTrue(unmade.stderr().strip().endsWith("livepatch: " + patch.resolve("out") + " cannot be read or written: Not a directory"), unmade.stderr());
		var missing = new Livepatch(directory).run("inspect", directory.resolve("no.ko").toString());
		assertEquals(2, missing.exitCode());
		assertTrue(missing.stderr().strip().endsWith("livepatch: " + directory.resolve("no.ko") + " does not exist, or cannot be made there"), missing.stderr());
	}

	@Test
	void kernelTreeStaysAsItIs() throws Exception {
		var before = DemoKernel.snapshot(DemoKernel.directory());
		Path patch = Patches.edit(directory, MEMINFO, "\"MemTotal:       \"", "\"MEMTOTAL:       \"");
		assertEquals(0, new Livepatch(directory).run("build", "-o", directory.resolve("out").toString(), patch.toString()).exitCode());
		assertEquals(before, DemoKernel.snapshot(DemoKernel.directory()));
		try (var files = Files.list(directory.resolve("out"))) {
			assertTrue(files.anyMatch(f -> f.toString().endsWith(".ko")), "a module in the output directory");
		}
	}
}
