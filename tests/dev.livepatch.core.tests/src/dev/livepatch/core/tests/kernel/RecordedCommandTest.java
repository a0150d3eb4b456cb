package dev.livepatch.core.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.RecordedCommand;

/** The texts of {@code .o.cmd} files, from Linux 5.x to 7.x. */
class RecordedCommandTest {
	private static final String OBJECT = "fs/proc/meminfo.o";
	@TempDir
	private Path temp;
	private BuildFixture fixture;

	@BeforeEach
	void build() throws IOException {
		fixture = BuildFixture.outOfTree(temp.toRealPath());
		Files.createSymbolicLink(fixture.build.resolve("source"), fixture.source);
	}

	@Test
	void compilerAndObjtoolOfOneLineAreToldApart() throws IOException {
		fixture.recorded("cmd_", OBJECT, "gcc -Wp,-MMD,fs/proc/.meminfo.o.d -pg -mfentry -c -o fs/proc/meminfo.o " + fixture.source
				+ "/fs/proc/meminfo.c   ; ./tools/objtool/objtool --hacks=jump_label --orc   fs/proc/meminfo.o", fixture.source + "/fs/proc/meminfo.c");
		RecordedCommand command = command();
		assertEquals(List.of("gcc", "-Wp,-MMD,fs/proc/.meminfo.o.d", "-pg", "-mfentry", "-c", "-o", OBJECT, fixture.source + "/fs/proc/meminfo.c"), command.compiler());
		assertEquals(Optional.of(List.of("./tools/objtool/objtool", "--hacks=jump_label", "--orc", OBJECT)), command.objtool());
		assertEquals("fs/proc/meminfo.c", command.source());
		assertTrue(command.traceable());
	}

	@Test
	void aNameThatNoFileCanHaveIsDamage() throws IOException {
		fixture.recorded("cmd_", OBJECT, "gcc -c -o fs/proc/meminfo.o ../linux/x\0.c", "../linux/x\0.c", "../linux/./y\0.h");
		assertTrue(assertThrows(KernelException.class, this::command).getMessage().contains(".meminfo.o.cmd is damaged"));
		fixture.recorded("cmd_", OBJECT, "gcc -c -o fs/proc/meminfo.o ../linux/x.c", "../linux/x.c", "../linux/./y\0.h");
		assertEquals("x.c", command().source());
	}

	@Test
	void newerKernelsSaveTheCommandUnderAnotherName() throws IOException {
		fixture.recorded("savedcmd_", OBJECT, "gcc -c -o fs/proc/meminfo.o ../linux/fs/proc/meminfo.c && ./tools/objtool/objtool --orc fs/proc/meminfo.o",
				"../linux/fs/proc/meminfo.c");
		assertEquals("../linux/fs/proc/meminfo.c", command().compiler().getLast());
		assertEquals("fs/proc/meminfo.c", command().source());
		assertTrue(command().objtool().isPresent());
		assertFalse(command().traceable());
	}

	@Test
	void wordsAreSplitAsAShellDoes() throws IOException {
		fixture.recorded("cmd_", OBJECT, "gcc -DA='\"a b\"' -DB=\"say \\\"x\\\"\" -DC=c\\ d -DD=a'b'\"c\" -DE='$$HOME' -DF=a$(pound)b \"\" -c -o fs/proc/meminfo.o x.c # end",
				"x.c");
		assertEquals(List.of("gcc", "-DA=\"a b\"", "-DB=say \"x\"", "-DC=c d", "-DD=abc", "-DE=$HOME", "-DF=a#b", "", "-c", "-o", OBJECT, "x.c"), command().compiler());
	}

	@Test
	void stepsOfOlderKernelsAroundTheCompilerAreNotTheCompiler() throws IOException {
		fixture.recorded("cmd_", OBJECT, "set -e; gcc -c -o fs/proc/.tmp_meminfo.o a.c; if objdump -h fs/proc/.tmp_meminfo.o | grep -q __ksymtab; "
				+ "then gcc -E -D__GENKSYMS__ a.c | scripts/genksyms/genksyms > fs/proc/.tmp_meminfo.ver; ld -r -o fs/proc/meminfo.o fs/proc/.tmp_meminfo.o; "
				+ "else mv -f fs/proc/.tmp_meminfo.o fs/proc/meminfo.o; fi; ./scripts/recordmcount fs/proc/meminfo.o", "a.c");
		assertEquals(List.of("gcc", "-c", "-o", "fs/proc/.tmp_meminfo.o", "a.c"), command().compiler());
		assertEquals(Optional.empty(), command().objtool());
	}

	@Test
	void shellKeywordsAreNoPartOfTheCompiler() throws IOException {
		fixture.recorded("cmd_", OBJECT, "if ! gcc -c -o fs/proc/meminfo.o a.c; then false; else { ./tools/objtool/objtool --orc fs/proc/meminfo.o; } fi", "a.c");
		assertEquals(List.of("gcc", "-c", "-o", OBJECT, "a.c"), command().compiler());
		assertEquals(Optional.of(List.of("./tools/objtool/objtool", "--orc", OBJECT)), command().objtool());
	}

	@Test
	void aLauncherBeforeTheCompilerStays() throws IOException {
		fixture.recorded("cmd_", OBJECT, "ccache gcc -c -o fs/proc/meminfo.o a.c", "a.c");
		assertEquals("ccache", command().compiler().getFirst());
	}

	@Test
	void dependenciesAreNamedAfterTheTreeTheyLieIn() throws IOException {
		fixture.compiled(OBJECT, fixture.source + "/fs/proc/meminfo.c", fixture.source + "/include/linux/mm.h", "../linux/fs/proc/internal.h",
				fixture.source + "/fs/proc/../../mm/slab.h", "include/generated/autoconf.h", "./arch/x86/include/generated/asm/x.h", "/usr/lib/gcc/include/stdarg.h");
		assertEquals(List.of("fs/proc/meminfo.c", "include/linux/mm.h", "fs/proc/internal.h", "mm/slab.h", "include/generated/autoconf.h",
				"arch/x86/include/generated/asm/x.h", "/usr/lib/gcc/include/stdarg.h"), command().dependencies());
	}

	@Test
	void aTreeRecordedByAnotherNameIsTheSameTree() throws IOException {
		Path link = Files.createSymbolicLink(fixture.source.resolveSibling("by-link"), fixture.source);
		Files.createDirectories(fixture.source.resolve("fs/proc"));
		fixture.compiled(OBJECT, link + "/fs/proc/meminfo.c", link + "/fs/proc/internal.h");
		assertEquals("fs/proc/meminfo.c", command().source());
		assertEquals(List.of("fs/proc/meminfo.c", "fs/proc/internal.h"), command().dependencies());
	}

	@Test
	void aTreeThatIsRecordedByTheNameInTheSourceLinkNeedNotExistUnderIt() throws IOException {
		fixture.put("Makefile", "include /old/place/linux/Makefile\n");
		fixture.compiled(OBJECT, "/old/place/linux/fs/proc/meminfo.c");
		assertEquals("fs/proc/meminfo.c", command().source());
	}

	@Test
	void aBuildDirectoryBelowTheSourceKeepsItsGeneratedFilesApart() throws IOException {
		fixture = new BuildFixture(fixture.source, fixture.source.resolve("out"));
		fixture.put("Makefile", "include ../Makefile\n");
		fixture.compiled(OBJECT, "../fs/proc/meminfo.c", "../include/linux/mm.h", "include/generated/autoconf.h");
		assertEquals(List.of("fs/proc/meminfo.c", "include/linux/mm.h", "include/generated/autoconf.h"), command().dependencies());
	}

	@Test
	void aGeneratedSourceIsAbsolute() throws IOException {
		fixture.compiled("fs/x.mod.o", "fs/x.mod.c");
		assertEquals(fixture.build + "/fs/x.mod.c", fixture.open().command("fs/x.mod.o").orElseThrow().source());
	}

	@Test
	void objectsLinkedFromOthersAndObjectsWithoutARecordHaveNoCommand() throws IOException {
		fixture.put("fs/.fuse.o.cmd", "cmd_fs/fuse.o := ld -m elf_x86_64 -r -o fs/fuse.o @fs/fuse.mod\n");
		assertEquals(Optional.empty(), fixture.open().command("fs/fuse.o"));
		assertEquals(Optional.empty(), fixture.open().command("fs/none.o"));
		fixture.put("fs/.empty.o.cmd", "");
		assertEquals(Optional.empty(), fixture.open().command("fs/empty.o"));
	}

	@Test
	void objtoolOfKernelsThatDidNotRecordItIsKnown() throws IOException {
		fixture.put("include/config/kernel.release", "5.10.0\n");
		fixture.put(".config", BuildFixture.CONFIG + "CONFIG_UNWINDER_ORC=y\nCONFIG_STACK_VALIDATION=y\nCONFIG_RETPOLINE=y\nCONFIG_X86_SMAP=y\n");
		fixture.compiled(OBJECT, fixture.source + "/fs/proc/meminfo.c");
		fixture.elf(OBJECT, List.of(Elf.text(".orc_unwind_ip", "....")));
		assertEquals(Optional.of(List.of("./tools/objtool/objtool", "orc", "generate", "--no-fp", "--retpoline", "--uaccess", OBJECT)), command().objtool());
		fixture.elf(OBJECT, List.of(Elf.text(".text", "....")));
		assertEquals(Optional.empty(), command().objtool());
		fixture.put("include/config/kernel.release", "5.16.0\n");
		fixture.elf(OBJECT, List.of(Elf.text(".orc_unwind_ip", "....")));
		assertEquals(Optional.empty(), command().objtool());
	}

	private RecordedCommand command() throws IOException {
		return fixture.open().command(OBJECT).orElseThrow();
	}
}
