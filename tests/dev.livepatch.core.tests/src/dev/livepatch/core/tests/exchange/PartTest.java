package dev.livepatch.core.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.Decisions;
import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.core.exchange.Part;
import dev.livepatch.core.exchange.PatchFiles;
import dev.livepatch.core.exchange.PatchResult;
import dev.livepatch.core.exchange.Series;
import dev.livepatch.core.exchange.ThreeWay;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.FitText;

/** Files and hunks by the names that the report of an import has for them. */
class PartTest {
	@TempDir
	private Path directory;
	private Path kernel;
	private Series series;

	@BeforeEach
	void twoPatchesOfOneFile() throws IOException {
		kernel = Files.createDirectories(directory.toRealPath().resolve("kernel/fs"));
		Files.writeString(kernel.resolve("a.c"), GitFixture.lines(1, 60).replace("line 30\n", "\033[31mline 30\n").replace("line 40\n", "40\n"));
		Files.writeString(kernel.resolve("b.c"), GitFixture.lines(1, 9));
		Path first = Files.writeString(directory.resolve("first.patch"), "First\n\n" + hunks(10, 30));
		Path second = Files.writeString(directory.resolve("second.patch"), "Second\n\n" + hunks(40) + hunks(5).replace("fs/a.c", "fs/old/b.c"));
		series = PatchFiles.read(List.of(first, second), Cancellation.NEVER);
	}

	private static String hunks(int... lines) {
		StringBuilder patch = new StringBuilder("--- a/fs/a.c\n+++ b/fs/a.c\n");
		for (int line : lines) {
			patch.append("@@ -").append(line - 1).append(",3 +").append(line - 1).append(",3 @@\n line ").append(line - 1).append("\n-line ").append(line).append("\n+new ").append(line)
					.append("\n line ").append(line + 1).append('\n');
		}
		return patch.toString();
	}

	private Backport fit(Decisions decisions) throws IOException {
		return Backport.of(new Backport.Target(kernel.getParent(), new ChangeSet("fix", List.of(), List.of()), List.of("fs/a.c", "fs/b.c")), series, decisions,
				new ThreeWay(Optional.empty()), Cancellation.NEVER);
	}

	@Test
	void theReportNamesWhatIsOpenAndSaysWhatToDo() throws IOException {
		String report = FitText.write(series, fit(Decisions.NONE), "6.1");
		assertTrue(report.startsWith("First\n  1:fs/a.c:1: fits at line 10 exactly\n  1:fs/a.c:2: conflict: "), report);
		assertTrue(report.contains("||||||| what the patch was made from\n    line 29\n    line 30\n    line 31\n    ======= what the patch wants\n    line 29\n    new 30\n"), report);
		assertTrue(report.contains("leave the hunk out with --drop 1:fs/a.c:2;"), report);
		assertTrue(report.contains("2:fs/old/b.c: missing: ") && report.contains("--redirect 2:fs/old/b.c=fs/b.c;"), report);
		assertTrue(report.endsWith("does not fit Linux 6.1: 3 places are to be decided about\n"), report);
		assertTrue(report.contains("?[31mline 30") && report.indexOf('\033') < 0, "a terminal would obey: " + report);
	}

	@Test
	void whatIsNamedIsLeftOutInTheSeriesOrder() throws IOException {
		Backport before = fit(Decisions.NONE);
		// the later first: what is decided about a file is void for the patches after it
		Decisions decisions = Part.drop(List.of(Part.of("2:fs/a.c:1"), Part.of("fs/old/b.c"), Part.of("1:fs/a.c:2")), Decisions.NONE, before);
		Backport after = fit(decisions);
		assertTrue(after.complete(), FitText.write(series, after, "6.1"));
		assertEquals(List.of(HunkState.Applied.class, HunkState.Dropped.class), after.patches().getFirst().files().getFirst().hunks().stream().map(h -> h.state().getClass()).toList());
		assertTrue(after.patches().getFirst().backportNote("6.1").isPresent());
		assertEquals("nothing is left to change in Linux 6.1", FitText.write(series, fit(Part.drop(List.of(Part.of("fs/a.c"), Part.of("fs/old/b.c")), Decisions.NONE, before)), "6.1")
				.lines().toList().getLast(), "a file without a number is meant in each patch");
	}

	@Test
	void aFileIsAppliedToAnother() throws IOException {
		Backport after = fit(Part.of("2:fs/old/b.c").redirect(Decisions.NONE, fit(Decisions.NONE), "fs/b.c"));
		PatchResult second = after.patches().getLast();
		assertEquals("fs/b.c", second.files().getLast().path());
		assertFalse(second.files().getLast().open());
	}

	@Test
	void aNameOfNothingOrOfSeveralIsRefusedWithTheNamesThereAre() throws IOException {
		Backport fit = fit(Decisions.NONE);
		assertRefused("fs/c.c", "there is no fs/c.c; there are 1:fs/a.c, 2:fs/a.c, 2:fs/old/b.c", fit);
		assertRefused("1:fs/a.c:3", "1:fs/a.c with 2 hunks", fit);
		assertRefused("fs/a.c:0", "there is no fs/a.c:0", fit);
		assertRefused("fs/a.c:1", "fs/a.c:1 can be 1:fs/a.c:1 or 2:fs/a.c:1; say which", fit);
		assertEquals(new Part(OptionalInt.empty(), "a:b", OptionalInt.of(7)), Part.of("a:b:7"));
		assertEquals(new Part(OptionalInt.empty(), "", OptionalInt.empty()), Part.of(""));
	}

	private static void assertRefused(String name, String message, Backport fit) {
		String said = assertThrows(IllegalArgumentException.class, () -> Part.of(name).in(fit)).getMessage();
		assertTrue(said.contains(message), said);
	}
}
