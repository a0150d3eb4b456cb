package dev.livepatch.core.tests.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.DifferInputs;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.build.PatchModule;
import dev.livepatch.core.build.PatchModuleBuilder;
import dev.livepatch.core.build.PatchVariants;
import dev.livepatch.core.build.PatchedObject;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.differ.DiffOutcome;
import dev.livepatch.core.differ.DiffRequest;
import dev.livepatch.core.differ.KpatchDiffer;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.testing.DemoKernel;

/** Real patch modules, made against the demo kernel without writing to it. */
class PatchModuleBuilderTest {
	@TempDir
	static Path shared;
	private static Toolchain toolchain;
	private static Map<String, String> build;
	private static PatchedObject version;
	private static PatchedObject fuse;

	@TempDir
	Path out;

	@BeforeAll
	static void objects() throws Exception {
		toolchain = DemoKernel.toolchain(shared.resolve("cache"));
		build = DemoKernel.snapshot(DemoKernel.open().build());
		version = patched("fs/proc/version.o", DemoKernel.edit("fs/proc/version.c", "seq_printf(m, linux_proc_banner,",
				"seq_puts(m, \"patched \");\n\tseq_printf(m, linux_proc_banner,"));
		fuse = patched("fs/fuse/readdir.o", DemoKernel.edit("fs/fuse/readdir.c", "\tif (fuse_is_bad(inode))\n\t\treturn -EIO;",
				"\tif (fuse_is_bad(inode))\n\t\treturn -EINVAL;"));
	}

	@AfterAll
	static void theKernelIsUntouched() throws Exception {
		assertEquals(build, DemoKernel.snapshot(DemoKernel.open().build()));
	}

	@Test
	void oneModuleForSeveralParents() throws Exception {
		PatchModule module = build("two-parents", true, List.of(version, fuse), out);
		assertEquals("livepatch_two_parents", module.name());
		assertEquals(out.resolve("livepatch-two-parents.ko"), module.file());
		assertEquals(List.of(module.file()), files(out), "only the module is left");
		String info = run("modinfo", module.file().toString());
		assertTrue(info.contains("livepatch:      Y"), info);
		assertTrue(info.contains("vermagic:       " + DemoKernel.open().release() + " "), info);
		String symbols = run("readelf", "--wide", "--syms", module.file().toString());
		assertTrue(symbols.contains("version_proc_show"), symbols);
		assertTrue(symbols.contains(".klp.sym.fuse."), "symbols of the module's own parent become livepatch symbols:\n" + symbols);
	}

	@Test
	void replaceIsTheAuthorsChoice() throws Exception {
		byte[] with = Files.readAllBytes(build("choice", true, List.of(version), out).file());
		byte[] without = Files.readAllBytes(build("choice", false, List.of(version), out).file());
		// lpatch->replace = KLP_REPLACE_ENABLE: nothing else could make them differ, as the same choice makes the same bytes
		assertFalse(Arrays.equals(with, without));
		assertArrayEquals(without, Files.readAllBytes(build("choice", false, List.of(version), out).file()));
	}

	@Test
	void directoriesMayHaveSpaces() throws Exception {
		Path spaced = out.resolve("my workspace, 100%");
		assertTrue(Files.isRegularFile(build("spaced", true, List.of(version), spaced).file()));
	}

	@Test
	void theSuccessorIsTheSameChangeUnderAnotherName() throws Exception {
		PatchModule module = new PatchVariants(DemoKernel.open(), toolchain, "two-parents", List.of(version, fuse), out).successor(Cancellation.NEVER).orElseThrow();
		assertEquals("livepatch_two_parents_next", module.name());
		String symbols = run("readelf", "--wide", "--syms", module.file().toString());
		assertTrue(symbols.contains("version_proc_show") && symbols.contains("fuse_readdir"), symbols);
	}

	@Test
	void aRefusingModuleHasACallbackForTheFirstParentThatHasNone() throws Exception {
		PatchedObject own = patched("fs/proc/version.o", new FileChange.Modified("fs/proc/version.c", DemoKernel.text("fs/proc/version.c"),
				DemoKernel.text("fs/proc/version.c").replace("seq_printf(m, linux_proc_banner,", "seq_puts(m, \"patched \");\n\tseq_printf(m, linux_proc_banner,")
						+ "#include \"kpatch-macros.h\"\nstatic int own(patch_object *object) { return 0; }\nKPATCH_PRE_PATCH_CALLBACK(own);\n"));
		assertEquals(List.of("vmlinux"), callbacks(List.of(version, fuse)));
		assertEquals(List.of("fuse", "vmlinux"), callbacks(List.of(own, fuse)));
		assertEquals(Optional.empty(), new PatchVariants(DemoKernel.open(), toolchain, "own", List.of(own), out).refusing(Cancellation.NEVER));
	}

	/** The parents with a pre-patch callback in a refusing module of these objects. */
	private List<String> callbacks(List<PatchedObject> objects) throws Exception {
		Path module = new PatchVariants(DemoKernel.open(), toolchain, "x".repeat(40), objects, out).refusing(Cancellation.NEVER).orElseThrow().file();
		ObjectFile object = ObjectFile.read(module);
		Section callbacks = object.section(".kpatch.callbacks.pre_patch").orElseThrow();
		List<String> parents = new ArrayList<>();
		// struct kpatch_pre_patch_callback: two pointers, the second to the parent's name; zeros follow the last one
		for (long at = 8; at < callbacks.size(); at += 16) {
			Relocation name = object.relocation(callbacks, at).orElseThrow();
			ByteBuffer strings = object.data(object.section(name.symbol().section()).orElseThrow());
			StringBuilder text = new StringBuilder();
			for (int i = (int) (name.symbol().value() + name.addend()); strings.get(i) != 0; i++) {
				text.append((char) strings.get(i));
			}
			parents.add(text.toString());
		}
		return parents.stream().sorted().toList();
	}

	@Test
	void aSymbolThatNobodyDefinesIsNamed() throws Exception {
		PatchedObject missing = patched("fs/proc/version.o",
				DemoKernel.edit("fs/proc/version.c", "seq_printf(m, linux_proc_banner,", "extern void nobody_has_this(void);\n\tnobody_has_this();\n\tseq_printf(m, linux_proc_banner,"));
		ToolException e = assertThrows(ToolException.class, () -> build("missing", true, List.of(missing), out));
		assertTrue(e.getMessage().startsWith("make failed: the patch uses nobody_has_this, which neither the kernel nor the patch defines"), e.getMessage());
		assertTrue(e.getMessage().contains(out.resolve("module/make.log").toString()), e.getMessage());
		assertTrue(Files.exists(out.resolve("module/output.o")), "the inputs are not kept");
		assertFalse(Files.exists(out.resolve("livepatch-missing.ko")));
		assertTrue(Files.exists(build("missing", true, List.of(version), out).file()), "the next run in the same directory");
	}

	@Test
	void anInputThatIsNoObjectIsNamed() throws Exception {
		Path text = Files.writeString(out.resolve("no.o"), "no object");
		ToolException e = assertThrows(ToolException.class, () -> build("no", true, List.of(new PatchedObject(text, version.parent())), out));
		assertTrue(e.getMessage().startsWith("ld failed: ") && e.getMessage().contains("no.o"), e.getMessage());
	}

	@Test
	void namesThatWouldReachMakeAreRefused() {
		for (String name : List.of("a b", "$(touch x)", "", "-C", "a/b", "x".repeat(41))) {
			assertThrows(ToolException.class, () -> build(name, true, List.of(version), out), name);
		}
		assertThrows(ToolException.class, () -> build("empty", true, List.of(), out));
	}

	@Test
	void cancellingLeavesNoModule() {
		long start = System.nanoTime();
		assertThrows(CancellationException.class, () -> new PatchModuleBuilder().build(DemoKernel.open(), toolchain, "cancelled", true, List.of(version), out,
				() -> System.nanoTime() - start > 300_000_000));
		assertFalse(Files.exists(out.resolve("livepatch-cancelled.ko")));
		assertEquals(List.of(), ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")).filter(c -> c.contains(out.toString())).toList());
	}

	private static PatchModule build(String name, boolean replace, List<PatchedObject> objects, Path directory) throws ToolException {
		return new PatchModuleBuilder().build(DemoKernel.open(), toolchain, name, replace, objects, directory, Cancellation.NEVER);
	}

	private static PatchedObject patched(String path, FileChange change) throws Exception {
		AffectedObject object = DemoKernel.object(path);
		Path work = Files.createTempDirectory(shared, "object");
		CompiledPair pair = new ObjectCompiler(DemoKernel.open(), toolchain).compile(object, new ChangeSet("a-test", List.of(change), List.of()), work,
				Cancellation.NEVER);
		DiffOutcome outcome = new KpatchDiffer(toolchain).diff(
				DiffRequest.of(pair, new DifferInputs(DemoKernel.open(), toolchain), "a-test", work.resolve("out.o"), Cancellation.NEVER), Cancellation.NEVER);
		return new PatchedObject(assertInstanceOf(DiffOutcome.Patchable.class, outcome, outcome::toString).output(), object.parent());
	}

	private String run(String... command) throws ToolException {
		return Tool.run(new ToolCommand(List.of(command), out, Duration.ofSeconds(30)), Cancellation.NEVER).stdout();
	}

	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
	}
}
