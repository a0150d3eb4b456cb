package dev.livepatch.core.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short run of the fuzzer on everything that others write; {@code releng/fuzz} runs longer. */
class FuzzTest {
	/** What a run finds is found in the next one too; {@code releng/fuzz} looks for what is new. */
	private static final OptionalInt SEED = OptionalInt.of(1);

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource
	void nothingButDocumentedErrors(ForeignInput input) throws Exception {
		Duration time = Duration.ofSeconds(input == ForeignInput.OBJECT ? 30 : 5);
		Fuzzer.Outcome outcome = Fuzzer.locate().run(input, time, SEED, directory);
		System.out.println("fuzz: " + outcome.input() + ", " + outcome.runs() + " runs, coverage " + outcome.coverage());
		assertEquals(Optional.empty(), outcome.fault());
		assertTrue(outcome.runs() > 0 && outcome.coverage() > 20, outcome::toString);
	}
}
