package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFile;

/** Types whose instances are on stacks alone, and what puts one elsewhere. */
class StackTypesTest {
	private static final String ON_STACK = """
			struct walk { int at; int end; };
			extern void *allocate(unsigned long size);
			static volatile int sink;
			static __attribute__((noinline)) int step(struct walk *w) { return w->at++ + w->end; }
			static inline __attribute__((always_inline)) int inlined(const struct walk *w) { return w->at; }
			int whole(int end) { struct walk w = { 0, end }; sink = step(&w); return inlined(&w); }
			int both(int end) { struct walk w[2] = { { 0, end }, { 1, end } }; return step(w) + step(w + 1); }
			""";

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5" })
	void variablesOfFunctionsAndParametersThatPointToThem(String flag) throws Exception {
		assertTrue(onStacksOnly(ON_STACK, flag));
	}

	@ParameterizedTest
	@ValueSource(strings = { "struct walk kept;", "struct walk *kept;", "struct holder { struct walk w; } kept;", "struct link { struct walk *w; }; int linked(struct link *l) { return l->w->at; }",
			"int counted(int i) { static struct walk kept; kept.at += i; return step(&kept); }", "int allocated(void) { struct walk *w = allocate(sizeof(*w)); return step(w); }",
			"struct walk *passed(void *data) { return data; }", "typedef struct walk *walk_p; int behind(void *data) { walk_p w = data; return step(w); }" })
	void anotherPlaceCouldHoldOne(String place) throws Exception {
		assertFalse(onStacksOnly(ON_STACK + place + "\n", "-gdwarf-5"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "struct walk", "struct walker" })
	void nothingIsSaidOfATypeThatNoFunctionHas(String type) throws Exception {
		DebugInfo debug = DebugInfo.read(ObjectFile.read(CompiledSample.compileSource(directory, "none", "struct walk { int at; };\nint step(struct walk *w) { return w->at; }\n", "-gdwarf-5")));
		assertFalse(debug.onStacksOnly(type));
	}

	private boolean onStacksOnly(String source, String flag) throws Exception {
		return DebugInfo.read(ObjectFile.read(CompiledSample.compileSource(directory, "stack", source, flag))).onStacksOnly("struct walk");
	}
}
