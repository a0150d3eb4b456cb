package dev.livepatch.core.tests.object;

import static dev.livepatch.core.tests.object.CompiledSample.lineOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.object.Code;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.InlineSite;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.VariableInfo;

/** The same facts, however the compiler writes them. */
class DebugInfoTest {
	@TempDir
	Path directory;
	private ObjectFile object;
	private DebugInfo debug;

	private void compile(String flags) throws Exception {
		object = ObjectFile.read(CompiledSample.compile(directory, flags.split(" ")));
		debug = DebugInfo.read(object);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-4 -gz=zlib", "-gdwarf-5 -fdebug-types-section", "-gdwarf-5 -gno-as-loc-support" })
	void functionsHaveTheirDeclarationAndCode(String flags) throws Exception {
		compile(flags);
		FunctionInfo caller = debug.function("caller").orElseThrow();
		assertEquals(new SourceLine("sample.c", lineOf("int caller(")), new SourceLine(caller.file(), caller.line()));
		Symbol symbol = object.symbol("caller").orElseThrow();
		assertEquals(Optional.of(new Code(".text.caller", 0, symbol.size())), caller.code());
		assertEquals(Optional.of(new SourceLine("sample.c", lineOf("int caller("))).map(SourceLine::file), debug.line(".text.caller", 0).map(SourceLine::file));
		assertFalse(caller.declaredInline());
		FunctionInfo helper = debug.function("helper").orElseThrow();
		assertTrue(helper.declaredInline());
		assertEquals(Optional.empty(), helper.code());
		assertEquals(1, debug.functions().stream().filter(f -> f.name().equals("clone_me")).count());
		assertEquals(Optional.empty(), debug.function("no_such_function"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-5 -gz=zlib" })
	void inlinedFunctionsAreToldWithTheirCallAndCaller(String flags) throws Exception {
		compile(flags);
		List<InlineSite> sites = debug.function("caller").orElseThrow().inlined();
		assertEquals(List.of("helper", "deepest"), sites.stream().filter(s -> s.line() != lineOf("helper(count + 1)")).map(InlineSite::function).distinct().toList());
		InlineSite first = sites.stream().filter(s -> s.line() == lineOf("count += helper(v)")).findFirst().orElseThrow();
		assertEquals("helper", first.function());
		assertEquals("caller", first.caller());
		assertEquals("sample.c", first.file());
		assertEquals(new SourceLine("sample.c", lineOf("int helper(int x)")), first.declared());
		assertTrue(first.code().stream().allMatch(c -> c.section().equals(".text.caller") && c.size() > 0));
		InlineSite nested = sites.stream().filter(s -> s.function().equals("deepest")).findFirst().orElseThrow();
		assertEquals("helper", nested.caller());
		assertEquals(lineOf("calls += deepest(x)"), nested.line());
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-4 -gz=zlib" })
	void framesFollowTheInlineChain(String flags) throws Exception {
		compile(flags);
		InlineSite nested = debug.function("caller").orElseThrow().inlined().stream().filter(s -> s.function().equals("deepest") && !s.code().isEmpty()).findFirst().orElseThrow();
		List<Frame> frames = debug.frames(".text.caller", nested.code().getFirst().offset());
		assertEquals(List.of("deepest", "helper", "caller"), frames.stream().map(Frame::function).toList());
		assertEquals(new Frame("deepest", "sample.c", lineOf("return x ^ ext")), frames.get(0));
		assertEquals(new Frame("helper", "sample.c", lineOf("calls += deepest(x)")), frames.get(1));
		assertTrue(List.of(lineOf("count += helper(v)"), lineOf("helper(count + 1)")).contains(frames.get(2).line()));
		assertEquals(List.of(), debug.frames(".text.caller", 1 << 20));
		assertEquals(List.of(), debug.frames(".no.such.section", 0));
		assertEquals(Optional.empty(), debug.line(".text.caller", -1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5" })
	void clonesAndColdPartsLeadToTheirFunction(String flags) throws Exception {
		compile(flags);
		Symbol clone = object.symbols().stream().filter(s -> s.name().startsWith("clone_me.constprop")).findFirst().orElseThrow();
		FunctionInfo function = debug.function(clone.name()).orElseThrow();
		assertEquals("clone_me", function.name());
		assertEquals(lineOf("int clone_me("), function.line());
		Symbol cold = object.symbols().stream().filter(s -> s.name().endsWith(".cold")).findFirst().orElseThrow();
		assertEquals("clone_me", debug.function(cold.name()).orElseThrow().name());
		String section = object.section(cold.section()).orElseThrow().name();
		assertEquals("clone_me", debug.frames(section, cold.value()).getLast().function());
		assertEquals(lineOf("report(b)"), debug.line(section, cold.value()).orElseThrow().line());
		assertEquals("caller", debug.function("caller.isra.7").orElseThrow().name());
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-5 -fno-data-sections", "-gdwarf-5 -gz=zlib" })
	void variablesAreFoundByWhereTheirSymbolPoints(String flags) throws Exception {
		compile(flags);
		assertEquals(new VariableInfo("global_counter", "sample.c", lineOf("int global_counter"), Optional.empty()), debug.variable("global_counter").orElseThrow());
		assertEquals(new VariableInfo("table", "sample.c", lineOf("int table[]"), Optional.empty()), debug.variable("table").orElseThrow());
		assertEquals(new VariableInfo("uninit", "sample.c", lineOf("int uninit"), Optional.empty()), debug.variable("uninit").orElseThrow());
		List<Optional<String>> owners = object.symbols().stream().map(Symbol::name).filter(n -> n.startsWith("count.")).sorted().map(this::owner).toList();
		assertEquals(2, owners.size());
		assertTrue(owners.containsAll(List.of(Optional.of("caller"), Optional.of("setup"))), owners.toString());
		String calls = object.symbols().stream().map(Symbol::name).filter(n -> n.startsWith("calls.")).findFirst().orElseThrow();
		assertEquals(new VariableInfo("calls", "sample.c", lineOf("static int calls"), Optional.of("helper")), debug.variable(calls).orElseThrow());
		assertEquals(Optional.empty(), debug.variable("ext"));
		assertEquals(6, debug.variables().size());
	}

	private Optional<String> owner(String symbol) {
		try {
			return debug.variable(symbol).orElseThrow().function();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** gcc keeps the code of one of two equal functions; the other has a symbol and a declaration. */
	@Test
	void mergedFunctionsAreFoundByTheirSymbol() throws Exception {
		object = ObjectFile.read(CompiledSample.compileSource(directory, "equal", """
				int g(int);
				static int original(int x) { return g(x) * 3; }
				static int merged(int x) { return g(x) * 3; }
				int (*const table[])(int) = { original, merged };
				""", "-gdwarf-5", "-fipa-icf"));
		debug = DebugInfo.read(object);
		assertEquals(1, debug.functions().stream().filter(f -> f.code().isEmpty()).count(), "gcc did not merge the functions");
		for (String name : List.of("original", "merged")) {
			FunctionInfo function = debug.function(name).orElseThrow();
			assertEquals(name, function.name());
			assertEquals(name.equals("original") ? 2 : 3, function.line());
			assertEquals(".text." + name, function.code().orElseThrow().section());
			assertEquals(name, debug.frames(".text." + name, 0).getLast().function());
		}
	}

	@Test
	void headersAreNamedByTheirPath() throws Exception {
		Files.createDirectories(directory.resolve("inc/deep"));
		Files.writeString(directory.resolve("inc/deep/h.h"), "static inline int from_header(int x)\n{\n\treturn x * 3;\n}\n");
		for (String version : List.of("-gdwarf-4", "-gdwarf-5")) {
			Path file = CompiledSample.compileSource(directory, "user", "#include \"h.h\"\nint user(int x) { return from_header(x) + 1; }\n", version, "-Iinc/../inc//./deep");
			DebugInfo user = DebugInfo.read(ObjectFile.read(file));
			FunctionInfo header = user.function("from_header").orElseThrow();
			assertEquals("inc/deep/h.h", header.file(), version);
			assertEquals(1, header.line());
			assertEquals(List.of(new DebugInfo.Compilation("user.c", directory.toRealPath().toString())), user.compilations());
		}
	}

	@Test
	void severalUnitsOfOneObjectAreKeptApart() throws Exception {
		CompiledSample.compileSource(directory, "one", "static int same(int x) { static int kept; return kept += x; }\nint one(int x) { return same(x); }\n", "-gdwarf-5", "-fno-inline");
		CompiledSample.compileSource(directory, "two", "\n\n\nstatic int same(int x) { static int kept; return kept -= x; }\nint two(int x) { return same(x); }\n", "-gdwarf-4", "-fno-inline");
		CompiledSample.run(directory, List.of("ld", "-r", "-o", "both.o", "one.o", "two.o"));
		object = ObjectFile.read(directory.resolve("both.o"));
		debug = DebugInfo.read(object);
		assertEquals(2, debug.compilations().size());
		for (Symbol symbol : object.symbols()) {
			if (symbol.name().startsWith("same")) {
				assertTrue(debug.function(object.section(symbol.section()).orElseThrow(), symbol.value()).isPresent());
			}
		}
		assertEquals(List.of(1, 4), debug.functions().stream().filter(f -> f.name().equals("same")).map(FunctionInfo::line).sorted().toList());
		assertEquals("two.c", debug.function("two").orElseThrow().file());
	}

	@Test
	void withoutDebugInformationThereIsNothing() throws Exception {
		compile("-g0");
		assertEquals(List.of(), debug.functions());
		assertEquals(List.of(), debug.variables());
		assertEquals(Optional.empty(), debug.function("caller"));
		assertEquals(Optional.empty(), debug.line(".text.caller", 0));
	}

	@Test
	void linkedFilesAreReadBySectionToo() throws Exception {
		CompiledSample.compileSource(directory, "alone", "int alone(int x) {\n\treturn x + 1;\n}\nint kept = 4;\n", "-gdwarf-5");
		CompiledSample.run(directory, List.of("ld", "-e", "alone", "--defsym", "__fentry__=0", "-o", "linked", "alone.o"));
		object = ObjectFile.read(directory.resolve("linked"));
		debug = DebugInfo.read(object);
		Symbol alone = object.symbol("alone").orElseThrow();
		long offset = alone.value() - object.section(alone.section()).orElseThrow().address();
		assertEquals(1, debug.line(object.section(alone.section()).orElseThrow(), offset).orElseThrow().line());
		assertEquals("alone", debug.function("alone").orElseThrow().name());
		assertEquals(4, debug.variable("kept").orElseThrow().line());
	}
}
