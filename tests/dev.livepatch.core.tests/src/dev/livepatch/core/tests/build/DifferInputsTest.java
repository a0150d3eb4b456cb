package dev.livepatch.core.tests.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.build.DifferInputs;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.tests.kernel.BuildFixture;
import dev.livepatch.testing.DemoKernel;

class DifferInputsTest {
	@TempDir
	Path cache;

	/** Compared with another reader of the same debug information. */
	@Test
	void structSizesAreTheKernels() throws Exception {
		Map<String, String> structs = Map.of("ALT_STRUCT_SIZE", "alt_instr", "BUG_STRUCT_SIZE", "bug_entry", "EX_STRUCT_SIZE", "exception_table_entry",
				"JUMP_STRUCT_SIZE", "jump_entry", "ORC_STRUCT_SIZE", "orc_entry", "PARA_STRUCT_SIZE", "paravirt_patch_site", "STATIC_CALL_STRUCT_SIZE",
				"static_call_site", "PRINTK_INDEX_STRUCT_SIZE", "pi_entry");
		Map<String, String> sizes = inputs().structSizes(Cancellation.NEVER);
		String dump = Tool.run(new ToolCommand(List.of("sh", "-c",
				"readelf --debug-dump=info \"$1\" | grep -A1 -E 'DW_AT_name .*: (" + String.join("|", structs.values()) + ")[[:space:]]*$' | tr -s ' \\t' ' '", "sh",
				DemoKernel.open().vmlinux().toString()), cache, Duration.ofSeconds(300)), Cancellation.NEVER).stdout();
		structs.forEach((variable, struct) -> {
			Matcher size = Pattern.compile("DW_AT_name .*: " + struct + "\\s*\\n.*DW_AT_byte_size : (\\d+)").matcher(dump);
			assertEquals(size.find() ? size.group(1) : null, sizes.get(variable), struct);
		});
		assertTrue(sizes.containsKey("ORC_STRUCT_SIZE") && sizes.containsKey("ALT_STRUCT_SIZE"), sizes::toString);
	}

	@Test
	void theSecondReadIsFromTheCache() throws Exception {
		Map<String, String> first = inputs().structSizes(Cancellation.NEVER);
		Path table = inputs().symbolTable(vmlinux(), Cancellation.NEVER);
		Files.writeString(table, "kept");
		assertEquals(table, inputs().symbolTable(vmlinux(), Cancellation.NEVER));
		assertEquals("kept", Files.readString(table));
		assertEquals(first, inputs().structSizes(Cancellation.NEVER));
		try (Stream<Path> files = Files.list(table.getParent())) {
			assertEquals(2, files.filter(Files::isRegularFile).count(), "only the finished files are there");
		}
	}

	@Test
	void symbolTablesAreReadelfs() throws Exception {
		String text = Files.readString(inputs().symbolTable(vmlinux(), Cancellation.NEVER));
		assertTrue(text.contains(" FILE    LOCAL  DEFAULT  ABS version.c"), "no FILE symbols");
		assertTrue(text.contains("version_proc_show"), "no local functions");
	}

	/** Objects are compiled without them. */
	@Test
	void whatIsForTheBuildOrASanitizerIsLeftOut() throws Exception {
		Path object = cache.resolve("shown.o");
		Path source = Files.writeString(cache.resolve("shown.c"), "static int counter = 1;\nint show(void) { return counter++; }\nstatic const char __trace_check_show[] __attribute__((used)) = \"show\";\n");
		assertEquals(0, Tool.run(new ToolCommand(List.of("gcc", "-fsanitize=kernel-address", "--param", "asan-globals=1", "-c", "-o", object.toString(), source.toString()), cache,
				Duration.ofSeconds(60)), Cancellation.NEVER).exitCode());
		BuildFixture build = BuildFixture.inTree(cache);
		String with = symbols(build, object);
		assertTrue(with.contains(" _sub_I_"), "gcc's sanitizer constructs nothing");
		assertFalse(with.contains("__trace_check_"), with);
		build.put(".config", "CONFIG_X86_64=y\nCONFIG_KASAN=y\n");
		String without = symbols(build, object);
		assertFalse(without.contains("_sub_"), without);
		assertTrue(without.contains(" counter\n") && without.contains(" show\n"), without);
	}

	private String symbols(BuildFixture build, Path object) throws Exception {
		return Files.readString(new DifferInputs(build.open(), DemoKernel.toolchain(cache)).symbolTable(new ParentObject(ParentObject.VMLINUX, object), Cancellation.NEVER));
	}

	private static ParentObject vmlinux() {
		return new ParentObject(ParentObject.VMLINUX, DemoKernel.open().vmlinux());
	}

	private DifferInputs inputs() {
		return new DifferInputs(DemoKernel.open(), DemoKernel.toolchain(cache));
	}
}
