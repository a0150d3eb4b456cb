package dev.livepatch.core.tests.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.search.ExpressionException;
import dev.livepatch.core.search.FileNames;
import dev.livepatch.core.search.SearchText;
import dev.livepatch.core.search.SourceMatch;
import dev.livepatch.core.search.SourceSearch;
import dev.livepatch.core.search.SourceSearch.Outcome;
import dev.livepatch.core.search.SourceSearch.Unsearched;
import dev.livepatch.testing.DemoKernel;

/** What is looked for is found where it is, what is not searched is named, and no expression keeps a search from ending. */
class SourceSearchTest {
	@TempDir
	private Path tree;
	private final List<SourceMatch> found = Collections.synchronizedList(new ArrayList<>());

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "free_page | false | true | false | 4", "free_page | false | true | true | 1", "FREE_page | false | false | true | 2", "free_page(s)? | true | true | true | 2",
			"free_page(s)? | false | true | false | 0", "^free | true | true | false | 1", "\\(p\\);$ | true | true | false | 1", "x* | true | true | false | 0", "(free)_\\1 | true | true | true | 1" })
	void textCaseAndWords(String text, boolean regularExpression, boolean caseSensitive, boolean wholeWord, int matches) throws Exception {
		Files.writeString(tree.resolve("a.c"), "free_page(p);\r\n  __free_page free_pages FREE_PAGE;\n free_free free_page_2\n");
		assertEquals(matches, search(new SearchText(text, regularExpression, caseSensitive, wholeWord), "a.c").matches());
		assertEquals(matches, found.size());
	}

	@Test
	void aMatchTellsItsPlace() throws Exception {
		String text = "first\n\tsecond(word, word);\n" + "y".repeat(1000) + "word" + "z".repeat(1000);
		Files.writeString(tree.resolve("a.c"), text);
		search(SearchText.name("word"), "a.c");
		assertEquals(List.of(new SourceMatch("a.c", 2, 14, 4, "\tsecond(word, word);", 8), new SourceMatch("a.c", 2, 20, 4, "\tsecond(word, word);", 14)), found);
		found.clear();
		search(new SearchText("word", false, true, false), "a.c");
		SourceMatch inLongLine = found.getLast();
		assertEquals(3, inLongLine.line());
		assertEquals("word", text.substring(inLongLine.offset(), inLongLine.offset() + inLongLine.length()));
		assertEquals("word", inLongLine.excerpt().substring(inLongLine.start(), inLongLine.start() + 4));
		assertTrue(inLongLine.excerpt().length() <= 400, inLongLine.excerpt());
	}

	@Test
	void anOldEncodingIsReadToo() throws Exception {
		Files.write(tree.resolve("a.c"), "/* J\u00f6rg */ int x;\n".getBytes(StandardCharsets.ISO_8859_1));
		Files.write(tree.resolve("b.c"), "/* J\u00f6rg */ int x;\n".getBytes(StandardCharsets.UTF_8));
		search(SearchText.name("J\u00f6rg"), "a.c", "b.c");
		found.sort(Comparator.comparing(SourceMatch::file));
		assertEquals(List.of("a.c 3", "b.c 3"), found.stream().map(m -> m.file() + " " + m.offset()).toList());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "a(b | 3 | Unclosed group, at character 4", "[z-a] | 3 | Illegal character range, at character 4", "+ | 0 | Dangling meta character '+', at character 1" })
	void aWrongExpressionIsSaid(String expression, int position, String message) {
		for (boolean wholeWord : new boolean[] { false, true }) {
			var e = assertThrows(ExpressionException.class, () -> new SearchText(expression, true, true, wholeWord).compile());
			assertEquals(position, e.position());
			assertEquals("Not a regular expression: " + message, e.getMessage());
		}
	}

	@Test
	void whatCannotBeLookedForIsSaid() throws Exception {
		assertThrows(ExpressionException.class, () -> SearchText.name("").compile());
		new SearchText("\\Qa(b", true, true, false).compile();
		assertTrue(assertThrows(ExpressionException.class, () -> new SearchText("\\Qa(b", true, true, true).compile()).getMessage().contains("whole words"));
		assertThrows(ExpressionException.class, () -> new SearchText("(".repeat(200_000), true, true, true).compile());
	}

	@Test
	void whatIsNotSearchedIsNamed() throws Exception {
		Files.writeString(tree.resolve("good.c"), "word");
		Files.write(tree.resolve("binary.c"), new byte[] { 'w', 'o', 'r', 'd', 0 });
		Files.createDirectory(tree.resolve("directory.c"));
		Files.writeString(tree.resolve("long.c"), "word\n" + "word ".repeat(300_000) + "\nword");
		Outcome outcome = search(SearchText.name("word"), "good.c", "binary.c", "directory.c", "gone.c", "long.c");
		assertEquals(3, outcome.matches());
		assertTrue(outcome.complete());
		assertEquals(List.of("binary.c", "directory.c", "gone.c", "long.c"), outcome.unsearched().stream().map(Unsearched::file).toList());
		assertEquals("line 2 is longer than 1048576 characters", outcome.unsearched().getLast().reason());
	}

	@Test
	void anExpressionThatNeedsTooMuchStackIsTheFilesError() throws Exception {
		Files.writeString(tree.resolve("a.c"), "ab".repeat(400_000));
		Files.writeString(tree.resolve("b.c"), "ab");
		Outcome outcome = search(new SearchText("(a|b)+", true, true, false), "a.c", "b.c");
		assertEquals(1, outcome.matches());
		assertEquals(List.of("a.c"), outcome.unsearched().stream().map(Unsearched::file).toList());
	}

	@Test
	void anEndlessExpressionIsCancelled() throws Exception {
		Files.writeString(tree.resolve("a.c"), "a".repeat(60) + "!");
		AtomicInteger asked = new AtomicInteger();
		assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThrows(CancellationException.class,
				() -> search(new SearchText("(a+)+b(a+)\\1", true, true, false), () -> asked.incrementAndGet() > 100, "a.c")));
	}

	@Test
	void thereAreNotEndlesslyManyMatches() throws Exception {
		Files.writeString(tree.resolve("a.c"), "x\n".repeat(SourceSearch.MOST));
		assertTrue(search(SearchText.name("x"), "a.c").complete());
		Files.writeString(tree.resolve("b.c"), "x");
		found.clear();
		Outcome outcome = search(SearchText.name("x"), "a.c", "b.c");
		assertFalse(outcome.complete());
		assertEquals(SourceSearch.MOST, outcome.matches());
		assertEquals(SourceSearch.MOST, found.size());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "'' | mm/slub.c | true", "*.c | mm/slub.c | true", "*.h,*.c | mm/slub.c | true", "*.h | mm/slub.c | false", "mm/*.c | mm/kasan/init.c | false",
			"mm/**.c | mm/kasan/init.c | true", "mm/ | mm/kasan/init.c | true", "mm/ | arch/x86/mm/fault.c | false", "slub.? | mm/slub.c | true", "slub | mm/slub.c | false", "[ab].c | mm/a.c | false",
			"lu*.c | mm/slub.c | false" })
	void fileNames(String patterns, String file, boolean meant) {
		assertEquals(meant, FileNames.of(patterns).test(file));
	}

	@Test
	void theKernelsSourcesAreSearched() throws Exception {
		KernelBuild kernel = DemoKernel.open();
		List<String> files = kernel.sources(Cancellation.NEVER);
		AtomicInteger done = new AtomicInteger();
		Outcome outcome = SourceSearch.run(SearchText.name("si_meminfo").compile(), files, kernel::sourceFile, found::addAll, n -> done.incrementAndGet(), Cancellation.NEVER);
		assertEquals(files.size(), done.get());
		assertEquals(found.size(), outcome.matches());
		for (SourceMatch match : found) {
			String text = Files.readString(kernel.sourceFile(match.file()), StandardCharsets.ISO_8859_1);
			assertTrue(text.lines().skip(match.line() - 1L).findFirst().orElseThrow().contains("si_meminfo"), match.toString());
		}
		assertTrue(found.stream().map(SourceMatch::file).toList().containsAll(List.of("mm/page_alloc.c", "fs/proc/meminfo.c", "include/linux/mm.h")), found.toString());
	}

	private Outcome search(SearchText text, String... files) throws ExpressionException {
		return search(text, Cancellation.NEVER, files);
	}

	private Outcome search(SearchText text, Cancellation cancellation, String... files) throws ExpressionException {
		return SourceSearch.run(text.compile(), List.of(files), tree::resolve, found::addAll, n -> {
		}, cancellation);
	}
}
