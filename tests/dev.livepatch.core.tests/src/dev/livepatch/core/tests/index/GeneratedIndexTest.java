package dev.livepatch.core.tests.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.index.Declaration;
import dev.livepatch.core.index.Declaration.Kind;
import dev.livepatch.core.index.DeclarationOrder;
import dev.livepatch.core.index.GeneratedIndex;
import dev.livepatch.core.kernel.GeneratedHeaders;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.tests.kernel.BuildFixture;
import dev.livepatch.testing.DemoKernel;

/** What the build of a kernel generates is found in its build directory, as it is now. */
class GeneratedIndexTest {
	private static final String AUTOCONF = "include/generated/autoconf.h";
	private static final String OFFSETS = "include/generated/asm-offsets.h";
	private static final String CALLS = "arch/x86/include/generated/uapi/asm/unistd_64.h";
	@TempDir
	private Path directory;
	private BuildFixture fixture;

	@BeforeEach
	void build() throws Exception {
		fixture = BuildFixture.outOfTree(directory).put("Makefile", "include " + directory.resolve("linux/Makefile") + "\n")
				.put(AUTOCONF, "/* Automatically generated */\n#define CONFIG_SMP 1\n#define CONFIG_EXT4_FS_MODULE 1\n#define CONFIG_HZ 250\n")
				.put(OFFSETS, "#ifndef X\n#define X\n\n#define pt_regs_bx 40 /* offsetof(struct pt_regs, bx) */\n\n#endif\n").put(CALLS, "#define __NR_read 0\n#define __NR_write 1\n")
				.put("include/generated/.autoconf.h.cmd", "x").put("include/generated/rustc_cfg", "x").put("include/config/other.h", "#define CONFIG_SMP 2\n");
	}

	@Test
	void headersOfTheKernelAndTheArchitectureAreListed() throws Exception {
		assertEquals(List.of(CALLS, OFFSETS, AUTOCONF), fixture.open().generatedHeaders().files());
		assertTrue(GeneratedHeaders.contains(CALLS) && GeneratedHeaders.contains(AUTOCONF));
		assertFalse(GeneratedHeaders.contains("include/linux/fs.h") || GeneratedHeaders.contains("drivers/include/generated/a.h") || GeneratedHeaders.contains("include/generated/a.c"));
	}

	@Test
	void theyLieInTheBuildDirectoryWhateverElseInTheSource() throws Exception {
		KernelBuild kernel = fixture.open();
		assertEquals(kernel.build().resolve(OFFSETS), kernel.sourceFile(OFFSETS));
		assertEquals(kernel.source().resolve("include/linux/fs.h"), kernel.sourceFile("include/linux/fs.h"));
	}

	@Test
	void optionsOffsetsAndNumbersOfSystemCallsAreFound() throws Exception {
		GeneratedIndex index = GeneratedIndex.of(fixture.open(), () -> false);
		assertEquals(List.of(new Declaration("CONFIG_SMP", Kind.MACRO, AUTOCONF, 2)), index.find("CONFIG_SMP"));
		assertEquals(List.of(new Declaration("CONFIG_EXT4_FS_MODULE", Kind.MACRO, AUTOCONF, 3)), index.find("CONFIG_EXT4_FS"), "built as a module");
		assertEquals(List.of(), index.find("CONFIG_NUMA"));
		assertEquals(List.of(new Declaration("pt_regs_bx", Kind.MACRO, OFFSETS, 4)), index.find("pt_regs_bx"));
		assertEquals(List.of(new Declaration("__NR_write", Kind.MACRO, CALLS, 2)), index.find("__NR_write"));
	}

	@Test
	void theyAreReadAnewWhenTheyChangeAndOnlyThen() throws Exception {
		GeneratedIndex before = GeneratedIndex.of(fixture.open(), () -> false);
		assertSame(before, before.current(() -> false));
		fixture.put(AUTOCONF, "#define CONFIG_NUMA 1\n");
		GeneratedIndex after = before.current(() -> false);
		assertNotSame(before, after);
		assertEquals(1, after.find("CONFIG_NUMA").size());
		assertEquals(List.of(), after.find("CONFIG_SMP"));
		Files.delete(directory.resolve("out").resolve(OFFSETS));
		assertEquals(List.of(), after.current(() -> false).find("pt_regs_bx"));
	}

	@Test
	void aBuildWithoutAnyHasNone(@TempDir Path other) throws Exception {
		KernelBuild kernel = BuildFixture.outOfTree(other).put("Makefile", "include " + other.resolve("linux/Makefile") + "\n").put("arch/Kconfig", "").open();
		assertEquals(List.of(), kernel.generatedHeaders().files());
		assertEquals(List.of(), GeneratedIndex.of(kernel, () -> false).find("CONFIG_SMP"));
	}

	@Test
	void itCanBeCancelled() throws Exception {
		KernelBuild kernel = fixture.open();
		assertThrows(CancellationException.class, () -> GeneratedIndex.of(kernel, () -> true));
	}

	@Test
	void aRealBuildHasThemAtTheirLines() throws Exception {
		KernelBuild kernel = DemoKernel.open();
		GeneratedIndex index = GeneratedIndex.of(kernel, () -> false);
		for (String name : List.of("CONFIG_LIVEPATCH", "pt_regs_bx", "NR_PAGEFLAGS", "__NR_getpid")) {
			assertFalse(index.find(name).isEmpty(), name);
			for (Declaration found : index.find(name)) {
				String line = Files.readAllLines(kernel.sourceFile(found.file()), StandardCharsets.ISO_8859_1).get(found.line() - 1);
				assertTrue(line.startsWith("#define " + name + " "), line);
			}
		}
	}

	@Test
	void anIncludeOfThemIsFoundAsTheCompilerWould() {
		List<String> files = List.of("include/asm-generic/errno.h", "include/linux/errno.h", "include/uapi/asm-generic/errno.h", "arch/x86/include/generated/uapi/asm/errno.h", "include/uapi/linux/errno.h",
				AUTOCONF, "arch/x86/include/asm/types.h", "arch/x86/include/generated/asm/types.h", "include/generated/uapi/linux/version.h", "drivers/a/linux/version.h");
		DeclarationOrder order = new DeclarationOrder("fs/a.c", Set.of());
		assertEquals(List.of("arch/x86/include/generated/uapi/asm/errno.h"), order.included("asm/errno.h", files));
		assertEquals(List.of("include/linux/errno.h", "include/uapi/linux/errno.h"), order.included("linux/errno.h", files));
		assertEquals(List.of("arch/x86/include/asm/types.h", "arch/x86/include/generated/asm/types.h"), order.included("asm/types.h", files));
		assertEquals(AUTOCONF, order.included("generated/autoconf.h", files).getFirst());
		assertEquals("include/generated/uapi/linux/version.h", order.included("linux/version.h", files).getFirst());
	}
}
