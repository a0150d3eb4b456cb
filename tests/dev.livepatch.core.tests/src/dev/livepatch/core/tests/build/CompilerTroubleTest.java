package dev.livepatch.core.tests.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.tests.kernel.BuildFixture;
import dev.livepatch.testing.DemoKernel;

/** What gcc and its assembler say when something else than the source is wrong; the compiler is a script that says it. */
class CompilerTroubleTest {
	private static final String ASSEMBLER = "/tmp/cc.s: Assembler messages:\n";

	@TempDir
	Path directory;

	/** As GCC 12 and binutils 2.40 said on a full disk, and the line that tells. */
	static Stream<Arguments> fullDisks() {
		String closing = "f.c:2:1: fatal error: error closing /tmp/cc.s: No space left on device";
		String writing = "<built-in>: fatal error: when writing output to x: No space left on device";
		String filling = "/tmp/cc.s: Fatal error: can't fill 256 bytes in section .data of f.o: 'No space left on device'";
		return Stream.of(Arguments.of(closing + "\n    2 | char big[200000]={1};\n", closing), Arguments.of(writing + "\ncompilation terminated.\n", writing),
				Arguments.of(ASSEMBLER + filling + "\n/tmp/cc.s: Fatal error: f.o: No such file or directory\n", filling));
	}

	@ParameterizedTest(name = "{1}")
	@MethodSource("fullDisks")
	void aFullDiskIsNotTheSourcesFault(String output, String told) throws Exception {
		assertEquals("compiler cannot write what it compiles: " + told + "; make room there, and where temporary files go (TMPDIR)", failure(output));
	}

	@Test
	void theReasonIsToldAndNotWhoGivesIt() throws Exception {
		String message = failure(ASSEMBLER + "/tmp/cc.s: Fatal error: out of luck\n");
		assertTrue(message.startsWith("compiler failed with code 1: /tmp/cc.s: Fatal error: out of luck (command and output are in "), message);
	}

	@Test
	void aCompilerThatNamesNoErrorIsQuoted() throws Exception {
		String message = failure("\nnothing to be done\n");
		assertTrue(message.startsWith("compiler failed with code 1: nothing to be done (command and output are in "), message);
	}

	/** What comes of a compiler that says this and ends with 1. */
	private String failure(String output) throws Exception {
		Path root = directory.toRealPath();
		BuildFixture fixture = BuildFixture.outOfTree(root);
		Path source = root.resolve("linux");
		Path build = root.resolve("out");
		Files.createSymbolicLink(Files.createDirectories(build).resolve("source"), source);
		Files.writeString(source.resolve("f.c"), "int f;\n");
		Path said = Files.writeString(root.resolve("said"), output, StandardCharsets.US_ASCII);
		Path compiler = Files.writeString(root.resolve("compiler"), "#!/bin/sh\ncat '" + said + "' >&2\nexit 1\n");
		assertTrue(compiler.toFile().setExecutable(true));
		fixture.put(".f.o.cmd", "cmd_f.o := " + compiler + " -D__KERNEL__ -mcmodel=kernel -c -o f.o " + source.resolve("f.c") + "\n\nsource_f.o := " + source.resolve("f.c") + "\n\ndeps_f.o := \\\n\n");
		KernelBuild kernel = fixture.open();
		AffectedObject object = new AffectedObject(kernel.command("f.o").orElseThrow(), new ParentObject(ParentObject.VMLINUX, kernel.vmlinux()));
		ChangeSet change = new ChangeSet("trouble", List.of(new FileChange.Modified("f.c", "int f;\n", "int f = 1;\n")), List.of());
		return assertThrows(ToolException.class, () -> new ObjectCompiler(kernel, DemoKernel.toolchain(root.resolve("cache"))).compile(object, change, root.resolve("work"), Cancellation.NEVER))
				.getMessage();
	}
}
