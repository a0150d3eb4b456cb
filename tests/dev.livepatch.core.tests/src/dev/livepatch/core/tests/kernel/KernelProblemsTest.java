package dev.livepatch.core.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.kernel.KernelProblem;
import dev.livepatch.core.kernel.KernelProblem.Severity;

/** Everything that can be wrong with a kernel build, one at a time. */
class KernelProblemsTest {
	private static final String IDENT = "GCC: (Test 1) 1.0";
	@TempDir
	private Path temp;
	private BuildFixture fixture;

	/** A build without any problem, whose compiler is a script. */
	@BeforeEach
	void goodBuild() throws IOException {
		fixture = BuildFixture.inTree(temp.toRealPath());
		fixture.put("Module.symvers", "").put("arch/x86/boot/bzImage", "").put("tools/objtool/objtool", "").put("tools/objtool/Makefile", "");
		assertTrue(fixture.build.resolve("tools/objtool/objtool").toFile().setExecutable(true));
		vmlinux(Elf.text(".debug_info", "x"), Elf.text(".comment", IDENT + "\0"));
		compiler("#!/bin/sh\necho '\t.ident\t\"" + IDENT + "\"'\n");
		record("init/main.o");
	}

	@Test
	void aGoodBuildHasNone() throws IOException {
		assertEquals(List.of(), problems());
	}

	@ParameterizedTest
	@ValueSource(strings = { "CONFIG_X86_64", "CONFIG_LIVEPATCH", "CONFIG_DYNAMIC_FTRACE", "CONFIG_DEBUG_INFO" })
	void anOptionThatIsNeededIsNamed(String option) throws IOException {
		fixture.put(".config", BuildFixture.CONFIG.replace(option + "=y\n", "# " + option + " is not set\n"));
		KernelProblem problem = only();
		assertEquals(Severity.ERROR, problem.severity());
		assertTrue(problem.message().contains(option) || option.equals("CONFIG_X86_64"), problem.message());
		assertTrue(problem.remedy().contains(option) || problem.remedy().contains("x86-64"), problem.remedy());
	}

	@ParameterizedTest
	@ValueSource(strings = { "CONFIG_DEBUG_INFO_SPLIT", "CONFIG_X86_KERNEL_IBT", "CONFIG_GCC_PLUGIN_LATENT_ENTROPY", "CONFIG_GCC_PLUGIN_RANDSTRUCT", "CONFIG_RANDSTRUCT",
			"CONFIG_LTO_CLANG" })
	void anOptionThatCannotBeIsNamed(String option) throws IOException {
		fixture.put(".config", BuildFixture.CONFIG + option + "=y\n");
		KernelProblem problem = only();
		assertEquals(Severity.ERROR, problem.severity());
		assertTrue(problem.message().contains(option + "=y"), problem.message());
		assertEquals("unset " + option + " and build the kernel again", problem.remedy());
	}

	@Test
	void reducedDebugInformationIsAWarning() throws IOException {
		fixture.put(".config", BuildFixture.CONFIG + "CONFIG_DEBUG_INFO_REDUCED=y\n");
		assertEquals(Severity.WARNING, only().severity());
	}

	@Test
	void withoutReliableStacksOnlyTheTransitionIsInDoubt() throws IOException {
		fixture.put(".config", BuildFixture.CONFIG.replace("CONFIG_HAVE_RELIABLE_STACKTRACE=y\n", ""));
		assertEquals(Severity.WARNING, only().severity());
		assertTrue(only().message().contains("CONFIG_HAVE_RELIABLE_STACKTRACE is not set"), only().message());
	}

	@ParameterizedTest
	@CsvSource({ "vmlinux, there is no vmlinux, make vmlinux", "Module.symvers, there is no Module.symvers, make modules",
			"tools/objtool/objtool, objtool was not built, make prepare", "arch/x86/boot/bzImage, there is no arch/x86/boot/bzImage, make bzImage",
			"init/.main.o.cmd, no compile commands are recorded, keep the .cmd files" })
	void aMissingFileIsNamed(String file, String message, String remedy) throws IOException {
		Files.delete(fixture.build.resolve(file));
		KernelProblem problem = problems().getFirst();
		assertTrue(problem.message().contains(message), problem.message());
		assertTrue(problem.remedy().contains(remedy), problem.remedy());
		assertEquals(file.endsWith("bzImage") ? Severity.WARNING : Severity.ERROR, problem.severity());
	}

	@Test
	void aStrippedVmlinuxIsNoticed() throws IOException {
		vmlinux(Elf.text(".comment", IDENT + "\0"));
		assertTrue(only().message().contains("has been stripped"), only().message());
	}

	@Test
	void aVmlinuxThatIsNoImageIsNoticed() throws IOException {
		fixture.put("vmlinux", "not an ELF file at all");
		assertTrue(problems().getFirst().message().contains("vmlinux cannot be read"), problems().toString());
	}

	@Test
	void anotherCompilerIsNoticed() throws IOException {
		compiler("#!/bin/sh\necho '\t.ident\t\"GCC: (Test 2) 2.0\"'\n");
		KernelProblem problem = only();
		assertEquals(Severity.ERROR, problem.severity());
		assertTrue(problem.message().contains("is now GCC: (Test 2) 2.0, vmlinux was made by " + IDENT), problem.message());
		assertTrue(problem.remedy().contains("gcc (Debian 12.2.0-14) 12.2.0"), problem.remedy());
	}

	@Test
	void oneOfTheCompilersOfVmlinuxIsEnough() throws IOException {
		vmlinux(Elf.text(".debug_info", "x"), Elf.text(".comment", "Linker: LLD 17\0" + IDENT + "\0"));
		assertEquals(List.of(), problems());
	}

	@Test
	void aCompilerThatIsNotThereIsNamed() throws IOException {
		Files.delete(fixture.build.resolve("cc"));
		assertTrue(only().message().contains("cc) cannot be run"), only().message());
		assertTrue(only().remedy().contains("install it: gcc (Debian 12.2.0-14) 12.2.0"), only().remedy());
	}

	@Test
	void aVmlinuxThatKeepsItsCompilerToItselfIsAWarning() throws IOException {
		vmlinux(Elf.text(".debug_info", "x"));
		assertEquals(Severity.WARNING, only().severity());
		assertTrue(only().message().contains("no .comment section"), only().message());
	}

	@Test
	void aFileSystemThatIgnoresCaseIsNoticed() throws IOException {
		// on such a file system both names are one file, as with this link
		Files.createSymbolicLink(fixture.source.resolve("KCONFIG"), Path.of("Kconfig"));
		assertTrue(only().message().contains("ignores case"), only().message());
	}

	@Test
	void allProblemsAreToldAtOnceErrorsFirst() throws IOException {
		fixture.put(".config", "CONFIG_X86_64=y\nCONFIG_X86_KERNEL_IBT=y\nCONFIG_DEBUG_INFO_REDUCED=y\n");
		List<KernelProblem> problems = problems();
		assertEquals(6, problems.size(), problems.toString());
		assertEquals(Severity.WARNING, problems.getLast().severity());
		assertFalse(problems.stream().anyMatch(p -> p.remedy().isBlank()));
		goodBuild();
		Files.delete(fixture.build.resolve("arch/x86/boot/bzImage"));
		Files.delete(fixture.build.resolve("cc"));
		assertEquals(List.of(Severity.ERROR, Severity.WARNING), problems().stream().map(KernelProblem::severity).toList());
	}

	private List<KernelProblem> problems() throws IOException {
		return fixture.open().problems();
	}

	private KernelProblem only() throws IOException {
		List<KernelProblem> problems = problems();
		assertEquals(1, problems.size(), problems.toString());
		return problems.getFirst();
	}

	private void vmlinux(Elf... sections) throws IOException {
		fixture.elf("vmlinux", List.of(sections));
	}

	private void compiler(String script) throws IOException {
		fixture.put("cc", script);
		assertTrue(fixture.build.resolve("cc").toFile().setExecutable(true));
	}

	private void record(String object) throws IOException {
		fixture.recorded("cmd_", object, fixture.build + "/cc -O2 -c -o " + object + " init/main.c", "init/main.c");
	}
}
