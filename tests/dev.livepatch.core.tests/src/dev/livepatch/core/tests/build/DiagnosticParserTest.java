package dev.livepatch.core.tests.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.build.CompilerDiagnostic;
import dev.livepatch.core.build.CompilerDiagnostic.Severity;
import dev.livepatch.core.build.DiagnosticParser;

class DiagnosticParserTest {

	@Test
	void errorsWithTheirNotesAndExcerpts() {
		assertEquals(List.of(diagnostic("fs/a.c", 12, 9, Severity.ERROR, "'x' undeclared (first use in this function)"),
				diagnostic("fs/a.c", 12, 9, Severity.NOTE, "each undeclared identifier is reported only once"),
				diagnostic("fs/a.c", 14, 0, Severity.WARNING, "unused: 'y' [-Wunused]")), parse("""
						/o/fs/a.c: In function 'f':
						/o/fs/a.c:12:9: error: 'x' undeclared (first use in this function)
						   12 |         return x;
						      |                ^
						/o/fs/a.c:12:9: note: each undeclared identifier is reported only once
						/o/fs/a.c:14: warning: unused: 'y' [-Wunused]
						cc1: some warnings being treated as errors
						"""));
	}

	@Test
	void anIncludeChainIsForAllMessagesAboutTheFile() {
		CompilerDiagnostic outer = diagnostic("fs/a.c", 3, 0, Severity.NOTE, "included from here");
		CompilerDiagnostic inner = diagnostic("include/b.h", 7, 0, Severity.NOTE, "included from here");
		assertEquals(List.of(diagnostic("include/c.h", 1, 1, Severity.ERROR, "one"), inner, outer, diagnostic("include/c.h", 2, 1, Severity.ERROR, "two"),
				inner, outer, diagnostic("fs/a.c", 9, 1, Severity.ERROR, "three")), parse("""
						In file included from /o/include/b.h:7,
						                 from /o/fs/a.c:3:
						/o/include/c.h:1:1: error: one
						/o/include/c.h:2:1: error: two
						/o/fs/a.c:9:1: error: three
						"""));
	}

	@Test
	void numbersThatAreNoLinesAreNone() {
		assertEquals(List.of(diagnostic("fs/a.c", 0, 5, Severity.ERROR, "one"), diagnostic("include/b.h", 0, 0, Severity.NOTE, "included from here")), parse("""
				In file included from /o/include/b.h:12555555555555555555:
				/o/fs/a.c:1255555555555555:5: error: one
				"""));
	}

	@Test
	void toolsThatNameNoFileSpeakOfTheSource() {
		assertEquals(
				List.of(diagnostic("fs/source.c", 0, 0, Severity.ERROR, "unrecognized command-line option '-x'"),
						diagnostic("fs/source.c", 0, 0, Severity.WARNING, "objtool: f()+0x1: unreachable instruction")),
				parse("gcc-12: error: unrecognized command-line option '-x'\n/build/fs/source.o: warning: objtool: f()+0x1: unreachable instruction\n"));
	}

	@Test
	void theAssemblersAndTheCompilersOwnTroubleAreErrors() {
		assertEquals(List.of(diagnostic("fs/a.c", 5, 0, Severity.ERROR, "no such instruction: `nonsense'"),
				diagnostic("fs/a.c", 6, 1, Severity.ERROR, "in f, at tree.c:1"), diagnostic("fs/a.c", 7, 10, Severity.ERROR, "no.h: No such file or directory")),
				parse("""
						/o/fs/a.c: Assembler messages:
						/o/fs/a.c:5: Error: no such instruction: `nonsense'
						/o/fs/a.c:6:1: internal compiler error: in f, at tree.c:1
						/o/fs/a.c:7:10: fatal error: no.h: No such file or directory
						compilation terminated.
						"""));
	}

	@Test
	void pathsInTextsAreTheKernels() {
		assertEquals("conflicts with fs/b.c", parse("/o/fs/a.c:1:1: error: conflicts with /o/fs/b.c\n").get(0).message());
	}

	private static List<CompilerDiagnostic> parse(String text) {
		return new DiagnosticParser(file -> file.replaceFirst("^/o/", ""), message -> message.replace("/o/", ""), "fs/source.c").parse(text);
	}

	private static CompilerDiagnostic diagnostic(String file, int line, int column, Severity severity, String message) {
		return new CompilerDiagnostic(file, line, column, severity, message);
	}
}
