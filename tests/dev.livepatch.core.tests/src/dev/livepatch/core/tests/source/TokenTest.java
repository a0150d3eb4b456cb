package dev.livepatch.core.tests.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.source.Token;

class TokenTest {

	@Test
	void aDirectiveIsOneTokenWithAllItsLines() {
		assertEquals(List.of("DIRECTIVE #define MAX(a) \\\n\t((a) /* said\n once */ + 1)", "WORD int", "WORD x", "MARK ;"), tokens("#define MAX(a) \\\n\t((a) /* said\n once */ + 1)\nint x;"));
		assertEquals(List.of("WORD a", "DIRECTIVE # if 0 \\\n"), tokens("a\n # if 0 \\\n"));
	}

	@Test
	void aStringThatABackslashContinuesIsOneToken() {
		assertEquals(List.of("WORD s", "MARK =", "LITERAL \"one\\\ntwo \\\" /* */\"", "MARK ;"), tokens("s = \"one\\\ntwo \\\" /* */\";"));
		assertEquals(List.of("LITERAL 'a", "WORD b"), tokens("'a\nb"));
	}

	@Test
	void commentsAndContinuedLinesAreNone() {
		assertEquals(List.of("WORD p", "MARK ->", "WORD x", "MARK ++", "MARK ;", "NUMBER 0x1e", "MARK +", "NUMBER 1.5e+3"), tokens("p/* - */-> \\\n x++; // y\n/* z\n*/0x1e+1.5e+3"));
	}

	private static List<String> tokens(String text) {
		List<Token> tokens = Token.of(text);
		tokens.forEach(token -> assertEquals(text.substring(token.start(), token.end()), token.text(), "its place"));
		return tokens.stream().map(token -> token.kind() + " " + token.text()).toList();
	}
}
