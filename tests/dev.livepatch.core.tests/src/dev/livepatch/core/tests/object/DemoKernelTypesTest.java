package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.TypeLayout;
import dev.livepatch.core.object.TypeLayout.Kind;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** The types of a real kernel. */
class DemoKernelTypesTest {
	@TempDir
	Path directory;

	/** What is read is what the compiler takes for true: each size, offset and value is asserted in the file itself. */
	@ParameterizedTest
	@CsvSource({ "fs/eventfd.o, fs/eventfd.c", "mm/slub.o, mm/slub.c", "kernel/kthread.o, kernel/kthread.c" })
	void theCompilerAgrees(String object, String file) throws Exception {
		List<TypeLayout> types = DebugInfo.read(ObjectFile.read(DemoKernel.directory().resolve(object))).types();
		StringBuilder asserts = new StringBuilder("\n");
		int count = 0;
		for (TypeLayout type : types) {
			// the compiler's own types (__va_list_tag) stand in no file
			if (type.name().isEmpty() || type.line() == 0) {
				continue;
			}
			asserts.append("_Static_assert(sizeof(%s) == %d, \"%s\");\n".formatted(type.name(), type.size(), type.name()));
			for (TypeLayout.Member member : type.members()) {
				if (!member.bitField()) {
					asserts.append("_Static_assert(__builtin_offsetof(%s, %s) == %d, \"%s\");\n".formatted(type.name(), member.name(), member.bitOffset() / 8, member.name()));
					count++;
				}
			}
			for (TypeLayout.Enumerator enumerator : type.enumerators()) {
				asserts.append("_Static_assert(%s == %d, \"%s\");\n".formatted(enumerator.name(), enumerator.value(), enumerator.name()));
			}
		}
		String text = DemoKernel.text(file);
		ChangeSet change = new ChangeSet("asserts", List.of(new FileChange.Modified(file, text, text + asserts)), List.of());
		new ObjectCompiler(DemoKernel.open(), DemoKernel.toolchain(directory.resolve("cache"))).compile(DemoKernel.object(object), change, directory.resolve("work"),
				Cancellation.NEVER);
		assertTrue(count > 1000, count + " members");
	}

	/** One definition in a header, many objects. */
	@Test
	void aDefinitionReadsTheSameInEveryObject() throws Exception {
		Map<String, TypeLayout> known = new HashMap<>();
		int again = 0;
		try (Stream<Path> files = Files.walk(DemoKernel.directory().resolve("fs"))) {
			for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".o")).sorted()::iterator) {
				for (TypeLayout type : DebugInfo.read(ObjectFile.read(file)).types()) {
					TypeLayout first = known.putIfAbsent(type.name() + type.file() + type.line(), type);
					if (first != null && !(type.kind() == Kind.ENUM && type.name().isEmpty())) {
						assertEquals(first, type, file.toString());
						again++;
					}
				}
			}
		}
		assertTrue(again > 5_000, again + " types in several objects");
	}
}
