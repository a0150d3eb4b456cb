package dev.livepatch.core.tests.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.listing.Line;
import dev.livepatch.core.listing.ListingComparison;
import dev.livepatch.core.listing.ListingComparison.Renamed;
import dev.livepatch.core.listing.ListingText;
import dev.livepatch.core.listing.ObjectListings;
import dev.livepatch.core.listing.ObjectListings.Change;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;
import dev.livepatch.testing.DemoKernel;

/** What is listed of a function, and what counts as a difference: on objects that gcc makes here, and on one of the demo kernel. */
class ListingTest {
	private static final String SOURCE = """
			int ext(const char *, ...);
			int other(const char *, ...);
			void bad(int) __attribute__((cold));
			extern int counter;
			static inline __attribute__((always_inline)) int twice(int x)
			{
				return 2 * ext("twice %d", x);
			}
			int first(int x)
			{
				return ext("first", x) + 1;
			}
			int second(int x)
			{
				static int calls;
				while (x-- > 0)
					if (ext("second %s", __func__) > counter++)
						return calls++;
				return twice(x);
			}
			int chosen(int x)
			{
				switch (x) {
				case 0: return ext("0");
				case 1: return ext("1") + 1;
				case 2: return ext("2") + 2;
				case 3: return ext("3") + 3;
				case 4: return ext("4") + 4;
				case 5: return ext("5") + 5;
				default: return -1;
				}
			}
			int unlikely(int x)
			{
				if (x < 0)
					bad(x);
				return x;
			}
			""";
	@TempDir
	Path directory;

	@Test
	void whatIsReferredToHasItsName() throws Exception {
		String text = compare(SOURCE, SOURCE, "second").originalText();
		for (String part : List.of("callq   ext\n", "counter(%rip)", "\"second %s\"", "__func__", "calls(%rip)", "fentry")) {
			assertTrue(text.contains(part), () -> part + " is not in:\n" + text);
		}
		assertFalse(text.contains("__func__.") || text.contains("calls."), () -> "numbers that the compiler gives:\n" + text);
		assertTrue(text.lines().anyMatch(l -> l.startsWith(ListingText.SOURCE) && l.contains("sample.c:7 ") && l.contains("(twice at ")), () -> "the inlined line is not in:\n" + text);
		assertTrue(text.lines().anyMatch(l -> l.matches("L\\d+:")), text);
	}

	@Test
	void codeThatMovesOrIsRenumberedIsTheSame() throws Exception {
		String moved = SOURCE.replace("int first(int x)\n{", "int added(int x) { static int calls; return ext(__func__) + calls++ + ext(\"long text before the others\"); }\nint first(int x)\n{");
		for (String function : List.of("second", "chosen", "unlikely")) {
			ListingComparison comparison = compare(SOURCE, moved, function);
			assertTrue(comparison.same(), () -> comparison.summary() + "\n" + comparison.originalText() + comparison.patchedText());
			assertEquals("No difference in the code.", comparison.summary());
			assertEquals(code(comparison.originalText()), code(comparison.patchedText()));
		}
		assertEquals("New in the patch: " + compare(SOURCE, moved, "added").added() + " instructions.", compare(SOURCE, moved, "added").summary());
	}

	@Test
	void anInsertionLeavesTheLabelsBehindItAlone() throws Exception {
		ListingComparison comparison = compare(SOURCE, SOURCE.replace("\t\t\treturn calls++;", "\t\t\treturn other(\"more\"), calls++;"), "second");
		assertFalse(comparison.same());
		assertTrue(comparison.added() >= 2 && comparison.changed() + comparison.removed() <= 4, () -> comparison.summary() + "\n" + comparison.originalText() + comparison.patchedText());
		assertTrue(comparison.patchedText().contains("\"more\"") && !comparison.originalText().contains("\"more\""));
	}

	@Test
	void anotherCalleeIsSaidToBeTheOnlyDifference() throws Exception {
		ListingComparison comparison = compare(SOURCE, SOURCE.replace("return ext(\"first\", x)", "return other(\"first\", x)"), "first");
		assertEquals(List.of(new Renamed("ext", "other")), comparison.renamed());
		assertEquals("No difference in the instructions: the code differs only by relocation to other instead of ext.", comparison.summary());
	}

	@Test
	void aJumpToAnotherPlaceIsAChange() throws Exception {
		String assembly = "\t.globl f\n\t.type f, @function\nf:\n\ttest %edi, %edi\n\tje TARGET\n\tincl counter(%rip)\n1:\tincl %eax\n2:\tret\n\t.size f, .-f\n";
		ListingComparison comparison = compareAssembly(assembly.replace("TARGET", "1f"), assembly.replace("TARGET", "2f"), "f");
		assertEquals(1, comparison.changed(), comparison::originalText);
		assertEquals(List.of(), comparison.renamed());
		assertTrue(compareAssembly(assembly.replace("TARGET", "1f"), assembly.replace("TARGET", "1f"), "f").same());
	}

	@Test
	void codePutInWhereAJumpLeadsLeavesTheJumpTheSame() throws Exception {
		String original = function("test %edi, %edi\n\tje 1f\n\tincl counter(%rip)\n1:\tincl %eax\n\tret\n");
		ListingComparison inserted = compareAssembly(original, function("test %edi, %edi\n\tje 1f\n\tincl counter(%rip)\n1:\tincl %edx\n\tincl %eax\n\tret\n"), "f");
		assertEquals("Instructions: 1 added, of 5.", inserted.summary(), inserted::patchedText);
		String around = function("test %edi, %edi\n\tje 1f\n\tjs 2f\n\tincl counter(%rip)\n2:\tincl %edx\n1:\tincl %eax\n\tret\n");
		assertEquals("Instructions: 2 added, of 5.", compareAssembly(original, around, "f").summary(), "the old jump still leads to the old place");
	}

	@Test
	void anotherCalleeIsNotTheOnlyDifferenceWhereAJumpChangesToo() throws Exception {
		String original = function("call ext\n\tje 1f\n\tincl counter(%rip)\n1:\tincl %eax\n2:\tret\n");
		ListingComparison comparison = compareAssembly(original, original.replace("ext", "other").replace("1f", "2f"), "f");
		assertEquals("Instructions: 2 changed, of 5.", comparison.summary());
		assertEquals(List.of(), comparison.renamed());
	}

	private static String function(String body) {
		return "\t.globl f\n\t.type f, @function\nf:\n\t" + body + "\t.size f, .-f\n";
	}

	@Test
	void aSwitchJumpsToItsCases() throws Exception {
		ListingComparison comparison = compare(SOURCE, SOURCE, "chosen");
		Line.Code jump = comparison.original().code().stream().filter(c -> c.targets().size() > 3).findFirst().orElseThrow(() -> new AssertionError(comparison.originalText()));
		assertEquals(List.of("switch"), jump.references());
		assertEquals(6, jump.targets().size());
	}

	@Test
	void theUnlikelyPartBelongsToItsFunction() throws Exception {
		String text = compare(SOURCE, SOURCE, "unlikely").originalText();
		assertTrue(text.contains("\nunlikely.cold:\n") && text.contains("callq   bad"), text);
	}

	@Test
	void theFunctionsOfAnObjectSayWhatBecameOfThem() throws Exception {
		String patched = SOURCE.replace("+ 1;\n}", "+ 2;\n}").replace("int unlikely(int x)", "int renamed(int x)");
		ObjectListings listings = listings(compile("a", SOURCE, "c"), compile("b", patched, "c"));
		assertEquals("chosen SAME, first CHANGED, renamed NEW, second SAME, unlikely REMOVED",
				listings.functions().stream().map(f -> f.symbol() + " " + f.change()).collect(Collectors.joining(", ")));
		assertEquals(List.of("second"), listings.symbolsOf("twice"), "where it was inlined");
		assertEquals(List.of(), listings.symbolsOf("nobody"));
	}

	@Test
	void aFunctionOfTheKernelIsListedWithItsSourceAndItsSites() throws Exception {
		FileChange change = DemoKernel.edit("fs/proc/meminfo.c", "seq_printf(m, \"KernelStack:    %8lu kB", "seq_printf(m, \"KernelStack:    %9lu kB");
		ChangeSet changes = new ChangeSet("listing", List.of(change), List.of());
		CompiledPair pair = new ObjectCompiler(DemoKernel.open(), DemoKernel.toolchain(directory.resolve("cache"))).compile(DemoKernel.object("fs/proc/meminfo.o"), changes, directory, Cancellation.NEVER);
		ObjectListings listings = new ObjectListings(pair, new AuthorSource(DemoKernel.open(), changes, Cancellation.NEVER));
		assertEquals(List.of("meminfo_proc_show"), listings.functions().stream().filter(f -> f.change() == Change.CHANGED).map(ObjectListings.Function::symbol).toList());
		ListingComparison comparison = listings.compare("meminfo_proc_show");
		assertEquals("No difference in the instructions: the code differs only by relocation to \"KernelStack:    %9lu kB\\n\" instead of \"KernelStack:    %8lu kB\\n\".", comparison.summary());
		assertTrue(source(comparison.patchedText(), "%9lu") && !source(comparison.patchedText(), "KernelStack:    %8lu") && source(comparison.originalText(), "KernelStack:    %8lu"), "each side has its own source");
		assertTrue(comparison.originalText().contains("callq   __fentry__  # fentry"), comparison.originalText().substring(0, 400));
		int line = (int) DemoKernel.text("fs/proc/meminfo.c").substring(0, DemoKernel.text("fs/proc/meminfo.c").indexOf("KernelStack:")).lines().count();
		assertEquals("meminfo_proc_show", listings.functionAt("fs/proc/meminfo.c", line).orElseThrow());
	}

	private static boolean source(String text, String part) {
		return text.lines().anyMatch(l -> l.startsWith(ListingText.SOURCE) && l.contains(part));
	}

	private static List<String> code(String text) {
		return text.lines().filter(l -> !l.startsWith(ListingText.SOURCE)).map(l -> l.substring(ListingText.offset(l))).toList();
	}

	private ListingComparison compare(String before, String after, String function) throws Exception {
		return listings(compile("a", before, "c"), compile("b", after, "c")).compare(function);
	}

	private ListingComparison compareAssembly(String before, String after, String function) throws Exception {
		return listings(compile("a", before, "s"), compile("b", after, "s")).compare(function);
	}

	private static ObjectListings listings(Path before, Path after) throws Exception {
		return new ObjectListings(ObjectFile.read(before), ObjectFile.read(after), new AuthorSource(DemoKernel.open(), new ChangeSet("x", List.of(), List.of()), Cancellation.NEVER));
	}

	private Path compile(String version, String text, String extension) throws Exception {
		Path folder = Files.createDirectories(directory.resolve(version));
		Path file = Files.writeString(folder.resolve("sample." + extension), text);
		Path object = folder.resolve("sample.o");
		ToolResult result = Tool.run(new ToolCommand(List.of("gcc", "-g", "-O2", "-mcmodel=kernel", "-fno-pie", "-fno-pic", "-fcf-protection=none", "-ffunction-sections", "-fdata-sections", "-pg", "-mfentry",
				"-mrecord-mcount", "-c", file.toString(), "-o", object.toString()), folder, Duration.ofSeconds(30)), Cancellation.NEVER);
		assertEquals(0, result.exitCode(), result.stderr());
		return object;
	}
}
