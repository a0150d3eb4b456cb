package dev.livepatch.core.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** A kernel that was really built. */
class DemoKernelBuildTest {
	private final KernelBuild kernel = DemoKernel.open();

	@Test
	void nothingStandsInTheWay() {
		assertEquals(List.of(), kernel.problems());
	}

	@Test
	void everyObjectOfTheKernelHasItsCommandAndParent() throws IOException {
		List<RecordedCommand> users = kernel.objectsOf("include/linux/kconfig.h", Cancellation.NEVER);
		assertTrue(users.size() > 500, users.size() + " objects");
		for (RecordedCommand command : users) {
			assertTrue(kernel.parent(command.object()).isPresent(), command.object());
			assertTrue(command.compiler().contains("-c"), command.object());
			assertTrue(command.source().startsWith("/") || Files.isRegularFile(kernel.sourceFile(command.source())), command.source());
			assertEquals(command.source(), command.source().startsWith("/") ? command.source() : command.dependencies().getFirst());
		}
	}

	@Test
	void sourcesAreFoundByWhatIncludesThem() throws IOException {
		assertEquals(List.of("kernel/sched/build_policy.o"), objects("kernel/sched/rt.c"));
		assertEquals(List.of("fs/proc/meminfo.o"), objects("fs/proc/meminfo.c"));
		assertTrue(objects("fs/fuse/fuse_i.h").contains("fs/fuse/dir.o"));
	}

	@Test
	void parentsAreWhatTheLinkerMade() throws IOException {
		assertEquals(Optional.of("vmlinux"), parent("kernel/sched/build_policy.o"));
		assertEquals(Optional.of("vmlinux"), parent("lib/string.o"));
		assertEquals(Optional.of("vmlinux"), parent("arch/x86/entry/vdso/vma.o"));
		assertEquals(Optional.of("fuse"), parent("fs/fuse/dir.o"));
		assertEquals(Optional.of("dummy"), parent("drivers/net/dummy.o"));
		for (String other : List.of("arch/x86/entry/vdso/vclock_gettime.o", "arch/x86/boot/main.o", "arch/x86/boot/compressed/misc.o",
				"arch/x86/realmode/rm/wakemain.o", "scripts/mod/modpost.o", "tools/objtool/check.o", "fs/fuse/fuse.o", "fs/fuse/fuse.mod.o")) {
			assertEquals(Optional.empty(), parent(other), other);
		}
	}

	@Test
	void sourcesToOpenLieInTheTree() throws IOException {
		List<String> sources = kernel.sources(Cancellation.NEVER);
		assertTrue(sources.containsAll(List.of("fs/proc/meminfo.c", "kernel/sched/rt.c", "include/linux/mm.h", "drivers/net/dummy.c")));
		assertFalse(sources.stream().anyMatch(s -> s.startsWith("scripts/mod/") || s.contains("generated/")));
		assertTrue(sources.stream().allMatch(s -> Files.isRegularFile(kernel.sourceFile(s))));
	}

	@Test
	void modulesAndImageAreThere() throws IOException {
		assertTrue(kernel.moduleFile("fuse").isPresent());
		assertEquals(List.of(), kernel.moduleDependencies("fuse"));
		assertTrue(kernel.bootImage().isPresent());
		assertEquals(32, kernel.fingerprint().length());
	}

	private List<String> objects(String path) throws IOException {
		return kernel.objectsOf(path, Cancellation.NEVER).stream().map(RecordedCommand::object).toList();
	}

	private Optional<String> parent(String object) throws IOException {
		return kernel.parent(object).map(ParentObject::name);
	}
}
