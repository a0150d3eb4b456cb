package dev.livepatch.core.tests.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.source.Lexer;
import dev.livepatch.core.source.Lexer.State;
import dev.livepatch.core.source.TokenKind;
import dev.livepatch.testing.DemoKernel;

/** Each piece of C text is told for what it is, line by line. */
class LexerTest {

	@Test
	void kernelWordsTypesAndCallsAreToldApart() {
		assertEquals("KEYWORD static|TYPE int|KERNEL_WORD __init|CALL start|PUNCTUATION (|KEYWORD struct|IDENTIFIER file|KERNEL_WORD __user|PUNCTUATION *|IDENTIFIER f|PUNCTUATION ,"
				+ "|TYPE size_t|IDENTIFIER n|PUNCTUATION )", tokens("static int __init start(struct file __user *f, size_t n)"));
		assertEquals("KERNEL_WORD SYSCALL_DEFINE3|PUNCTUATION (|IDENTIFIER read|PUNCTUATION )", tokens("SYSCALL_DEFINE3(read)"));
		assertEquals("KERNEL_WORD EXPORT_SYMBOL_GPL|PUNCTUATION (|IDENTIFIER x|PUNCTUATION )|PUNCTUATION ;", tokens("EXPORT_SYMBOL_GPL(x);"));
		assertEquals("KERNEL_WORD late_initcall|PUNCTUATION (|IDENTIFIER go|PUNCTUATION )", tokens("late_initcall(go)"));
		assertEquals("CONSTANT PAGE_SIZE|PUNCTUATION -|NUMBER 0x1eUL|PUNCTUATION +|NUMBER 1.5e-3", tokens("PAGE_SIZE - 0x1eUL+1.5e-3"));
		assertEquals("NUMBER 0x1e|PUNCTUATION -|IDENTIFIER x", tokens("0x1e-x"));
	}

	@Test
	void commentsReachOverLines() {
		assertEquals("IDENTIFIER a|COMMENT /* b|COMMENT \"c */|IDENTIFIER d", tokens("a /* b\n\"c */ d"));
		assertEquals("DOC_COMMENT /**|DOC_COMMENT  * x - y|DOC_COMMENT  */|TYPE int", tokens("/**\n * x - y\n */\nint"));
		assertEquals("COMMENT /**/|IDENTIFIER x", tokens("/**/x"));
		assertEquals("COMMENT // a \\|COMMENT b|IDENTIFIER c", tokens("// a \\\nb\nc"));
	}

	@Test
	void directivesReachAsFarAsTheirBackslashes() {
		assertEquals("DIRECTIVE #include|HEADER <linux/fs.h>", tokens("#include <linux/fs.h>"));
		assertEquals("DIRECTIVE # include|HEADER \"a.h\"|COMMENT /* x */", tokens("  # include \"a.h\" /* x */"));
		assertEquals("DIRECTIVE #define|CALL m|PUNCTUATION (|IDENTIFIER x|PUNCTUATION )|PUNCTUATION \\|PUNCTUATION #|IDENTIFIER x|DIRECTIVE #undef|IDENTIFIER m",
				tokens("#define m(x) \\\n #x\n#undef m"));
		assertEquals(State.DIRECTIVE_COMMENT, Lexer.line("#define a /* b", 0, 14, State.CODE, (kind, from, to) -> {
		}));
	}

	@Test
	void aForgottenQuoteEndsWithItsLine() {
		assertEquals("STRING \"a|IDENTIFIER b", tokens("\"a\nb"));
		assertEquals("STRING \"a\\|STRING b\"|IDENTIFIER c", tokens("\"a\\\nb\" c"));
		assertEquals("CHARACTER '\"'|STRING \"\\\"\"|CHARACTER '\\''", tokens("'\"' \"\\\"\" '\\''"));
	}

	@Test
	void theTokensAreAllThereIsButBlanks() throws Exception {
		String text = Files.readString(DemoKernel.open().sourceFile("kernel/sched/core.c"), StandardCharsets.ISO_8859_1);
		StringBuilder rest = new StringBuilder(text);
		int[] last = { 0 };
		Lexer.text(text, (kind, start, end) -> {
			assertTrue(last[0] <= start && start < end, kind + " at " + start + " after " + last[0]);
			last[0] = end;
			rest.replace(start, end, " ".repeat(end - start));
		});
		assertTrue(rest.toString().isBlank());
	}

	private static String tokens(String text) {
		List<String> found = new ArrayList<>();
		Lexer.text(text, (TokenKind kind, int start, int end) -> found.add(kind + " " + text.substring(start, end)));
		return String.join("|", found);
	}
}
