package dev.livepatch.core.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.process.Cancellation;

/** What an object was linked into, and what modules need. */
class LinkedObjectsTest {
	@TempDir
	private Path temp;
	private BuildFixture fixture;

	@BeforeEach
	void build() throws IOException {
		fixture = BuildFixture.inTree(temp.toRealPath());
	}

	@Test
	void oneArchiveHoldsAllOfVmlinux() throws IOException {
		fixture.archive("vmlinux.a", "init/main.o", "lib/string.o", "arch/x86/kernel/vmlinux.o");
		assertParent("vmlinux", "init/main.o");
		assertParent("vmlinux", "lib/string.o");
		assertParent("", "arch/x86/boot/main.o");
		assertEquals(fixture.build.resolve("vmlinux"), fixture.open().parent("init/main.o").orElseThrow().binary());
	}

	@Test
	void olderKernelsHaveAnArchiveOfEachPart() throws IOException {
		fixture.archive("init/built-in.a", "main.o").archive("lib/lib.a", "string.o").archive("arch/x86/built-in.a", "kernel/traps.o")
				.archive("arch/x86/lib/lib.a", "delay.o").archive("arch/x86/pci/built-in.a", "../pci/i386.o").put("arch/x86/kernel/head64.o", "");
		for (String object : List.of("init/main.o", "lib/string.o", "arch/x86/kernel/traps.o", "arch/x86/lib/delay.o", "arch/x86/pci/i386.o", "arch/x86/kernel/head64.o")) {
			assertParent("vmlinux", object);
		}
		assertParent("", "scripts/mod/modpost.o");
	}

	@Test
	void archivesWithTheirMembersInsideAreReadToo() throws IOException {
		fixture.put("built-in.a", "!<arch>\n" + String.format("%-16s%-12d%-6d%-6d%-8s%-10d`\n", "main.o/", 0, 0, 0, "644", 3) + "abc\n"
				+ String.format("%-16s%-12d%-6d%-6d%-8s%-10d`\n", "fork.o/", 0, 0, 0, "644", 2) + "ab");
		assertParent("vmlinux", "main.o");
		assertParent("vmlinux", "fork.o");
	}

	@Test
	void modulesListTheirObjects() throws IOException {
		fixture.archive("vmlinux.a", "init/main.o").module("fs/fuse/fuse", "fs/fuse/dev.o", "fs/fuse/../fuse/dir.o").module("drivers/net/my-dummy", "drivers/net/my-dummy.o");
		assertParent("fuse", "fs/fuse/dev.o");
		assertParent("fuse", "fs/fuse/dir.o");
		assertParent("my_dummy", "drivers/net/my-dummy.o");
		assertEquals(fixture.build.resolve("drivers/net/my-dummy.ko"), fixture.open().parent("drivers/net/my-dummy.o").orElseThrow().binary());
	}

	@Test
	void olderListsOfModulesAreRead() throws IOException {
		fixture.archive("init/built-in.a", "main.o").put("modules.order", "kernel/fs/fuse/fuse.ko\nkernel/net/one.ko\n")
				.put("fs/fuse/fuse.mod", "fs/fuse/dev.o fs/fuse/dir.o\nsymbol_one symbol_two\n")
				.put(".tmp_versions/one.mod", "net/one.ko\nnet/one.o net/part.o\n");
		assertParent("fuse", "fs/fuse/dir.o");
		assertParent("one", "net/part.o");
	}

	@Test
	void newerListsOfModulesNameObjects() throws IOException {
		fixture.archive("vmlinux.a", "init/main.o").put("modules.order", "drivers/net/dummy.o\n").put("drivers/net/dummy.mod", "drivers/net/dummy.o\n");
		assertParent("dummy", "drivers/net/dummy.o");
	}

	@Test
	void aDamagedArchiveIsNamed() throws IOException {
		fixture.put("vmlinux.a", "not an archive");
		KernelException error = assertThrows(KernelException.class, () -> fixture.open().parent("init/main.o"));
		assertTrue(error.getMessage().contains("vmlinux.a is not an archive"), error.getMessage());
	}

	@Test
	void whereNothingWasLinkedCommandsTellWhatAnObjectIsFor() throws IOException {
		String options = "gcc -D__KERNEL__ -mcmodel=kernel -O2 ";
		fixture.recorded("cmd_", "fs/proc/meminfo.o", options + "-DKBUILD_MODFILE='\"fs/proc/proc\"' -c -o fs/proc/meminfo.o fs/proc/meminfo.c", "fs/proc/meminfo.c");
		fixture.recorded("savedcmd_", "fs/fuse/dir.o", options + "-DMODULE -DKBUILD_MODFILE='\"fs/fuse/fuse-fs\"' -c -o fs/fuse/dir.o fs/fuse/dir.c", "fs/fuse/dir.c");
		fixture.recorded("cmd_", "arch/x86/entry/vdso/vgetcpu.o", options + "-fPIC -c -o v.o v.c", "v.c");
		fixture.recorded("cmd_", "arch/x86/boot/main.o", "gcc -D__KERNEL__ -m16 -c -o v.o v.c", "v.c");
		fixture.recorded("cmd_", "fs/fuse/fuse.mod.o", options + "-DMODULE -DKBUILD_MODFILE='\"fs/fuse/fuse\"' -c -o v.o v.c", "v.c");
		fixture.recorded("cmd_", "scripts/mod/empty.o", options + "-c -o v.o v.c", "v.c");
		assertParent("vmlinux", "fs/proc/meminfo.o");
		assertParent("fuse_fs", "fs/fuse/dir.o");
		assertEquals(fixture.build.resolve("fs/fuse/fuse-fs.ko"), fixture.open().parent("fs/fuse/dir.o").orElseThrow().binary());
		for (String other : List.of("arch/x86/entry/vdso/vgetcpu.o", "arch/x86/boot/main.o", "fs/fuse/fuse.mod.o", "scripts/mod/empty.o")) {
			assertParent("", other);
		}
		assertEquals(1, fixture.open().objectsOf("fs/proc/meminfo.c", Cancellation.NEVER).size());
	}

	@Test
	void newerCommandsNameTheModuleOnly() throws IOException {
		String options = "gcc -D__KERNEL__ -mcmodel=kernel -O2 -DMODULE ";
		fixture.recorded("cmd_", "drivers/net/a/core.o", options + "-DKBUILD_MODNAME='\"my_net\"' -c -o drivers/net/a/core.o drivers/net/a/core.c", "drivers/net/a/core.c");
		fixture.recorded("cmd_", "fs/b/b.o", options + "-DKBUILD_MODNAME='\"b\"' -c -o fs/b/b.o fs/b/b.c", "fs/b/b.c").put("modules.order", "drivers/net/my-net.ko\n");
		assertParent("my_net", "drivers/net/a/core.o");
		assertEquals(fixture.build.resolve("drivers/net/my-net.ko"), fixture.open().parent("drivers/net/a/core.o").orElseThrow().binary());
		assertParent("b", "fs/b/b.o");
		assertFalse(fixture.open().complete());
	}

	@Test
	void modulesAreFoundByEitherSpelling() throws IOException {
		fixture.module("drivers/net/my-dummy", "drivers/net/my-dummy.o").put("drivers/net/my-dummy.ko", "").module("fs/unbuilt", "fs/unbuilt.o");
		KernelBuild kernel = fixture.open();
		assertEquals(Optional.of(fixture.build.resolve("drivers/net/my-dummy.ko")), kernel.moduleFile("my_dummy"));
		assertEquals(Optional.of(fixture.build.resolve("drivers/net/my-dummy.ko")), kernel.moduleFile("my-dummy"));
		assertEquals(Optional.empty(), kernel.moduleFile("unbuilt"));
		assertEquals(Optional.empty(), kernel.moduleFile("none"));
	}

	@Test
	void modulesThatAModuleNeedsComeInTheirOrderOfLoading() throws IOException {
		needs("a", "b,c-d");
		needs("b", "e");
		needs("c-d", "e,b");
		needs("e", "");
		assertEquals(List.of("e", "b", "c_d"), fixture.open().moduleDependencies("a"));
		assertEquals(List.of(), fixture.open().moduleDependencies("e"));
	}

	@Test
	void modulesThatNeedEachOtherEndTheSearch() throws IOException {
		needs("a", "b");
		needs("b", "a");
		assertEquals(List.of("b"), fixture.open().moduleDependencies("a"));
	}

	@Test
	void aMissingModuleIsNamed() throws IOException {
		needs("a", "gone");
		KernelException error = assertThrows(KernelException.class, () -> fixture.open().moduleDependencies("a"));
		assertTrue(error.getMessage().contains("has no module gone"), error.getMessage());
	}

	private void needs(String module, String depends) throws IOException {
		fixture.module("m/" + module, "m/" + module + ".o");
		fixture.elf("m/" + module + ".ko", List.of(Elf.text(".modinfo", "license=GPL\0depends=" + depends + "\0name=" + module + "\0")));
	}

	/** Opens the build anew: what was linked is read once. */
	private void assertParent(String name, String object) throws IOException {
		assertEquals(name, fixture.open().parent(object).map(ParentObject::name).orElse(""), object);
	}
}
