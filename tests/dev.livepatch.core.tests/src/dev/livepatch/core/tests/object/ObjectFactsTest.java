package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.object.FunctionFact;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Symbol;

class ObjectFactsTest {
	private static final String PAIR = "int yes(int x) { return x + 1; }\n__attribute__((no_instrument_function, patchable_function_entry(0))) int no(int x) { return x + 2; }\n";
	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "-pg -mfentry", "-pg -mfentry -fcf-protection=branch", "-pg -mfentry -mrecord-mcount", "-pg -mfentry -mrecord-mcount -mnop-mcount",
			"-pg -mfentry -fno-function-sections", "-pg -mfentry -mrecord-mcount -fno-function-sections", "-fpatchable-function-entry=5",
			"-fpatchable-function-entry=5 -fcf-protection=branch" })
	void aSiteAtTheStartIsFound(String flags) throws Exception {
		ObjectFile object = compile(flags);
		assertTrue(ObjectFacts.fentry(object, object.symbol("yes").orElseThrow()), flags);
		assertFalse(ObjectFacts.fentry(object, object.symbol("no").orElseThrow()), flags);
	}

	private ObjectFile compile(String flags) throws Exception {
		Files.writeString(directory.resolve("pair.c"), PAIR);
		List<String> command = new ArrayList<>(List.of("gcc", "-c", "-O2", "-fno-pie", "-ffunction-sections", "-fcf-protection=none"));
		command.addAll(List.of(flags.split(" ")));
		command.addAll(List.of("-o", "pair.o", "pair.c"));
		CompiledSample.run(directory, command);
		return ObjectFile.read(directory.resolve("pair.o"));
	}

	/** With CONFIG_CALL_PADDING the compiler records the padding before each function: no site of ftrace. */
	@Test
	void paddingBeforeAFunctionIsNoSite() throws Exception {
		ObjectFile object = compile("-fpatchable-function-entry=16,16");
		assertFalse(ObjectFacts.fentry(object, object.symbol("yes").orElseThrow()));
	}

	@Test
	void functionsAreListedWithTheirSection() throws Exception {
		ObjectFile object = ObjectFile.read(CompiledSample.compile(directory));
		List<FunctionFact> facts = ObjectFacts.functions(object);
		FunctionFact setup = facts.stream().filter(f -> f.symbol().name().equals("setup")).findFirst().orElseThrow();
		assertEquals(".init.text", setup.section().name());
		assertTrue(setup.fentry());
		assertTrue(facts.stream().anyMatch(f -> f.symbol().name().equals("without_fentry") && !f.fentry()));
		assertTrue(facts.stream().anyMatch(f -> f.symbol().name().endsWith(".cold") && !f.fentry()));
		Symbol undefined = object.symbol("printk").orElseThrow();
		assertFalse(ObjectFacts.fentry(object, undefined));
		assertTrue(facts.stream().noneMatch(f -> f.symbol().equals(undefined)));
	}
}
