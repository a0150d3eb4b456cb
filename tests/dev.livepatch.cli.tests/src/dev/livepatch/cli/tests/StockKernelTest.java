package dev.livepatch.cli.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.testing.Checkout;
import dev.livepatch.testing.DemoKernel;

/**
 * A distribution's own kernel, of which nothing was built but the objects of a few sources. Where {@code releng/kernel/stock} has not prepared it, these tests
 * are skipped, and {@code releng/test} says so.
 */
@EnabledIf(value = "prepared", disabledReason = "releng/kernel/stock prepares the kernel")
class StockKernelTest {
	private static final Path STOCK = DemoKernel.cache().resolve("stock/build");
	@TempDir
	Path directory;

	static boolean prepared() {
		return Files.isDirectory(STOCK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "meminfo-used", "dummy-mtu" })
	void goodPatchesAreVerifiedInIt(String example) throws Exception {
		Path project = Files.createDirectory(directory.resolve(example));
		copy(Checkout.root().resolve("bundles/dev.livepatch.doc/examples").resolve(example), project);
		var result = run("verify", project);
		assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
		assertEquals("verified", result.json().path("verdict").asText());
		for (JsonNode step : result.json().path("steps")) {
			assertEquals("passed", step.path("verdict").asText(), step.toString());
		}
		assertTrue(result.json().at("/steps/0/evidence").asText().contains(KernelBuild.open(STOCK).release()), result.stdout());
	}

	@Test
	void anObjectOfAModuleMadeFromManyIsPatchable() throws Exception {
		var result = run("check", edit("fs/ext4/ioctl.c", "memset(label, 0, sizeof(label));", "memset(label, 1, sizeof(label));"));
		assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
		assertEquals("ext4", result.json().at("/objects/0/parent").asText());
		assertEquals(List.of("fs/ext4/ioctl.o"), result.json().path("objects").findValuesAsText("path"));
	}

	@Test
	void refusalsStandAtTheirLines() throws Exception {
		var result = run("check", edit("fs/proc/meminfo.c", "proc_create_single(\"meminfo\"", "proc_create_single(\"memory\""));
		assertEquals(1, result.exitCode(), result.stdout() + result.stderr());
		JsonNode finding = result.json().at("/findings/0");
		assertEquals("init-changed", finding.path("rule").asText(), result.stdout());
		String[] before = text("fs/proc/meminfo.c").split("proc_create_single", 2)[0].split("\n", -1);
		assertEquals(before.length, finding.path("line").asInt());
	}

	@Test
	void aSourceThatWasNotCompiledThereIsNamedWithTheCommandThatRecordsIt() throws Exception {
		var result = run("check", edit("fs/minix/dir.c", "minix_readdir", "minix_read_directory"));
		JsonNode finding = result.json().at("/findings/0");
		assertEquals("not-in-kernel", finding.path("rule").asText(), result.stdout());
		assertTrue(finding.path("message").asText().contains("fs/minix/dir.o"), finding.toString());
	}

	private Livepatch.Result run(String command, Path patch) throws IOException, InterruptedException {
		return new Livepatch(directory).run(command, "--kernel", STOCK.toString(), "--format", "json", patch.toString());
	}

	private static String text(String kernelPath) throws IOException {
		return Files.readString(KernelBuild.open(STOCK).sourceFile(kernelPath), StandardCharsets.ISO_8859_1);
	}

	private Path edit(String kernelPath, String from, String to) throws IOException {
		String before = text(kernelPath);
		assertTrue(before.contains(from), kernelPath + " of this kernel does not contain: " + from);
		ChangeSet change = new ChangeSet("edit", List.of(new FileChange.Modified(kernelPath, before, before.replace(from, to))), List.of());
		return Files.writeString(directory.resolve("edit.patch"), PatchWriter.write(change), StandardCharsets.ISO_8859_1);
	}

	private static void copy(Path from, Path to) throws IOException {
		try (var files = Files.walk(from)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Path target = to.resolve(from.relativize(file).toString());
				if (Files.isDirectory(file)) {
					Files.createDirectories(target);
				} else {
					Files.copy(file, target);
				}
			}
		}
	}
}
