package dev.livepatch.core.tests.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.source.CParser;
import dev.livepatch.core.source.Element;
import dev.livepatch.core.source.Element.Function;
import dev.livepatch.core.source.Extent;
import dev.livepatch.core.source.Member;
import dev.livepatch.core.source.Outline;
import dev.livepatch.testing.DemoKernel;

/** What an outline finds in C as the kernel writes it, whole and half-written. */
class OutlineTest {

	private static Outline outline(String text) throws Exception {
		try (CParser parser = CParser.open()) {
			return parser.parse(text);
		}
	}

	private static List<String> names(Outline outline) {
		return outline.functions().stream().map(Function::name).toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "static int __init foo_init(void)|foo_init", "static __always_inline void *f2(struct a *b, int c)|f2",
			"asmlinkage __visible void __init __no_sanitize_address start_kernel(void)|start_kernel", "__visible noinstr void do_syscall_64(struct pt_regs *regs, int nr)|do_syscall_64",
			"static int (*chosen(int a))(int)|chosen", "void __sched __unlock(struct rq *rq) __releases(rq->lock)|__unlock", "static __printf(2, 3) int say(char *to, const char *format, ...)|say",
			"struct page *@alloc(gfp_t flags)|alloc", "int __must_check __attribute__((aligned(8))) f(void)|f", "EXPORT_SYMBOL(other)@int mine(int a)|mine",
			"static u32 __section(.x) SHOUT(u32 a)|SHOUT", "int@#ifdef A@with(int a)@#else@with(long a)@#endif@|with" })
	void aFunctionIsKnownByItsNameWhateverItsMacros(String head, String name) throws Exception {
		String text = "int before;\n\n/* not_this(void) */\n" + head.replace('@', '\n') + "\n{\n\tif (1)\n\t\treturn 0;\n}\n";
		List<Function> functions = outline(text).functions();
		assertEquals(List.of(name), functions.stream().map(Function::name).toList());
		assertEquals(name, functions.getFirst().nameExtent().in(text));
		assertEquals(Optional.empty(), functions.getFirst().macro());
		assertTrue(functions.getFirst().body().in(text).startsWith("{\n\tif"));
		assertTrue(functions.getFirst().extent().in(text).endsWith("\n}"));
	}

	@Test
	void aFunctionThatAMacroDefinesHasTheNamesOfItsSymbols() throws Exception {
		List<Function> functions = outline("""
				SYSCALL_DEFINE3(read, unsigned int, fd, char __user *, buf, size_t, count)
				{
					return ksys_read(fd, buf, count);
				}
				COMPAT_SYSCALL_DEFINE1(old, int, a)
				{
				}
				static DEFINE_IDTENTRY(exc_divide_error)
				{
				}
				""").functions();
		assertEquals(List.of("read", "old", "exc_divide_error"), functions.stream().map(Function::name).toList());
		assertEquals(List.of("__x64_sys_read", "__se_sys_read", "__do_sys_read"), functions.get(0).symbols().subList(0, 3));
		assertEquals(List.of("__ia32_compat_sys_old", "__se_compat_sys_old", "__do_compat_sys_old"), functions.get(1).symbols().subList(0, 3));
		assertEquals(List.of("exc_divide_error", "__exc_divide_error"), functions.get(2).symbols());
		assertEquals(Optional.of("SYSCALL_DEFINE3"), functions.get(0).macro());
	}

	@Test
	void everythingElseThatAFileSaysIsListedInOrder() throws Exception {
		Outline outline = outline("""
				#include <linux/fs.h>
				#define LIMIT 3
				#define twice(x) \\
					((x) + (x))
				struct a { int x; };
				struct known_elsewhere;
				enum { A, B };
				typedef struct { int y; } b_t;
				static int __read_mostly first = 3, second[4] = { 1, 2 };
				extern int elsewhere;
				static DEFINE_SPINLOCK(lock);
				static DEFINE_PER_CPU(struct a, each);
				LIST_HEAD(all);
				int declared(int a);
				static void (*called)(int a);
				static const struct file_operations operations = {
					.open = opened,
				};
				""");
		List<String> found = outline.elements().stream().map(e -> switch (e) {
			case Function function -> "function " + function.name();
			case Element.Macro macro -> "macro " + macro.name() + (macro.parameters() ? "()" : "");
			case Element.Type type -> type.kind() + " " + type.name();
			case Element.Variable variable -> "variable " + variable.name();
			case Element.Include include -> "include " + include.name();
		}).toList();
		assertEquals(List.of("include linux/fs.h", "macro LIMIT", "macro twice()", "STRUCT a", "ENUM ", "TYPEDEF b_t", "variable first", "variable second", "variable lock", "variable each",
				"variable all", "variable called", "variable operations"), found);
		assertEquals(4, outline.elements().get(2).extent().lastLine());
	}

	@ParameterizedTest
	@ValueSource(strings = { "if (a) {", "if (a", "foo(", "\"text", "'", "/* comment */ /", "}", "x =", "switch (a) {\ncase 1:", "#ifdef A", "do {{{{", "\u00e4\ud83d\udc27{" })
	void whatIsHalfWrittenCostsNoOtherFunction(String typed) throws Exception {
		String text = DemoKernel.text("fs/seq_file.c");
		Outline whole = outline(text);
		int in = whole.functions().stream().filter(f -> f.name().equals("seq_read_iter")).findFirst().orElseThrow().body().start() + 1;
		String broken = text.substring(0, in) + "\n\t" + typed + "\n" + text.substring(in);
		try (CParser parser = CParser.open()) {
			parser.parse(text);
			Outline outline = parser.parse(broken);
			assertEquals(names(whole), names(outline));
			assertEquals(names(whole), names(parser.parse(text)));
		}
	}

	@Test
	void whatIsTypedIsReadAsIfTheFileWereReadAnew() throws Exception {
		Random random = new Random(5);
		List<String> typed = List.of("x", "{", "}", "\n", ";", "/*", "*/", "\"", "\u00fc", "\ud83d\udc27", "int f(void)\n{\n}\n", "(", ")", "#if 0\n");
		StringBuilder text = new StringBuilder("// gr\u00fc\u00df \ud83d\udc27\n" + DemoKernel.text("fs/proc/meminfo.c"));
		try (CParser parser = CParser.open()) {
			for (int i = 0; i < 200; i++) {
				int at = random.nextInt(text.length());
				int removed = random.nextInt(Math.min(5, text.length() - at));
				text.replace(at, at + removed, typed.get(random.nextInt(typed.size())));
				parser.parse(text.toString());
				if (i % 20 == 0) {
					text.replace(0, text.length(), DemoKernel.text("fs/proc/meminfo.c"));
					Outline incremental = parser.parse(text.toString());
					assertEquals(outline(text.toString()), incremental);
				}
			}
		}
	}

	@Test
	void offsetsCountCharactersNotBytes() throws Exception {
		String text = "/* \u00fc\u20ac\ud83d\udc27 */\nint f(void)\n{\n\tpr_info(\"\u00fc\ud83d\udc27\");\n}\n\nint g(void)\n{\n}\n";
		Outline outline = outline(text);
		assertEquals(List.of("f", "g"), outline.functions().stream().map(f -> f.nameExtent().in(text)).toList());
		assertEquals(new Extent(text.indexOf("int g"), text.length() - 1, 7, 9), outline.functions().get(1).extent());
	}

	@Test
	void leavesCoverTheTextsWordsInOrder() throws Exception {
		String text = "static int f(int a)\n{\n\treturn g(a) /* \u00fc */ + 1;\n}\n";
		List<String> leaves = new ArrayList<>();
		try (CParser parser = CParser.open()) {
			parser.parse(text);
			parser.leaves(text.indexOf("return"), text.indexOf(";"), (kind, parent, start, end) -> leaves.add(kind + " in " + parent + ": " + text.substring(start, end)));
		}
		assertEquals(List.of("return in return_statement: return", "identifier in call_expression: g", "( in argument_list: (", "identifier in argument_list: a", ") in argument_list: )",
				"comment in binary_expression: /* \u00fc */", "+ in binary_expression: +", "number_literal in binary_expression: 1"), leaves);
	}

	@Test
	void aLongTextOfNestedNonsenseIsRead() throws Exception {
		assertTrue(outline("{(".repeat(50_000)).functions().isEmpty());
		assertTrue(outline("#if 1\n".repeat(20_000)).functions().isEmpty());
		assertTrue(outline("typedef ".repeat(5_000)).elements().isEmpty());
		String nested = "(*".repeat(20_000) + "f" + ")".repeat(20_000);
		assertEquals(List.of("f"), outline("void " + nested + "(void);\n").elements().stream().map(Element::name).toList());
		assertEquals("f", members(((Element.Type) outline("struct s { void " + nested + "(void); };\n").elements().getFirst()).members()));
		assertFalse(outline("/*".repeat(100_000) + "*/\nint f(void)\n{\n}\n").functions().isEmpty());
	}

	/** The compiler's own list of what is where decides. */
	@ParameterizedTest
	@ValueSource(strings = { "mm/memory.c", "fs/seq_file.c", "fs/read_write.c", "kernel/sched/core.c", "kernel/fork.c", "net/ipv4/tcp.c", "net/core/dev.c", "arch/x86/kernel/traps.c", "lib/vsprintf.c" })
	void everyFunctionThatTheCompilerSawIsFoundOnItsLine(String file) throws Exception {
		Outline outline = outline(DemoKernel.text(file));
		TreeSet<String> missed = new TreeSet<>();
		int seen = 0;
		for (Compiled function : Compiled.in(file)) {
			if (!DemoKernel.text(file).lines().skip(function.line() - 1).findFirst().orElse("").contains(function.name() + "(")) {
				// macros make functions that no text holds, such as the handlers of DEFINE_SIMPLE_ATTRIBUTE
				continue;
			}
			seen++;
			Optional<Function> found = outline.functions().stream().filter(f -> f.extent().hasLine(function.line())).findFirst();
			if (found.isEmpty() || !found.get().name().equals(function.name()) && !found.get().symbols().contains(function.name())) {
				missed.add(function.name() + ":" + function.line());
			}
		}
		assertEquals(new TreeSet<>(), missed, file + " has " + seen + " functions");
		assertTrue(seen > 3, "functions of " + file);
	}

	private static String members(List<Member> members) {
		return members.stream().map(m -> m.name() + (m.members().isEmpty() ? "" : "{" + members(m.members()) + "}")).collect(Collectors.joining(" "));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "int a; char *b, c[4];|a b c", "unsigned int a:3, b:width, c:WIDTH;|a b c", "int (*open)(struct inode *, struct file *);|open", "struct list_head list ____cacheline_aligned;|list",
			"union { int a; struct { int b; } c; };|{a c{b}}", "struct inner { int a; } one, *two;|one{a} two{a}", "DECLARE_BITMAP(bits, 4); DECLARE_FLEX_ARRAY(int, items);|bits items",
			"struct_group(group, int a; int b;); int c;|group{a b} c", "__struct_group(tag, group, __packed, int a;);|group{a}", "enum { A, B = 2 } state;|state{A B}",
			"@#ifdef X@int a;@#else@long a;@#endif@int b;|a a b", "/* int not; */ int a; // int nor;@|a", "spinlock_t lock __aligned(8);|lock",
			"void (*const f)(void);|f", "int (*table[4])(int), (*(*both)(int))(void);|table both", "void (__iomem *regs), *__iomem *more;|regs more", "int (*(*rows)[2])[3];|rows",
			"int :3; u32 :5, low:2, :0, high:1;|low high", "u8 __pad[2], __more; unsigned long __reserved;|__pad __more __reserved", "struct list_head __lru ____cacheline_aligned;|__lru",
			"char name[4] SOME_ATTRIBUTE, *SHOUT; SOME_ATTRIBUTE u8 x;|name SHOUT x", "typeof(int) a; SOME_FIELDS; int b;|a b", "struct { int a; } __packed; struct { int b; } __odd c; union { int d; } __odd;|{a} c{b} {d}",
			"struct { enum { A } state; } s;|s{state{A}}", "struct t { int a; } __aligned(8) u;|u{a}", "int a[X ? 1 : 2];|a", "DECLARE_BITMAP(,); struct_group(); struct_group(,,); DECLARE_FLEX_ARRAY(int); int a;|a" })
	void aStructHasMembers(String body, String expected) throws Exception {
		String text = "int before;\nstruct s {" + body.replace('@', '\n') + "} __packed;\nint after;\n";
		Element.Type type = outline(text).elements().stream().filter(Element.Type.class::isInstance).map(Element.Type.class::cast).findFirst().orElseThrow();
		assertEquals(expected, members(type.members()));
		Member first = type.members().getFirst();
		assertTrue(text.startsWith(first.name(), type.extent().start() + first.nameStart()));
		assertTrue(first.start() <= first.nameStart() && first.nameStart() + first.name().length() <= first.end());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "typedef unsigned int __u32;|__u32", "typedef __u32 __bitwise __le32;|__le32", "typedef _Bool bool;|bool", "typedef int fn_t(struct a *);|fn_t",
			"typedef irqreturn_t (*handler_t)(int, void *);|handler_t", "typedef u64 __attribute__((aligned(4))) compat_u64;|compat_u64", "typedef struct list_head *one, two[2];|one two",
			"typedef struct { int a; } __packed packed_t;|packed_t", "typedef void (*const vector)(void);|vector" })
	void aTypedefIsKnownByItsName(String text, String names) throws Exception {
		assertEquals(names, outline(text + "\n").elements().stream().map(Element::name).collect(Collectors.joining(" ")));
	}

	@Test
	void anEnumHasValues() throws Exception {
		Element.Type type = (Element.Type) outline("enum e { A, B = F(1, 2), /* C, */ D, };\n").elements().getFirst();
		assertEquals("A B D", members(type.members()));
	}

	@Test
	void anAttributeBehindAVariableIsNotItsName() throws Exception {
		// the grammar ends the declaration before the attribute here; alone, it would not
		String text = DemoKernel.text("fs/seq_file.c");
		List<Element> variables = outline(text).elements().stream().filter(Element.Variable.class::isInstance).toList();
		assertEquals(List.of("static struct kmem_cache *seq_file_cache __ro_after_init;"), variables.stream().map(v -> v.extent().in(text)).toList());
		assertEquals("seq_file_cache", variables.getFirst().name());
	}
}
