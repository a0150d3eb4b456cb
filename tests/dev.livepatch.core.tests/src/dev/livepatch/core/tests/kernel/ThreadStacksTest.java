package dev.livepatch.core.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.kernel.ThreadStacks;
import dev.livepatch.core.kernel.ThreadStacks.Seen;

/** What boots of a kernel have shown of its threads. */
class ThreadStacksTest {
	@TempDir
	private Path temp;
	private BuildFixture fixture;
	private ParentObject vmlinux;

	@BeforeEach
	void build() throws IOException {
		fixture = BuildFixture.outOfTree(temp.toRealPath());
		Files.createSymbolicLink(fixture.build.resolve("source"), fixture.source);
		fixture.elf("vmlinux", List.of(Elf.text(".comment", "one")));
		vmlinux = new ParentObject(ParentObject.VMLINUX, fixture.build.resolve("vmlinux"));
	}

	@Test
	void boots() throws IOException {
		assertEquals(Set.of(), ThreadStacks.of(fixture.open()).seen());
		ThreadStacks.add(fixture.open(), List.of(Seen.of("kworker/0:1", "worker_thread", "vmlinux"), Seen.of("kworker/u2:0", "worker_thread", "vmlinux"), Seen.of("loop0", "loop_wait", "loop")));
		ThreadStacks.add(fixture.open(), List.of(Seen.of("late", "worker_thread", "vmlinux")));
		ThreadStacks known = ThreadStacks.of(fixture.open());
		assertEquals(Set.of("kworker", "late"), known.threadsIn("worker_thread", vmlinux));
		assertEquals(Set.of(), known.threadsIn("loop_wait", vmlinux), "a function of a module");
		assertEquals(Set.of("loop"), known.threadsIn("loop_wait", new ParentObject("loop", temp.resolve("loop.ko"))));
	}

	@Test
	void anotherBuildInTheSamePlaceIsAnotherKernel() throws IOException {
		ThreadStacks.add(fixture.open(), List.of(Seen.of("old", "f", "vmlinux")));
		fixture.put(".config", BuildFixture.CONFIG + "CONFIG_NEW=y\n");
		KernelBuild again = fixture.open();
		assertEquals(Set.of(), ThreadStacks.of(again).seen());
	}

	@ParameterizedTest
	@CsvSource({ "kworker/0:1H-kblockd, kworker", "kswapd0, kswapd", "rcu_preempt, rcu_preempt", "ksoftirqd/12, ksoftirqd", "7, 7", "/x, /x" })
	void threadsOfAKindHaveOneName(String comm, String name) {
		assertEquals(name, Seen.of(comm, "f", "vmlinux").thread());
	}
}
