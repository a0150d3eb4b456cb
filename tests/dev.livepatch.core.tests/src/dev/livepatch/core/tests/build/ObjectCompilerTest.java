package dev.livepatch.core.tests.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompileException;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.CompilerDiagnostic;
import dev.livepatch.core.build.CompilerDiagnostic.Severity;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.testing.DemoKernel;

/** The kernel's own compiler on the kernel's own files; the kernel's trees are compared before and after. */
class ObjectCompilerTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String SHOW = "static int version_proc_show(struct seq_file *m, void *v)\n{\n";

	@TempDir
	static Path cache;
	private static Toolchain toolchain;
	private static Map<String, String> build;
	private static Map<String, String> source;

	@TempDir
	Path work;

	@BeforeAll
	static void remember() throws Exception {
		toolchain = DemoKernel.toolchain(cache);
		build = DemoKernel.snapshot(DemoKernel.open().build());
		source = DemoKernel.snapshot(DemoKernel.open().source());
	}

	@AfterAll
	static void theKernelIsUntouched() throws Exception {
		assertEquals(build, DemoKernel.snapshot(DemoKernel.open().build()));
		assertEquals(source, DemoKernel.snapshot(DemoKernel.open().source()));
	}

	/** If the structure of the overlay showed in the object, the same texts would make different ones. */
	@ParameterizedTest
	@CsvSource({ "fs/proc/version.o, fs/proc/version.c", "kernel/sched/build_policy.o, kernel/sched/rt.c", "kernel/sched/build_policy.o, kernel/sched/sched.h",
			"fs/fuse/control.o, fs/fuse/fuse_i.h", "fs/proc/version.o, include/linux/compiler_types.h", "fs/pipe.o, arch/x86/include/asm/page.h",
			"fs/proc/version.o, include/linux/kconfig.h" })
	void theSameTextsMakeTheSameObject(String object, String file) throws Exception {
		String text = DemoKernel.text(file);
		CompiledPair pair = compile(object, new FileChange.Modified(file, text, text));
		assertEquals(-1, Files.mismatch(pair.original(), pair.patched()), "first difference at this byte");
	}

	@Test
	void theFileSymbolIsTheKernels() throws Exception {
		CompiledPair pair = compile("fs/proc/version.o", edit("return 0;", "return 1;"));
		assertEquals(List.of("version.c"), ObjectFile.read(pair.patched()).symbols().stream().filter(s -> s.type() == SymbolType.FILE).map(Symbol::name).toList());
		assertEquals(work.resolve("patched/fs/proc/version.o"), pair.patched());
		assertEquals(work.resolve("original/fs/proc/version.o"), pair.original());
	}

	@Test
	void filesOfTheChangeAreCompiledWhereverTheyAreIncluded() throws Exception {
		assertCompiled("fs/pipe.o", "include/linux/pipe_fs_i.h", "return head - tail;", "extern int overlaid(void); return overlaid();");
		assertCompiled("kernel/sched/build_policy.o", "kernel/sched/rt.c", "if (curr->sched_class != &rt_sched_class)",
				"extern int overlaid(void); if (overlaid())");
		assertCompiled("fs/fuse/readdir.o", "fs/fuse/fuse_i.h", "return sb->s_fs_info;", "extern void *overlaid(void); return overlaid();");
	}

	/** sched.h, which includes the changed file, is kept from the compiler's knowledge of what the object was made from. */
	@Test
	void noObjectIsJudgedThatTheOldVersionTookPartIn() {
		AffectedObject object = DemoKernel.object("kernel/sched/build_policy.o");
		RecordedCommand known = object.command();
		AffectedObject doctored = new AffectedObject(new RecordedCommand(known.object(), known.source(), known.compiler(), known.objtool(),
				known.dependencies().stream().filter(d -> !d.equals("kernel/sched/sched.h")).toList()), object.parent());
		String header = "kernel/sched/cpupri.h";
		ToolException e = assertThrows(ToolException.class, () -> new ObjectCompiler(DemoKernel.open(), toolchain).compile(doctored,
				set(new FileChange.Modified(header, DemoKernel.text(header), DemoKernel.text(header))), work, Cancellation.NEVER));
		assertTrue(e.getMessage().startsWith("kernel/sched/build_policy.o could not be compiled with the changed " + header), e.getMessage());
	}

	/** As a kernel with KASAN compiles it, each variable is described with its line, in tables of the object's data and in strings of its functions. */
	@Test
	void theAddressSanitizerDoesNotTellLines() throws Exception {
		AffectedObject object = DemoKernel.object("fs/proc/version.o");
		List<String> command = new ArrayList<>(object.command().compiler());
		command.addAll(command.indexOf("-c"), List.of("-fsanitize=kernel-address", "-fasan-shadow-offset=0xdffffc0000000000", "--param", "asan-globals=1", "--param=asan-stack=1"));
		AffectedObject sanitized = new AffectedObject(new RecordedCommand(object.command().object(), object.command().source(), command, object.command().objtool(),
				object.command().dependencies()), object.parent());
		String onStack = "\tint given = 0;\n\tasm volatile(\"\" : : \"r\"(&given) : \"memory\");\n";
		String before = DemoKernel.text(VERSION).replace(SHOW, SHOW + onStack);
		CompiledPair pair = new ObjectCompiler(DemoKernel.open(), toolchain).compile(sanitized, set(new FileChange.Modified(VERSION, before, "\n" + before)), work, Cancellation.NEVER);
		assertTrue(ObjectFile.read(pair.original()).symbol("__asan_load8_noabort").isPresent(), "the sanitizer was not at work");
		assertEquals(contents(pair.original()), contents(pair.patched()));
	}

	/** As Linux 6.18 and 6.19 have them: names of tracepoints, with numbered symbols, and references to a whole table. */
	@Test
	void whatOnlyTheKernelsBuildReadsIsLeftOut() throws Exception {
		CompiledPair pair = compile("fs/proc/version.o", edit(SHOW, "static const char __used __section(\"__tracepoint_check\") __trace_check_shown[] = \"shown\";\n"
				+ "asm(\".pushsection .discard.annotate_data, \\\"M\\\", @progbits, 8; .long __bug_table - ., 1; .popsection\");\n" + SHOW));
		ObjectFile patched = ObjectFile.read(pair.patched());
		assertTrue(patched.section(".discard.__tracepoint_check").isPresent(), "the differ passes over sections of such names");
		assertTrue(patched.section("__tracepoint_check").isEmpty() && patched.section(".discard.annotate_data").isEmpty(), () -> patched.sections().toString());
		assertTrue(patched.symbol("__trace_check_shown").isEmpty());
	}

	/** A module of one object is what objtool is told to be linked (KLP_BUILD, Linux 6.19); what it warns of is no error. */
	@Test
	void objtoolLooksAtTheObjectNotTheLink() throws Exception {
		Path asked = work.resolve("asked");
		Path objtool = Files.writeString(work.resolve("objtool"), "#!/bin/sh\necho \"$@\" >> " + asked + "\n");
		assertTrue(objtool.toFile().setExecutable(true));
		RecordedCommand known = DemoKernel.object("fs/proc/version.o").command();
		AffectedObject linked = new AffectedObject(new RecordedCommand(known.object(), known.source(), known.compiler(),
				Optional.of(List.of(objtool.toString(), "--orc", "--werror", "--link", "--module", known.object())), known.dependencies()), DemoKernel.object("fs/proc/version.o").parent());
		CompiledPair pair = new ObjectCompiler(DemoKernel.open(), toolchain).compile(linked, set(edit("return 0;", "return 1;")), work, Cancellation.NEVER);
		assertTrue(Files.readAllLines(asked).contains("--orc --module " + pair.patched()), () -> pair.patched() + "");
	}

	private static Map<String, ByteBuffer> contents(Path object) throws Exception {
		ObjectFile file = ObjectFile.read(object);
		Map<String, ByteBuffer> result = new TreeMap<>();
		for (Section section : file.sections()) {
			if (section.name().matches("\\.(text|data|rodata).*")) {
				result.put(section.name(), file.data(section));
			}
		}
		return result;
	}

	@Test
	void aNewHeaderIsFoundBesideTheFileAndByItsDirectory() throws Exception {
		CompiledPair pair = compile("fs/proc/version.o", edit("#include \"internal.h\"",
				"#include \"internal.h\"\n#include \"beside.h\"\n#include <linux/by_directory.h>"), new FileChange.Added("fs/proc/beside.h", "int beside(void);\n"),
				new FileChange.Added("include/linux/by_directory.h", "int by_directory(void);\n"));
		assertTrue(Files.exists(pair.patched()));
	}

	@Test
	void aDeletedHeaderIsMissed() {
		CompilerDiagnostic error = refused("fs/proc/version.o", new FileChange.Deleted("fs/proc/internal.h", DemoKernel.text("fs/proc/internal.h")));
		assertEquals("#error \"fs/proc/internal.h is deleted by the patch\"", error.message());
	}

	@Test
	void aRenamedHeaderIsFoundByItsNewNameOnly() throws Exception {
		String text = DemoKernel.text("fs/proc/internal.h");
		FileChange rename = new FileChange.Renamed("fs/proc/proc_internal.h", "fs/proc/internal.h", text, text);
		assertEquals("#error \"fs/proc/internal.h is renamed to fs/proc/proc_internal.h by the patch\"", refused("fs/proc/version.o", rename).message());
		assertTrue(Files.exists(compile("fs/proc/version.o", rename, edit("\"internal.h\"", "\"proc_internal.h\"")).patched()));
	}

	@Test
	void aRenamedSourceKeepsItsObject() throws Exception {
		String text = DemoKernel.text(VERSION);
		CompiledPair pair = compile("fs/proc/version.o", new FileChange.Renamed("fs/proc/release.c", VERSION, text, text));
		assertEquals(-1, Files.mismatch(pair.original(), pair.patched()));
	}

	@Test
	void aDeletedSourceIsTheAuthorsError() {
		CompilerDiagnostic error = refused("fs/proc/version.o", new FileChange.Deleted(VERSION, DemoKernel.text(VERSION)));
		assertEquals(VERSION, error.file());
		assertEquals("#error \"fs/proc/version.c is deleted by the patch\"", error.message());
	}

	@Test
	void anErrorIsAtItsPlaceInTheKernelFile() {
		CompilerDiagnostic error = refused("fs/proc/version.o", edit(SHOW, SHOW + "\treturn nowhere;\n"));
		assertEquals(VERSION, error.file());
		assertEquals(line(VERSION, SHOW) + 2, error.line());
		// gcc before 11 counts the tab as one column
		assertTrue(error.column() == 16 || error.column() == 9, error::toString);
		assertTrue(error.message().startsWith("\u2018nowhere\u2019 undeclared") || error.message().startsWith("'nowhere' undeclared"), error.message());
	}

	@Test
	void anErrorInAHeaderNamesWhoIncludesIt() {
		CompileException e = assertThrows(CompileException.class,
				() -> compile("fs/proc/version.o", DemoKernel.edit("fs/proc/internal.h", "#include <linux/binfmts.h>", "#include <linux/binfmts.h>\nint x = nowhere;")));
		CompilerDiagnostic error = e.diagnostics().get(0);
		assertEquals("fs/proc/internal.h", error.file());
		CompilerDiagnostic from = e.diagnostics().get(1);
		assertEquals(Severity.NOTE, from.severity());
		assertEquals(VERSION + ":" + line(VERSION, "#include \"internal.h\"") + ": note: included from here", from.toString());
	}

	@Test
	void onlyNewWarningsCount() throws Exception {
		assertEquals(List.of(), compile("fs/proc/version.o", edit("return 0;", "return 1;")).warnings());
		List<CompilerDiagnostic> warnings = compile("fs/proc/version.o", edit(SHOW, SHOW + "\tint unused;\n")).warnings();
		assertEquals(1, warnings.size(), warnings::toString);
		assertEquals(Severity.WARNING, warnings.get(0).severity());
		assertEquals(line(VERSION, SHOW) + 2, warnings.get(0).line());
		assertTrue(warnings.get(0).message().endsWith("[-Wunused-variable]"), warnings::toString);
	}

	@Test
	void theOriginalIsCompiledOnce(@TempDir Path own) throws Exception {
		Toolchain tools = DemoKernel.toolchain(own);
		ObjectCompiler compiler = new ObjectCompiler(DemoKernel.open(), tools);
		compiler.warm(DemoKernel.object("fs/proc/version.o"), Cancellation.NEVER);
		CompiledPair pair = compile(tools, "fs/proc/version.o", edit("return 0;", "return 1;"));
		assertTrue(pair.originalCached());
		assertTrue(pair.originalTime().compareTo(pair.patchedTime()) < 0, pair::toString);
		assertFalse(compile(tools, "fs/proc/version.o", new FileChange.Modified(VERSION, DemoKernel.text(VERSION) + "\n", DemoKernel.text(VERSION))).originalCached(),
				"another original text must be compiled");
	}

	@Test
	void gccsLogOfInliningComesWithBothObjectsCachedOrNot(@TempDir Path own) throws Exception {
		for (boolean cached : new boolean[] { false, true }) {
			CompiledPair pair = compile(DemoKernel.toolchain(own), "fs/proc/version.o", edit("return 0;", "return 1;"));
			assertEquals(cached, pair.originalCached());
			for (Path log : List.of(pair.originalClones().orElseThrow(), pair.patchedClones().orElseThrow())) {
				assertTrue(Files.readString(log).lines().anyMatch(l -> l.startsWith("Callgraph clone;") && l.endsWith(";inlining to")), log::toString);
			}
		}
	}

	/** The kernel's own objects were made without it: what is compared with them must not notice. */
	@Test
	void gccsLogLeavesTheObjectAsItIs() throws Exception {
		RecordedCommand command = DemoKernel.object("fs/proc/version.o").command();
		List<Path> objects = new ArrayList<>();
		for (List<String> log : List.of(List.<String>of(), List.of("-fdump-ipa-clones=" + work.resolve("log")))) {
			Path object = Files.createDirectories(work.resolve("log" + objects.size())).resolve("version.o");
			List<String> arguments = new ArrayList<>(command.compiler().stream().filter(a -> !a.startsWith("-Wp,-MMD"))
					.map(a -> a.equals(command.object()) ? object.toString() : a).toList());
			arguments.addAll(log);
			assertEquals(0, Tool.run(new ToolCommand(arguments, DemoKernel.open().build(), Duration.ofSeconds(60)), Cancellation.NEVER).exitCode());
			objects.add(object);
		}
		assertEquals(-1, Files.mismatch(objects.get(0), objects.get(1)));
		assertTrue(Files.size(work.resolve("log")) > 0);
	}

	@Test
	void twoAtOnceCompileItOnce(@TempDir Path own) throws Exception {
		Toolchain tools = DemoKernel.toolchain(own);
		List<FutureTask<CompiledPair>> both = Stream.of("a", "b").map(n -> new FutureTask<>(() -> new ObjectCompiler(DemoKernel.open(), tools)
				.compile(DemoKernel.object("fs/proc/version.o"), set(edit("return 0;", "return 1;")), work.resolve(n), Cancellation.NEVER))).toList();
		both.forEach(Thread::startVirtualThread);
		boolean first = both.get(0).get(60, TimeUnit.SECONDS).originalCached();
		assertTrue(first != both.get(1).get(60, TimeUnit.SECONDS).originalCached(), "exactly one of them makes the entry");
	}

	@Test
	void theCacheIsBounded(@TempDir Path own) throws Exception {
		ObjectCompiler compiler = new ObjectCompiler(DemoKernel.open(), DemoKernel.toolchain(own), new ObjectCompiler.Limits(Duration.ofSeconds(60), 1));
		compiler.warm(DemoKernel.object("fs/proc/version.o"), Cancellation.NEVER);
		compiler.warm(DemoKernel.object("fs/proc/cmdline.o"), Cancellation.NEVER);
		assertEquals(1, entries(own).size(), () -> "left: " + entries(own));
	}

	@Test
	void aCompileThatHangsIsEnded(@TempDir Path own) throws Exception {
		FileChange hanging = hanging();
		ObjectCompiler compiler = new ObjectCompiler(DemoKernel.open(), DemoKernel.toolchain(own), new ObjectCompiler.Limits(Duration.ofSeconds(5), 1 << 30));
		ToolException e = assertThrows(ToolException.class,
				() -> compiler.compile(DemoKernel.object("fs/proc/version.o"), set(hanging), work, Cancellation.NEVER));
		assertTrue(e.getMessage().startsWith("gcc did not finish within 5 s"), e.getMessage());
		assertEquals(List.of(), running());
	}

	@Test
	void cancellingEndsBothCompiles(@TempDir Path own) throws Exception {
		FileChange hanging = hanging();
		long start = System.nanoTime();
		assertThrows(CancellationException.class, () -> new ObjectCompiler(DemoKernel.open(), DemoKernel.toolchain(own)).compile(
				DemoKernel.object("fs/proc/version.o"), set(hanging), work, () -> System.nanoTime() - start > 100_000_000));
		assertEquals(List.of(), running());
		assertEquals(List.of(), entries(own), "half an entry is left in the cache");
		assertTrue(Files.exists(compile("fs/proc/version.o", edit("return 0;", "return 1;")).patched()), "the next run in the same directory");
	}

	@Test
	void directoriesMayHaveSpaces() throws Exception {
		Path spaced = Files.createDirectory(work.resolve("my work, 100%"));
		String header = "fs/proc/internal.h";
		CompiledPair pair = new ObjectCompiler(DemoKernel.open(), DemoKernel.toolchain(spaced.resolve("a cache"))).compile(
				DemoKernel.object("fs/proc/version.o"), set(new FileChange.Modified(header, DemoKernel.text(header), DemoKernel.text(header))), spaced, Cancellation.NEVER);
		assertEquals(-1, Files.mismatch(pair.original(), pair.patched()));
	}

	@Test
	void anOriginalThatDoesNotCompileIsNotTheAuthors(@TempDir Path own) {
		String text = DemoKernel.text(VERSION);
		ToolException e = assertThrows(ToolException.class,
				() -> compile(DemoKernel.toolchain(own), "fs/proc/version.o", new FileChange.Modified(VERSION, "nonsense", text)));
		assertTrue(e.getMessage().startsWith("the kernel's own fs/proc/version.c does not compile with its recorded command (fs/proc/version.c:1"), e.getMessage());
	}

	private void assertCompiled(String object, String file, String from, String to) throws Exception {
		CompiledPair pair = compile(object, DemoKernel.edit(file, from, to));
		assertTrue(ObjectFile.read(pair.original()).symbol("overlaid").isEmpty());
		assertTrue(ObjectFile.read(pair.patched()).symbol("overlaid").isPresent(), () -> object + " was not compiled with the changed " + file);
	}

	/** A source file that the compiler never finishes reading. */
	private FileChange hanging() throws Exception {
		Path pipe = work.resolve("pipe.h");
		assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
		return edit("#include \"internal.h\"", "#include \"internal.h\"\n#include \"" + pipe + "\"");
	}

	/** The processes that work on this test's files. */
	private List<String> running() {
		return ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")).filter(c -> c.contains(work.toString())).toList();
	}

	private static List<Path> entries(Path own) {
		try (Stream<Path> entries = Files.list(own.resolve("originals"))) {
			return entries.filter(e -> !e.endsWith("locks")).toList();
		} catch (java.io.IOException e) {
			throw new java.io.UncheckedIOException(e);
		}
	}

	private static int line(String file, String text) {
		String before = DemoKernel.text(file);
		return (int) before.substring(0, before.indexOf(text)).lines().count() + 1;
	}

	private CompilerDiagnostic refused(String object, FileChange... changes) {
		CompileException e = assertThrows(CompileException.class, () -> compile(object, changes));
		return e.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).findFirst().orElseThrow();
	}

	private CompiledPair compile(String object, FileChange... changes) throws Exception {
		return compile(toolchain, object, changes);
	}

	private CompiledPair compile(Toolchain tools, String object, FileChange... changes) throws Exception {
		return new ObjectCompiler(DemoKernel.open(), tools).compile(DemoKernel.object(object), set(changes), work, Cancellation.NEVER);
	}

	private static FileChange edit(String from, String to) {
		return DemoKernel.edit(VERSION, from, to);
	}

	private static ChangeSet set(FileChange... changes) {
		return new ChangeSet("a-test", Arrays.asList(changes), List.of());
	}
}
