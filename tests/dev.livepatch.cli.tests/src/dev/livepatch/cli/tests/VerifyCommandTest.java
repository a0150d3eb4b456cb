package dev.livepatch.cli.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

class VerifyCommandTest {
	@TempDir
	Path directory;
	private Path patch;

	@BeforeEach
	void makePatch() throws Exception {
		patch = Patches.edit(directory, "fs/proc/meminfo.c", "\"MemTotal:       \"", "\"MEMTOTAL:       \"");
	}

	@Test
	void goodPatchIsVerifiedStepByStep() throws Exception {
		Path probe = Files.writeString(directory.resolve("probe.sh"), "#!/bin/sh\ngrep -q MEMTOTAL /proc/meminfo\n");
		var result = new Livepatch(directory).run("verify", "--format", "json", "--probe", probe.toString(), patch.toString());
		assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
		assertEquals("verified", result.json().path("verdict").asText());
		List<String> steps = new ArrayList<>();
		for (JsonNode step : result.json().path("steps")) {
			assertEquals("passed", step.path("verdict").asText(), step.toString());
			steps.add(step.path("name").asText());
		}
		assertEquals(List.of("boot", "probe before load", "stack check", "load", "transition", "redirected", "probe after load", "unload", "probe after unload", "power off"), steps);
		String redirected = result.json().at("/steps/5/evidence").asText();
		assertTrue(redirected.contains("meminfo_proc_show") && redirected.contains("klp_ftrace_handler"), redirected);
		assertTrue(result.json().at("/stacks/threads").asInt() > 10 && result.json().at("/stacks/found").isEmpty(), result.stdout());
		assertEquals(List.of("patching", "unpatching"), result.json().path("transitions").findValuesAsText("direction"));
		assertTrue(result.json().at("/transitions/0/seconds").asDouble() > 0 && result.json().at("/transitions/0/tasks").size() > 10, result.stdout());
		assertEquals("meminfo_proc_show", result.json().at("/entries/0/function").asText());
		assertEquals(List.of("object", "booted", "patched", "unpatched"), result.json().at("/entries/0/states").findValuesAsText("moment"));
		assertTrue(result.json().path("trace").isMissingNode());
	}

	@Test
	void probeThatPassesBeforeTheLoadFailsTheVerification() throws Exception {
		Path probe = Files.writeString(directory.resolve("always.sh"), "#!/bin/sh\ntrue\n");
		var result = new Livepatch(directory).run("verify", "--format", "json", "--probe", probe.toString(), patch.toString());
		assertEquals(1, result.exitCode(), result.stdout() + result.stderr());
		assertEquals("failed", result.json().path("verdict").asText());
		assertEquals("probe-failed", result.json().at("/findings/0/rule").asText());
	}

	@Test
	void refusedPatchNeverComesToAMachine() throws Exception {
		Path refused = Patches.edit(directory, "fs/proc/cmdline.c", "cmdline_proc_show", "cmdline_proc_display");
		var result = new Livepatch(directory).run("verify", "--format", "json", refused.toString());
		assertEquals(1, result.exitCode(), result.stderr());
		assertEquals("failed", result.json().path("verdict").asText());
		assertEquals(0, result.json().path("steps").size());
		assertEquals("init-changed", result.json().at("/findings/0/rule").asText());
	}

	@Test
	void missingProbeIsAUsageError() throws Exception {
		var result = new Livepatch(directory).run("verify", "--probe", directory.resolve("none.sh").toString(), patch.toString());
		assertEquals(2, result.exitCode());
		assertTrue(result.stderr().contains("none.sh"), result.stderr());
	}

	@Test
	void terminatedWhileTheGuestRunsItLeavesNoProcess() throws Exception {
		Path probe = Files.writeString(directory.resolve("slow.sh"), "#!/bin/sh\nsleep 15\n");
		Path err = directory.resolve("err.txt");
		Process process = new Livepatch(directory).start(err, "verify", "--probe", probe.toString(), patch.toString());
		awaitLine(process, err, "probe before load");
		List<ProcessHandle> descendants = process.descendants().toList();
		assertTrue(descendants.stream().anyMatch(p -> p.info().command().orElse("").contains("qemu")), "a guest is running: " + descendants);
		process.destroy();
		assertTrue(process.waitFor(10, TimeUnit.SECONDS), "ended within 10 s of SIGTERM");
		for (ProcessHandle descendant : descendants) {
			descendant.onExit().get(5, TimeUnit.SECONDS);
		}
	}

	/** Waits until the command has reported the beginning of a step. */
	private static void awaitLine(Process process, Path err, String step) throws Exception {
		try (BufferedReader reader = Files.newBufferedReader(err)) {
			long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
			StringBuilder seen = new StringBuilder();
			while (seen.indexOf(step) < 0) {
				String line = reader.readLine();
				if (line != null) {
					seen.append(line).append('\n');
				} else if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
					throw new AssertionError("step '" + step + "' did not begin: " + seen);
				}
			}
		}
	}
}
