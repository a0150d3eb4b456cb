package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.StructSizes;
import dev.livepatch.core.process.Cancellation;

class StructSizesTest {
	private static final String SOURCE = """
			struct only_declared;
			struct x_alt_instr { char c[3]; };
			struct alt_instr { int offset, replacement; unsigned short id; char length, replaced; } __attribute__((packed));
			union bug_entry { char c[99]; };
			struct s { int i; };
			struct holder { struct inner_entry { long a, b; } inner; };
			struct x_alt_instr x; struct alt_instr a; union bug_entry u; struct s s; struct holder h; struct only_declared *p;
			""";
	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-5 -gz=zlib", "-gdwarf-5 -fno-merge-debug-strings" })
	void definedStructuresHaveTheirSize(String flags) throws Exception {
		ObjectFile object = ObjectFile.read(CompiledSample.compileSource(directory, "types", SOURCE, flags.split(" ")));
		assertEquals(Map.of("alt_instr", 12, "s", 4, "inner_entry", 16, "x_alt_instr", 3), StructSizes.read(object,
				Set.of("alt_instr", "s", "inner_entry", "x_alt_instr", "bug_entry", "only_declared", "no_such", "instr"), Cancellation.NEVER));
	}

	@Test
	void theDefinitionMayBeInALaterUnit() throws Exception {
		CompiledSample.compileSource(directory, "one", "struct jump_entry *p;\n", "-g");
		CompiledSample.compileSource(directory, "two", "struct jump_entry { int code, target; long key; } q;\n", "-g");
		CompiledSample.run(directory, List.of("ld", "-r", "-o", "both.o", "one.o", "two.o"));
		assertEquals(Map.of("jump_entry", 16), StructSizes.read(ObjectFile.read(directory.resolve("both.o")), Set.of("jump_entry"), Cancellation.NEVER));
	}

	@Test
	void canBeCancelled() throws Exception {
		ObjectFile object = ObjectFile.read(CompiledSample.compileSource(directory, "types", SOURCE, "-g"));
		assertThrows(CancellationException.class, () -> StructSizes.read(object, Set.of("s"), () -> true));
	}
}
