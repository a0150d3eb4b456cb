package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Set;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.evidence.Callers;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFile;

/** Where a change to a function that cannot be redirected could be made instead. */
class CallersTest {
	private static final String SOURCE = """
			#define notrace __attribute__((no_instrument_function))
			#define noinline __attribute__((noinline))
			extern int state;
			notrace noinline int leaf(int x) { state += x; return x * state; }
			notrace noinline int between(int x) { return leaf(x) + state; }
			static inline __attribute__((always_inline)) int copied(int x) { return between(x) ^ 3; }
			int direct(int x) { return leaf(x + 1) - 1; }
			noinline int through(int x) { return copied(x) + 1; }
			int above(int x) { return through(x) + 1; }
			__attribute__((section(".init.text"))) int setup(void) { return leaf(7); }
			""";

	@TempDir
	Path directory;

	/** Each function in a section of its own, as the checks compile them, and all in one, as the kernel's own objects have them. */
	@ParameterizedTest
	@ValueSource(strings = { "-ffunction-sections", "-fno-function-sections" })
	void theNearestThatCanBeRedirected(String sections) throws Exception {
		ObjectFile object = ObjectFile.read(CompiledSample.compileSource(directory, "callers", SOURCE, "-g", "-fno-optimize-sibling-calls", sections));
		Callers callers = new Callers(object, DebugInfo.read(object));
		assertEquals(Set.of("direct", "through"), callers.of("leaf").patchable(), "not what ran at boot, nor what calls those that can be patched");
		assertEquals(Set.of("through"), callers.of("copied").patchable(), "what it was inlined into");
		assertEquals(Set.of(), callers.of("above").patchable());
	}
}
