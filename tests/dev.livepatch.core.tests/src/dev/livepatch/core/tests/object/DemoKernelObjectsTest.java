package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionFact;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.StructSizes;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** The objects of a real kernel: all can be read, and lines agree with binutils. */
class DemoKernelObjectsTest {
	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "fs", "mm", "kernel" })
	void everyObjectReads(String part) throws Exception {
		int functions = 0;
		int withLine = 0;
		for (Path file : objects(part)) {
			ObjectFile object = ObjectFile.read(file);
			DebugInfo debug = DebugInfo.read(object);
			for (FunctionFact fact : ObjectFacts.functions(object)) {
				functions++;
				withLine += debug.line(fact.section(), fact.symbol().value()).isPresent() ? 1 : 0;
			}
			debug.functions();
			debug.variables();
		}
		assertTrue(functions > 500, functions + " functions below " + part);
		// what has none is assembler written in C files: trampolines of static calls
		assertTrue(withLine > functions * 9 / 10, withLine + " of " + functions + " functions below " + part + " have a line");
	}

	@ParameterizedTest
	@ValueSource(strings = { "fs/proc", "mm", "kernel/sched" })
	void entriesAgreeWithAddr2line(String part) throws Exception {
		int compared = 0;
		for (Path file : objects(part)) {
			ObjectFile object = ObjectFile.read(file);
			DebugInfo debug = DebugInfo.read(object);
			List<FunctionFact> facts = ObjectFacts.functions(object).stream().filter(f -> f.section().name().equals(".text") && f.fentry()).limit(25).toList();
			List<String> command = new ArrayList<>(List.of("addr2line", "-e", file.toString(), "-j", ".text"));
			facts.forEach(f -> command.add("0x" + Long.toHexString(f.symbol().value())));
			List<String> theirs = facts.isEmpty() ? List.of() : CompiledSample.run(directory, command).lines().toList();
			for (int i = 0; i < facts.size(); i++) {
				FunctionFact fact = facts.get(i);
				String line = theirs.get(i).replaceFirst("^.*:", "").replaceFirst(" \\(.*", "");
				assertEquals(line, String.valueOf(debug.line(fact.section(), fact.symbol().value()).orElseThrow().line()), file + ": " + fact.symbol());
				String name = fact.symbol().name().replaceFirst("\\..*", "");
				boolean alone = object.symbolsIn(fact.section()).stream().filter(s -> s.function() && s.value() == fact.symbol().value()).count() == 1;
				assertEquals(Optional.of(name), debug.function(fact.symbol().name()).map(f -> alone ? f.name() : name), file + ": " + fact.symbol());
				compared++;
			}
		}
		assertTrue(compared > 50, compared + " functions below " + part);
	}

	@Test
	void sitesOfTheKernelAreThoseOfItsOwnTable() throws Exception {
		ObjectFile vmlinux = ObjectFile.read(DemoKernel.open().vmlinux());
		Symbol start = vmlinux.symbol("__start_mcount_loc").orElseThrow();
		Symbol stop = vmlinux.symbol("__stop_mcount_loc").orElseThrow();
		Set<Long> sites = new TreeSet<>();
		ObjectFacts.functions(vmlinux).stream().filter(FunctionFact::fentry).forEach(f -> sites.add(f.symbol().value()));
		long listed = (stop.value() - start.value()) / 8;
		assertTrue(sites.size() > listed * 9 / 10 && sites.size() <= listed, sites.size() + " functions for " + listed + " sites");
		assertTrue(ObjectFacts.fentry(vmlinux, vmlinux.symbol("vfs_read").orElseThrow()));
		assertEquals("vfs_read", DebugInfo.read(vmlinux).function("vfs_read").orElseThrow().name());
	}

	@Test
	void sizesOfTheSpecialSectionsEntriesAreFound() throws Exception {
		ObjectFile vmlinux = ObjectFile.read(DemoKernel.open().vmlinux());
		Map<String, Integer> sizes = StructSizes.read(vmlinux,
				Set.of("alt_instr", "bug_entry", "exception_table_entry", "jump_entry", "orc_entry", "paravirt_patch_site", "static_call_site", "pi_entry"),
				Cancellation.NEVER);
		for (Map.Entry<String, Integer> size : sizes.entrySet()) {
			assertTrue(size.getValue() > 0 && size.getValue() <= 64, sizes.toString());
		}
		assertTrue(sizes.keySet().containsAll(Set.of("alt_instr", "bug_entry", "exception_table_entry", "jump_entry", "orc_entry", "static_call_site")), sizes.toString());
		// each table's section holds a whole number of entries
		for (Map.Entry<String, String> table : Map.of("__bug_table", "bug_entry", ".altinstructions", "alt_instr", "__ex_table", "exception_table_entry",
				".orc_unwind", "orc_entry").entrySet()) {
			assertEquals(0, vmlinux.section(table.getKey()).orElseThrow().size() % sizes.get(table.getValue()), table.toString());
		}
	}

	private static List<Path> objects(String part) throws IOException {
		try (Stream<Path> files = Files.walk(DemoKernel.directory().resolve(part))) {
			return files.filter(f -> f.toString().endsWith(".o")).sorted().toList();
		}
	}
}
