package dev.livepatch.core.tests.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.DifferInputs;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.differ.DiffOutcome;
import dev.livepatch.core.differ.DiffRequest;
import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.differ.KpatchDiffer;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** The real differ on real objects: each kind of verdict, by a change that brings it about. */
class KpatchDifferTest {
	private static final String VERSION = "fs/proc/version.c";

	@TempDir
	static Path shared;
	private static Toolchain toolchain;
	private static DifferInputs inputs;

	@TempDir
	Path work;

	@BeforeAll
	static void tools() {
		toolchain = DemoKernel.toolchain(shared);
		inputs = new DifferInputs(DemoKernel.open(), toolchain);
	}

	@Test
	void aChangedFunctionIsPatchable() throws Exception {
		DiffOutcome.Patchable outcome = assertInstanceOf(DiffOutcome.Patchable.class,
				diff(DemoKernel.edit(VERSION, "seq_printf(m, linux_proc_banner,", "seq_puts(m, \"patched \");\n\tseq_printf(m, linux_proc_banner,")));
		assertEquals(List.of(new DifferMessage.ChangedFunction("version_proc_show", "changed function: version_proc_show")), outcome.messages());
		assertTrue(Files.size(outcome.output()) > 0);
	}

	@Test
	void aCommentChangesNothing() throws Exception {
		assertInstanceOf(DiffOutcome.Unchanged.class, diff(DemoKernel.edit(VERSION, "#include \"internal.h\"", "#include \"internal.h\"\n/* a comment */")));
	}

	@Test
	void initCodeIsRefused() throws Exception {
		assertRefused(new DifferMessage.SectionNotSelected(".init.text", "changed section .init.text not selected for inclusion"),
				DemoKernel.edit(VERSION, "proc_create_single(\"version\", 0,", "proc_create_single(\"version\", 0400,"));
	}

	@Test
	void aFunctionWithoutFentryIsRefused() throws Exception {
		assertRefused(
				new DifferMessage.NoFentry("ktime_get_mono_fast_ns", "function ktime_get_mono_fast_ns has no fentry/mcount call, unable to patch"),
				DemoKernel.edit("kernel/time/timekeeping.c", "return __ktime_get_fast_ns(&tk_fast_mono);", "return __ktime_get_fast_ns(&tk_fast_mono) + 1;"));
	}

	@Test
	void anInitialiserIsRefused() throws Exception {
		assertRefused(new DifferMessage.SectionNotSelected(".data.pipe_max_size", "changed section .data.pipe_max_size not selected for inclusion"),
				DemoKernel.edit("fs/pipe.c", "pipe_max_size = 1048576;", "pipe_max_size = 2097152;"));
	}

	@Test
	void aResizedObjectIsRefused() throws Exception {
		assertRefused(new DifferMessage.ObjectSizeMismatch("path_count", "object size mismatch: path_count"),
				DemoKernel.edit("fs/eventpoll.c", "path_count[PATH_ARR_SIZE];", "path_count[PATH_ARR_SIZE + 1];"));
	}

	@Test
	void aLostStaticLocalIsRefused() throws Exception {
		DiffOutcome.Unsupported outcome = assertInstanceOf(DiffOutcome.Unsupported.class,
				diff(DemoKernel.edit("kernel/panic.c", "static int cpus_stopped;", "int cpus_stopped = 0;")));
		assertTrue(outcome.messages().stream()
				.anyMatch(m -> m instanceof DifferMessage.StaticLocalRemoved s && s.variable().startsWith("cpus_stopped") && !s.function().isEmpty()),
				outcome.messages()::toString);
	}

	@Test
	void aNewStaticLocalIsNamed() throws Exception {
		DiffOutcome.Patchable outcome = assertInstanceOf(DiffOutcome.Patchable.class,
				diff(DemoKernel.edit("kernel/panic.c", "static int cpus_stopped;", "static int cpus_stopped;\n\tstatic int calls;\n\n\tif (calls++ > 7)\n\t\treturn;")));
		assertTrue(outcome.messages().stream().anyMatch(m -> m instanceof DifferMessage.StaticLocalNew s && s.variable().startsWith("calls")),
				outcome.messages()::toString);
	}

	@Test
	void aMistypedIgnoreMacroIsTheAuthors() throws Exception {
		DiffOutcome.Unsupported outcome = assertInstanceOf(DiffOutcome.Unsupported.class, diff(DemoKernel.edit(VERSION, "#include \"internal.h\"",
				"#include \"internal.h\"\n#include \"kpatch-macros.h\"\nKPATCH_IGNORE_SECTION(\".text.nowhere\");")));
		assertTrue(outcome.messages().stream().anyMatch(m -> m instanceof DifferMessage.IgnoredNameMissing i && i.name().equals(".text.nowhere")),
				outcome.messages()::toString);
	}

	@Test
	void symbolsOfAnotherParentAreNoVerdict() throws Exception {
		DiffRequest request = request(patchable());
		Path fuse = inputs.symbolTable(DemoKernel.object("fs/fuse/dir.o").parent(), Cancellation.NEVER);
		DiffOutcome.Failed outcome = failed(new DiffRequest(request.original(), request.patched(), "vmlinux", fuse, request.symvers(), request.moduleName(),
				request.output(), request.structSizes()), new KpatchDiffer(toolchain));
		assertInstanceOf(DifferMessage.InputsMismatch.class, outcome.messages().get(0));
	}

	@Test
	void aMissingStructSizeIsNoVerdict() throws Exception {
		DiffRequest request = request(patchable());
		Map<String, String> sizes = new HashMap<>(request.structSizes());
		sizes.remove("ORC_STRUCT_SIZE");
		DiffOutcome.Failed outcome = failed(new DiffRequest(request.original(), request.patched(), request.parent(), request.symbolTable(), request.symvers(),
				request.moduleName(), request.output(), sizes), new KpatchDiffer(toolchain));
		assertTrue(outcome.reason().contains("orc_entry"), outcome.reason());
	}

	@Test
	void aCrashIsNoVerdictAndKeepsItsInputs() throws Exception {
		DiffRequest request = request(DemoKernel.edit("fs/readdir.c", "if (reclen > buf->count)", "if (reclen >= buf->count)"));
		DiffOutcome.Failed outcome = failed(request, new KpatchDiffer(toolchain, true));
		assertTrue(outcome.reason().startsWith("create-diff-object crashed (signal 11)"), outcome.reason());
		assertTrue(Files.exists(request.original()) && Files.exists(request.patched()));
	}

	@Test
	void cancelledWorkGivesNoVerdict() throws Exception {
		DiffRequest request = request(patchable());
		assertThrows(CancellationException.class, () -> new KpatchDiffer(toolchain).diff(request, () -> true));
	}

	@Test
	void saysItsVersion() {
		assertTrue(new KpatchDiffer(toolchain).description().matches("create-diff-object \\d+\\.\\d+(\\.\\d+)?"), new KpatchDiffer(toolchain)::description);
	}

	private static FileChange patchable() {
		return DemoKernel.edit(VERSION, "return 0;\n}\n\nstatic int __init", "return m == v;\n}\n\nstatic int __init");
	}

	private DiffOutcome.Failed failed(DiffRequest request, KpatchDiffer differ) throws Exception {
		DiffOutcome.Failed outcome = assertInstanceOf(DiffOutcome.Failed.class, differ.diff(request, Cancellation.NEVER));
		Path log = work.resolve("out.o.differ.log");
		assertTrue(outcome.reason().endsWith("; inputs and output are named in " + log), outcome.reason());
		assertTrue(Files.readString(log).contains("\n" + request.original() + "\n"), "the log does not name the original");
		return outcome;
	}

	private void assertRefused(DifferMessage expected, FileChange change) throws Exception {
		DiffOutcome.Unsupported outcome = assertInstanceOf(DiffOutcome.Unsupported.class, diff(change));
		assertTrue(outcome.messages().contains(expected), outcome.messages()::toString);
	}

	private DiffOutcome diff(FileChange change) throws Exception {
		return new KpatchDiffer(toolchain).diff(request(change), Cancellation.NEVER);
	}

	private DiffRequest request(FileChange change) throws Exception {
		CompiledPair pair = new ObjectCompiler(DemoKernel.open(), toolchain).compile(DemoKernel.object(change.path().replaceFirst("c$", "o")),
				new ChangeSet("a-test", List.of(change), List.of()), work, Cancellation.NEVER);
		return DiffRequest.of(pair, inputs, "a-test", work.resolve("out.o"), Cancellation.NEVER);
	}
}
