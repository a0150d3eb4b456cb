package dev.livepatch.core.tests.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.condition.LeftOutLines;
import dev.livepatch.core.kernel.KernelConfig;

/** Branches that a configuration leaves out, and those of which it cannot tell. */
class LeftOutLinesTest {
	private static final KernelConfig CONFIG = KernelConfig.parse("""
			CONFIG_SMP=y
			CONFIG_DUMMY=m
			CONFIG_PGTABLE_LEVELS=5
			CONFIG_PHYSICAL_START=0x1000000
			CONFIG_NAME="x"
			# CONFIG_NUMA is not set
			""");

	@ParameterizedTest
	@ValueSource(strings = { "#if 0", "#ifdef CONFIG_NUMA", "#  ifdef\tCONFIG_NUMA /* none */", "#ifndef CONFIG_SMP", "#ifdef CONFIG_DUMMY", "#if !defined(CONFIG_SMP)", "#if defined CONFIG_NUMA",
			"#if IS_ENABLED(CONFIG_NUMA)", "#if IS_BUILTIN(CONFIG_DUMMY)", "#if IS_MODULE(CONFIG_SMP)", "#if IS_REACHABLE(CONFIG_NUMA)", "#if CONFIG_PGTABLE_LEVELS < 4", "#if CONFIG_PGTABLE_LEVELS<=4",
			"#if CONFIG_PGTABLE_LEVELS != 5", "#if CONFIG_PHYSICAL_START == 0x200000UL", "#if CONFIG_NUMA", "#if defined(MODULE) && defined(CONFIG_NUMA)", "#if (defined(CONFIG_NUMA)) || (!CONFIG_SMP)",
			"#ifndef __KERNEL__", "#if defined(CONFIG_NUMA) \\\n\t|| defined(CONFIG_DUMMY)", "#ifdef CONFIG_NAME_MODULE", "#if !(CONFIG_SMP)" })
	void leftOut(String directive) {
		int line = 2 + (int) directive.lines().count();
		assertEquals(List.of(line), firstLines("int a;\n" + directive + "\nint b;\n#endif\nint c;\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "#if 1", "#ifdef CONFIG_SMP", "#ifndef CONFIG_NUMA", "#ifdef CONFIG_DUMMY_MODULE", "#ifdef CONFIG_NAME", "#if IS_ENABLED(CONFIG_DUMMY)", "#if IS_MODULE(CONFIG_DUMMY)",
			"#if CONFIG_PGTABLE_LEVELS >= 5", "#if CONFIG_PGTABLE_LEVELS > 4 && CONFIG_SMP", "#ifdef __KERNEL__",
			// not the configuration's to say
			"#ifdef MODULE", "#ifndef MODULE", "#if IS_REACHABLE(CONFIG_DUMMY)", "#if GCC_VERSION < 50000", "#if defined(CONFIG_SMP) && defined(MODULE)", "#if defined(CONFIG_NUMA) || defined(MODULE)",
			"#if CONFIG_PGTABLE_LEVELS - 5", "#if CONFIG_NUMA ? 0 : 1", "#if FOO(CONFIG_NUMA, 1)", "#if CONFIG_NAME == 0", "#if", "#if defined", "#if (CONFIG_NUMA", "#if CONFIG_NUMA)", "#if CONFIG_NUMA & 1",
			"#if 0x", "#if 'a' == 0" })
	void notLeftOut(String directive) {
		assertEquals(List.of(), firstLines("int a;\n" + directive + "\nint b;\n#endif\nint c;\n"));
	}

	@Test
	void ofAllBranchesOneIsCompiled() {
		assertEquals(List.of(new LeftOutLines("“#if defined(CONFIG_NUMA)” (line 1): CONFIG_NUMA is not set", 2, 2),
				new LeftOutLines("“#elif 1” of “#elif CONFIG_PGTABLE_LEVELS == 5” (line 3): CONFIG_PGTABLE_LEVELS=5", 6, 6),
				new LeftOutLines("“#else” of “#elif CONFIG_PGTABLE_LEVELS == 5” (line 3): CONFIG_PGTABLE_LEVELS=5", 8, 9)),
				LeftOutLines.of("""
						#if defined(CONFIG_NUMA) /* far */
						int a;
						#elif CONFIG_PGTABLE_LEVELS == 5
						int b;
						#elif 1
						int c;
						#else // never
						int d;
						int e;
						#endif
						""", CONFIG));
	}

	@Test
	void behindABranchThatNobodyKnowsAllMayBeCompiled() {
		assertEquals(List.of(), firstLines("#ifdef MODULE\nint a;\n#elif 1\nint b;\n#else\nint c;\n#endif\n".replace("#elif 1", "#elif X")));
		assertEquals(List.of(6), firstLines("#ifdef MODULE\nint a;\n#elif 1\nint b;\n#else\nint c;\n#endif\n"));
	}

	@Test
	void theOuterBranchCounts() {
		assertEquals(List.of(new LeftOutLines("“#ifdef CONFIG_NUMA” (line 1): CONFIG_NUMA is not set", 2, 5)),
				LeftOutLines.of("#ifdef CONFIG_NUMA\n#ifdef CONFIG_DUMMY\nint a;\n#endif\nint b;\n#endif\n", CONFIG));
		assertEquals(List.of(3), firstLines("#ifdef CONFIG_SMP\n#ifdef CONFIG_NUMA\nint a;\n#endif\n#endif\n"));
	}

	@Test
	void aFileThatSetsOptionsItselfIsNotJudged() {
		assertEquals(List.of(), firstLines("#undef CONFIG_SMP\n#ifdef CONFIG_NUMA\nint a;\n#endif\n"));
	}

	@Test
	void commentsAndStringsAreNoDirectives() {
		assertEquals(List.of(), firstLines("/*\n#ifdef CONFIG_NUMA\n*/\nchar *a = \"\\\n#if 0\";\n#define X \\\n#if 0\nint b;\n#endif\n"));
	}

	@Test
	void whatIsCutOffOrOutOfOrderIsNoTrouble() {
		assertEquals(List.of(), firstLines("#endif\n#else\n#elif 1\nint a;\n#ifdef CONFIG_NUMA\nint b;\n"));
		assertEquals(List.of(), firstLines("#if " + "(".repeat(100_000) + "\nint a;\n#endif\n"));
	}

	private static List<Integer> firstLines(String text) {
		return LeftOutLines.of(text, CONFIG).stream().map(LeftOutLines::firstLine).toList();
	}
}
