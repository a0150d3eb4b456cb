package dev.livepatch.core.tests.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.build.ExternalModule;
import dev.livepatch.core.build.StaticProgram;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.testing.DemoKernel;

/** Programs and modules for a guest, built once. */
class GuestFilesTest {
	private static final String PROGRAM = "#include <stdio.h>\nint main(void) { puts(\"%s\"); return 0; }\n";
	private static final String MODULE = "#include <linux/module.h>\nMODULE_LICENSE(\"GPL\");\n";

	@TempDir
	Path cache;

	@Test
	void aProgramRunsAloneAndIsBuiltOnce() throws Exception {
		Path program = StaticProgram.build("hello", PROGRAM.formatted("hello"), cache, Cancellation.NEVER);
		assertEquals("hello\n", run(program.toString()));
		assertTrue(run("readelf", "--wide", "--program-headers", program.toString()).lines().noneMatch(l -> l.contains("INTERP")), "needs shared libraries");
		FileTime built = Files.getLastModifiedTime(program);
		assertEquals(program, StaticProgram.build("hello", PROGRAM.formatted("hello"), cache, Cancellation.NEVER));
		assertEquals(built, Files.getLastModifiedTime(program));
		Path other = StaticProgram.build("hello", PROGRAM.formatted("other"), cache, Cancellation.NEVER);
		assertNotEquals(program, other);
		assertEquals("other\n", run(other.toString()));
	}

	@Test
	void aProgramThatDoesNotCompileIsNamedAndLeavesNothing() throws Exception {
		ToolException e = assertThrows(ToolException.class, () -> StaticProgram.build("broken", "#error not today\n", cache, Cancellation.NEVER));
		assertTrue(e.getMessage().contains("broken") && e.getMessage().contains("not today"), e.getMessage());
		assertThrows(CancellationException.class, () -> StaticProgram.build("late", PROGRAM.formatted("late"), cache, () -> true));
		assertEquals(List.of(), below(cache.resolve("programs")));
	}

	@Test
	void aModuleIsBuiltOnceForAKernel() throws Exception {
		Path module = ExternalModule.build(DemoKernel.open(), "nothing_at_all", MODULE, cache, Cancellation.NEVER);
		assertTrue(run("modinfo", module.toString()).contains("vermagic:       " + DemoKernel.open().release() + " "));
		FileTime built = Files.getLastModifiedTime(module);
		assertEquals(module, ExternalModule.build(DemoKernel.open(), "nothing_at_all", MODULE, cache, Cancellation.NEVER));
		assertEquals(built, Files.getLastModifiedTime(module));
		assertEquals(List.of(module), below(cache.resolve("modules")));
	}

	@Test
	void aModuleThatDoesNotCompileIsNamedWithItsLog() {
		ToolException e = assertThrows(ToolException.class, () -> ExternalModule.build(DemoKernel.open(), "broken", "#error not today\n", cache, Cancellation.NEVER));
		assertTrue(e.getMessage().contains("not today") && e.getMessage().contains("make.log"), e.getMessage());
	}

	private String run(String... command) throws ToolException {
		return Tool.run(new ToolCommand(List.of(command), cache, Duration.ofSeconds(30)), Cancellation.NEVER).stdout();
	}

	private static List<Path> below(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter(Files::isRegularFile).toList();
		}
	}
}
