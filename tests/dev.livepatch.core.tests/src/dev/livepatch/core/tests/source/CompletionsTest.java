package dev.livepatch.core.tests.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.source.Completions;

class CompletionsTest {

	@Test
	void theNearestWordIsFirstAndEachIsThereOnce() {
		assertEquals(List.of("seq_file", "seq_puts", "seq_printf"), at("struct seq_file; seq_printf(); seq_puts(); seq_file; seq_puts(); seq_| seq_file"));
		assertEquals(List.of("return"), at("return x; ret|"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "avnrun; x|", "avnrun;|", "avnrun; |", "avnrun; /* av|", "avnrun; \"av|\"", "avnrun; // av|\n", "avnrun; av|n", "elsewhere; else|", "int8; int|", "avnrun; avnrun|", "avnrun; 0xav|", "|" })
	void nothingIsOfferedWhereNoNameIsBegun(String text) {
		assertEquals(List.of(), at(text));
	}

	/** @param text with a stroke for the caret */
	private static List<String> at(String text) {
		return Completions.of(text.replace("|", ""), text.indexOf('|'));
	}
}
