package dev.livepatch.core.tests.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

import dev.livepatch.core.index.Declaration;
import dev.livepatch.core.index.Declaration.Kind;
import dev.livepatch.core.index.DeclarationOrder;
import dev.livepatch.core.index.Mention;
import dev.livepatch.core.index.Mention.Role;
import dev.livepatch.core.index.SymbolIndex;
import dev.livepatch.core.source.CParser;
import dev.livepatch.testing.DemoKernel;

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
		AtomicInteger again = new AtomicInteger();
		SymbolIndex.of(DemoKernel.open(), environment(), again::set, () -> false);
		long opened = System.nanoTime() - start;
		start = System.nanoTime();
		for (int i = 0; i < 1000; i++) {
			index.find("schedule");
		}
		System.out.printf("%d names of %d files in %d ms, %d KB; opened in %d ms, a look-up in %d us%n", index.size(), most.get(), built / 1_000_000, Files.size(file(cache)) >> 10, opened / 1_000_000,
				(System.nanoTime() - start) / 1_000_000);
		assertEquals(0, again.get(), "the second time it is there");
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
	void membersEnumeratorsAndMereDeclarationsAreFound() throws Exception {
		assertDeclared("vm_flags", Kind.MEMBER, "include/linux/mm_types.h", "vm_flags;");
		assertTrue(index.find("vm_pgoff").stream().anyMatch(d -> d.kind() == Kind.MEMBER && d.owner().equals("vm_area_struct")));
		assertDeclared("NR_FILE_PAGES", Kind.ENUMERATOR, "include/linux/mmzone.h", "NR_FILE_PAGES");
		assertEquals("node_stat_item", index.find("NR_FILE_PAGES").getFirst().owner());
		assertDeclared("si_meminfo", Kind.DECLARED_ONLY, "include/linux/mm.h", "si_meminfo(");
		assertDeclared("memset", Kind.DECLARED_ONLY, "arch/x86/include/asm/string_64.h", "memset(");
	}

	@Test
	void allFormsOfMembersAndDeclarationsAreRead() throws Exception {
		String text = """
				struct outer {
					unsigned flag:1, width:WIDTH; /* not; this */
					int (*call)(struct x *y, int z);
					char name[LEN], *second __aligned(8);
					union { struct { u8 low; } __packed; enum { IN, OUT = F(1, 2), } way; };
				#ifdef CONFIG_X
					DECLARE_BITMAP(bits, 64);
				#endif
					struct_group(head, int a; int b;);
					DECLARE_FLEX_ARRAY(struct t, last);
				} variable;
				typedef struct { int only; } alias_t;
				__printf(1, 2) extern int say(const char *text, ...);
				extern const char *const names[];
				DECLARE_PER_CPU(int, counter);
				EXPORT_SYMBOL(variable);
				static int f(void)
				{
					return g(1);
				}
				""";
		List<Declaration> found;
		try (CParser parser = CParser.open()) {
			found = Declaration.of("a.h", text, parser.parse(text));
		}
		assertEquals(List.of("flag 2", "width 2", "call 3", "name 4", "second 4", "low 5", "way 5", "bits 7", "head 9", "a 9", "b 9", "last 10"), named(found, Kind.MEMBER, "outer"));
		assertEquals(List.of("IN 5", "OUT 5"), named(found, Kind.ENUMERATOR, "outer"));
		assertEquals(List.of("only 12"), named(found, Kind.MEMBER, "alias_t"));
		assertEquals(List.of("say 13", "names 14", "counter 15"), named(found, Kind.DECLARED_ONLY, ""));
	}

	@Test
	void aDefinitionIsMeantBeforeAMereDeclarationAndMembersOfKnownTypesComeFirst() {
		DeclarationOrder order = DeclarationOrder.of("fs/a.c", "#include <linux/fs.h>\nstruct inode *i;");
		Declaration declared = new Declaration("x", Kind.DECLARED_ONLY, "include/linux/fs.h", 1);
		assertEquals(List.of(at("kernel/y.c")), order.nearest(List.of(declared, at("kernel/y.c"))));
		assertEquals(List.of(declared), order.nearest(List.of(declared)));
		Declaration near = new Declaration("x", Kind.MEMBER, "file", "include/linux/fs.h", 2);
		Declaration named = new Declaration("x", Kind.MEMBER, "inode", "drivers/z.h", 3);
		assertEquals(List.of(named, near), order.members(List.of(near, named), "struct inode *i;"));
	}

	private static List<String> named(List<Declaration> found, Kind kind, String owner) {
		return found.stream().filter(d -> d.kind() == kind && d.owner().equals(owner)).map(d -> d.name() + " " + d.line()).toList();
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
	void aDamagedIndexAndOneOfAnotherFormatAreMadeAnew(@TempDir Path other) throws Exception {
		byte[] whole = Files.readAllBytes(file(cache));
		assertFalse(madeAnew(other, whole), "this format");
		assertTrue(madeAnew(other, Arrays.copyOf(whole, whole.length - 1)), "cut short");
		whole[Integer.BYTES - 1]--;
		assertTrue(madeAnew(other, whole), "the format before");
	}

	private static boolean madeAnew(Path other, byte[] known) throws Exception {
		Files.createDirectories(file(other).getParent());
		Files.write(file(other), known);
		AtomicInteger files = new AtomicInteger();
		try {
			SymbolIndex.of(DemoKernel.open(), Map.of("LIVEPATCH_CACHE", other.toString()), files::set, () -> files.get() > 3);
			return false;
		} catch (CancellationException e) {
			return true;
		}
	}

	private static Path file(Path cache) throws Exception {
		return cache.resolve("symbols").resolve(DemoKernel.open().fingerprint());
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
		assertEquals(Optional.of(new Mention.Name("seq_printf", 1, Role.PLAIN)), Mention.at("\tseq_printf(m, \"a b\");", 5));
		assertEquals(Optional.of(new Mention.Name("m", 12, Role.PLAIN)), Mention.at("\tseq_printf(m, \"a b\");", 13));
		assertEquals(Optional.empty(), Mention.at("\tseq_printf(m, \"a b\");", 17));
		assertEquals(Optional.of(new Mention.Include("linux/fs.h", 10)), Mention.at("#include <linux/fs.h>", 15));
		assertEquals(Optional.empty(), Mention.at("if (x) /* y */", 12));
		assertEquals(Optional.of(new Mention.Name("sysinfo", 8, Role.TAG)), Mention.at("\tstruct sysinfo i;", 9));
		assertEquals(Optional.of(new Mention.Name("next", 4, Role.MEMBER)), Mention.at("\tp->next = {", 5));
		assertEquals(Optional.of(new Mention.Name("open", 2, Role.MEMBER)), Mention.at("\t.open = seq_open,", 3));
		assertEquals(Optional.of(new Mention.Name("seq_open", 9, Role.PLAIN)), Mention.at("\t.open = seq_open,", 10));
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
}
