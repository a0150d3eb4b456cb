package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFile;

/** Which functions of a compiled file use a type. */
class TypeUsersTest {
	private static final String SOURCE = """
			struct node { struct node *next; int value; };
			struct nodes { int node; };
			typedef struct { long ticks; } stamp_t;
			static volatile int sink;
			int parameter(struct node *n) { return n->value; }
			void local(int i) { struct node kept[2] = { { 0, i }, { 0, 2 } }; for (int at = 0; at < 2; at++) { const struct node *const *p = (void *)&kept[at]; sink = !p; } sink = kept[0].value; }
			static inline __attribute__((always_inline)) int copied(const struct node *n) { return n->value + 1; }
			int holder(void *p) { return copied(p); }
			int other(struct nodes *n) { return n->node; }
			long stamp(stamp_t *s) { return s->ticks; }
			int none(int node) { return node; }
			""";

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5" })
	void byParametersAndVariables(String flag) throws Exception {
		DebugInfo debug = DebugInfo.read(ObjectFile.read(CompiledSample.compileSource(directory, "users", SOURCE, flag)));
		assertEquals(Set.of("parameter", "local", "holder"), debug.functionsUsing(List.of("struct node")));
		assertEquals(Set.of("other"), debug.functionsUsing(List.of("struct nodes")));
		assertEquals(Set.of("other", "stamp"), debug.functionsUsing(List.of("stamp_t", "struct nodes")));
		assertEquals(Set.of(), debug.functionsUsing(List.of("struct elsewhere")));
	}
}
