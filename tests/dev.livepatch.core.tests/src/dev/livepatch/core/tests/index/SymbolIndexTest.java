package dev.livepatch.core.tests.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livepatch.core.index.Declaration;
import dev.livepatch.core.index.Declaration.Kind;
import dev.livepatch.core.index.DeclarationOrder;
import dev.livepatch.core.index.Mention;
import dev.livepatch.core.index.SymbolIndex;
import dev.livepatch.testing.DemoKernel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's names are found where they are declared, in the index of a whole kernel. */
class SymbolIndexTest {
	@TempDir
	private static Path cache;
	private static SymbolIndex index;

	@BeforeAll
	static void build() throws Exception {
		AtomicInteger most = new AtomicInteger();
		long start = System.nanoTime();
		index = SymbolIndex.of(DemoKernel.open(), environment(), n -> most.accumulateAndGet(n, Math::max), () -> false);
		long built = System.nanoTime() - start;
		assertEquals(DemoKernel.open().sources(() -> false).size(), most.get(), "progress to the end");
		start = System.nanoTime();
		SymbolIndex.of(DemoKernel.open(), environment(), n -> {
		}, () -> false);
		long opened = System.nanoTime() - start;
		start = System.nanoTime();
		for (int i = 0; i < 1000; i++) {
			index.find("schedule");
		}
		System.out.printf("%d names of %d files in %d ms, %d KB; opened in %d ms, a look-up in %d us%n", index.size(), most.get(), built / 1_000_000, size() >> 10, opened / 1_000_000,
				(System.nanoTime() - start) / 1_000_000);
		assertTrue(opened * 10 < built, "the second time it is there");
	}

	@Test
	void eachKindIsFoundAtItsLine() throws Exception {
		assertDeclared("meminfo_proc_show", Kind.FUNCTION, "fs/proc/meminfo.c", "static int meminfo_proc_show(");
		assertDeclared("seq_printf", Kind.FUNCTION, "fs/seq_file.c", "void seq_printf(");
		assertDeclared("task_struct", Kind.TYPE, "include/linux/sched.h", "struct task_struct {");
		assertDeclared("list_for_each_entry", Kind.MACRO, "include/linux/list.h", "#define list_for_each_entry(");
		assertDeclared("jiffies_64", Kind.VARIABLE, "kernel/time/timer.c", "jiffies_64 ");
	}

	@Test
	void aSystemCallHasTheNameOfItsSymbolToo() throws Exception {
		assertDeclared("__x64_sys_getpid", Kind.FUNCTION, "kernel/sys.c", "SYSCALL_DEFINE0(getpid)");
		assertTrue(index.find("there_is_no_such_symbol_anywhere").isEmpty());
		assertTrue(index.find("").isEmpty());
	}

	@Test
	void everyNameIsFoundAgain() throws Exception {
		String file = "mm/slub.c";
		for (String name : List.of("kmem_cache_free", "slab_fix", "object_err", "slub_debug")) {
			assertTrue(index.find(name).stream().anyMatch(d -> d.file().equals(file)), name);
		}
	}

	@Test
	void aCancelledIndexLeavesNothing(@TempDir Path empty) throws Exception {
		AtomicInteger asked = new AtomicInteger();
		assertThrows(CancellationException.class, () -> SymbolIndex.of(DemoKernel.open(), Map.of("LIVEPATCH_CACHE", empty.toString()), n -> {
		}, () -> asked.incrementAndGet() > 20));
		try (Stream<Path> left = Files.walk(empty)) {
			assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
		}
	}

	@Test
	void aDamagedIndexIsMadeAnew(@TempDir Path other) throws Exception {
		Path file = other.resolve("symbols").resolve(DemoKernel.open().fingerprint());
		Files.createDirectories(file.getParent());
		Files.write(file, new byte[] { 0x4c, 0x50, 0x53, 0x59, 1, 2, 3 });
		AtomicInteger files = new AtomicInteger();
		assertThrows(CancellationException.class, () -> SymbolIndex.of(DemoKernel.open(), Map.of("LIVEPATCH_CACHE", other.toString()), files::set, () -> files.get() > 3));
	}

	@Test
	void theNearestDeclarationIsMeant() {
		DeclarationOrder order = DeclarationOrder.of("fs/proc/a.c", "#include <linux/fs.h>\n# include \"internal.h\"\n");
		Declaration own = at("fs/proc/a.c");
		Declaration beside = at("fs/proc/b.c");
		Declaration header = at("include/linux/fs.h");
		Declaration other = at("drivers/x.c");
		assertEquals(List.of(own, beside, header, other), order.sorted(List.of(other, header, beside, own)));
		assertEquals(List.of(header), order.nearest(List.of(other, header)));
		assertEquals(List.of(other, at("kernel/y.c")), order.nearest(List.of(at("kernel/y.c"), other)));
	}

	@Test
	void anIncludeIsFoundAsTheCompilerWould() throws Exception {
		List<String> files = DemoKernel.open().sources(() -> false);
		DeclarationOrder order = new DeclarationOrder("fs/proc/meminfo.c", Set.of());
		assertEquals("include/linux/fs.h", order.included("linux/fs.h", files).getFirst());
		assertEquals("fs/proc/internal.h", order.included("internal.h", files).getFirst());
		assertEquals("arch/x86/include/asm/page.h", order.included("asm/page.h", files).getFirst());
		assertFalse(order.included("linux/fs.h", files).contains("include/linux/proc_fs.h"));
	}

	@Test
	void whatIsMentionedIsANameOrAFile() {
		assertEquals(Optional.of(new Mention.Name("seq_printf", 1, false)), Mention.at("\tseq_printf(m, \"a b\");", 5));
		assertEquals(Optional.of(new Mention.Name("m", 12, false)), Mention.at("\tseq_printf(m, \"a b\");", 13));
		assertEquals(Optional.empty(), Mention.at("\tseq_printf(m, \"a b\");", 17));
		assertEquals(Optional.of(new Mention.Include("linux/fs.h", 10)), Mention.at("#include <linux/fs.h>", 15));
		assertEquals(Optional.empty(), Mention.at("if (x) /* y */", 12));
		assertEquals(Optional.of(new Mention.Name("sysinfo", 8, true)), Mention.at("\tstruct sysinfo i;", 9));
		assertEquals(Optional.empty(), Mention.at("", 0));
	}

	private static Declaration at(String file) {
		return new Declaration("x", Kind.FUNCTION, file, 1);
	}

	private static void assertDeclared(String name, Kind kind, String file, String text) throws Exception {
		List<Declaration> found = index.find(name);
		Declaration declaration = found.stream().filter(d -> d.file().equals(file) && d.kind() == kind).findFirst().orElseThrow(() -> new AssertionError(name + ": " + found));
		String line = Files.readAllLines(DemoKernel.open().sourceFile(file), StandardCharsets.ISO_8859_1).get(declaration.line() - 1);
		assertTrue(line.contains(text), line);
	}

	private static Map<String, String> environment() {
		return Map.of("LIVEPATCH_CACHE", cache.toString());
	}

	private static long size() throws Exception {
		return Files.size(cache.resolve("symbols").resolve(DemoKernel.open().fingerprint()));
	}
}
