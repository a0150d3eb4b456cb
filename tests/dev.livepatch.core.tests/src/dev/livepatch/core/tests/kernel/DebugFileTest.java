package dev.livepatch.core.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;
import dev.livepatch.testing.DemoKernel;

/** Real modules, stripped as a distribution strips them. */
class DebugFileTest {
	@TempDir
	Path directory;
	private KernelBuild kernel;
	private ParentObject module;

	@BeforeEach
	void copyAModule() throws IOException {
		BuildFixture fixture = BuildFixture.inTree(directory);
		kernel = fixture.open();
		module = new ParentObject("dummy", Files.createDirectories(fixture.build.resolve("drivers/net")).resolve("dummy.ko"));
		Files.copy(DemoKernel.open().moduleFile("dummy").orElseThrow(), module.binary());
	}

	@Test
	void aWholeModuleHasItsSymbolsItself() throws IOException {
		assertEquals(module.binary(), kernel.symbolFile(module));
	}

	@Test
	void aStrippedOnesAreInTheDebugFileBesideIt() throws IOException {
		Path debug = module.binary().resolveSibling("dummy.ko.debug");
		run("objcopy", "--only-keep-debug", module.binary().toString(), debug.toString());
		strip();
		assertEquals(debug, kernel.symbolFile(module));
	}

	@Test
	void theDebugFileOfAnotherBuildIsNotTaken() throws IOException {
		strip();
		Files.copy(DemoKernel.open().moduleFile("fuse").orElseThrow(), module.binary().resolveSibling("dummy.ko.debug"));
		assertRefused();
	}

	@Test
	void withoutDebugFileTheAnswerSaysWhatToGet() throws IOException {
		strip();
		assertRefused();
	}

	@Test
	void withoutBuildIdNoDebugFileIsTheRightOne() throws IOException {
		Files.copy(module.binary(), module.binary().resolveSibling("dummy.ko.debug"));
		strip();
		run("objcopy", "--remove-section", ".note.gnu.build-id", module.binary().toString());
		String message = assertThrows(KernelException.class, () -> kernel.symbolFile(module)).getMessage();
		assertTrue(message.contains("dummy.ko was stripped") && message.contains("has no build id") && !message.contains("debug package"), message);
	}

	private void assertRefused() throws IOException {
		String message = assertThrows(KernelException.class, () -> kernel.symbolFile(module)).getMessage();
		String id = ObjectFile.read(module.binary()).buildId().orElseThrow();
		assertTrue(message.contains("dummy.ko was stripped") && message.contains("debug package") && message.contains("(build id " + id + ")") && message.contains("dummy.ko.debug"), message);
	}

	private void strip() throws IOException {
		run("strip", "--strip-debug", module.binary().toString());
	}

	private void run(String... command) throws IOException {
		ToolResult result = Tool.run(new ToolCommand(List.of(command), directory, Duration.ofSeconds(20)), Cancellation.NEVER);
		assertEquals(0, result.exitCode(), result.stderr());
	}
}
