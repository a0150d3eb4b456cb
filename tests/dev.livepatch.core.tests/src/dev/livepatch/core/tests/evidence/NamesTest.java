package dev.livepatch.core.tests.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.livepatch.core.evidence.Names;

class NamesTest {

	@ParameterizedTest
	@CsvSource({ "calls, calls", "calls.3, calls", "show.calls, calls", "show.calls.3, calls", "show.isra.0, show.isra", "show.cold, show.cold", "show.part.0.cold, show.part.cold" })
	void aVariableAsTheSourceNamesIt(String symbol, String name) {
		assertEquals(name, Names.variable(symbol));
	}
}
