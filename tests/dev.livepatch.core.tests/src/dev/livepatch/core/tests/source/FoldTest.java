package dev.livepatch.core.tests.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.source.CParser;
import dev.livepatch.core.source.Fold;
import dev.livepatch.core.source.Fold.Kind;
import dev.livepatch.testing.DemoKernel;

class FoldTest {

	private static Optional<List<Fold>> read(String text) throws Exception {
		try (CParser parser = CParser.open()) {
			return Fold.of(text, parser.parse(text));
		}
	}

	private static void assertFolds(String text, Fold... folds) throws Exception {
		assertEquals(List.of(folds), read(text).orElseThrow());
	}

	@Test
	void whatIsDefinedFoldsBehindItsName() throws Exception {
		assertFolds("""
				static int
				second(int a,
				       int b)
				{
					return 1;
				}
				static const struct ops table = {
					.open = 1,
				};
				struct s {
					int a;
				} one, two;
				#define MACRO(x) \\
					x
				int short_one(void) { return 1; }
				""", new Fold(Kind.ELEMENT, 2, 6), new Fold(Kind.ELEMENT, 7, 9), new Fold(Kind.ELEMENT, 10, 12), new Fold(Kind.ELEMENT, 13, 14));
	}

	@Test
	void commentsFoldWhereTheyAreAndNotInStrings() throws Exception {
		assertFolds("""
				/* one
				 * of two lines */
				char *no = "/*"; // "nor /*
				int x; /* behind
					code
					before code */ int y;
				char quote = '"'; /* short */
				/**
				 * text
				 */
				""", new Fold(Kind.COMMENT, 1, 2), new Fold(Kind.COMMENT, 4, 5), new Fold(Kind.COMMENT, 8, 10));
	}

	@Test
	void conditionsFoldBranchByBranch() throws Exception {
		assertFolds("""
				#ifdef CONFIG_A
				int a;
				# if B
				int b;
				# endif
				#elif defined(C)
				#else
				int c;
				#endif
				/* #if
				 */
				x #endif
				#endif
				#if OPEN
				int d;
				""", new Fold(Kind.CONDITION, 1, 5), new Fold(Kind.CONDITION, 3, 4), new Fold(Kind.CONDITION, 7, 8), new Fold(Kind.COMMENT, 10, 11));
	}

	@Test
	void aCommentThatIsBeingTypedSaysNothingOfTheRest() throws Exception {
		assertEquals(Optional.empty(), read("int a;\n/* half\nint b(void)\n{\n}\n"));
	}

	@Test
	void foldsOfAFileOfTheKernelLieInOneAnother() throws Exception {
		String text = DemoKernel.text("net/core/filter.c");
		List<Fold> folds = read(text).orElseThrow();
		assertTrue(folds.size() > 500, () -> "only " + folds.size());
		long lines = text.lines().count();
		for (Fold fold : folds) {
			assertTrue(1 <= fold.firstLine() && fold.firstLine() < fold.lastLine() && fold.lastLine() <= lines, fold::toString);
			for (Fold other : folds) {
				assertTrue(other.lastLine() <= fold.lastLine() || other.firstLine() > fold.lastLine() || other.firstLine() <= fold.firstLine(), () -> other + " begins in " + fold + " and reaches beyond");
			}
		}
	}
}
