package dev.livepatch.core.tests.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ThreadStacks;
import dev.livepatch.core.kernel.ThreadStacks.Seen;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.source.CParser;
import dev.livepatch.core.source.Element.Function;
import dev.livepatch.core.status.CompiledCopy;
import dev.livepatch.core.status.EditedFunctions;
import dev.livepatch.core.status.EditedFunctions.Edit;
import dev.livepatch.core.status.EditedFunctions.Stated;
import dev.livepatch.core.status.FileFacts;
import dev.livepatch.core.status.FunctionStatus;
import dev.livepatch.core.status.FunctionStatus.AlwaysOnStack;
import dev.livepatch.core.status.FunctionStatus.FreedAtBoot;
import dev.livepatch.core.status.FunctionStatus.HeaderFanOut;
import dev.livepatch.core.status.FunctionStatus.InlinedInto;
import dev.livepatch.core.status.FunctionStatus.Kind;
import dev.livepatch.core.status.FunctionStatus.NoCode;
import dev.livepatch.core.status.FunctionStatus.NoFentry;
import dev.livepatch.core.status.FunctionStatus.NoFentry.Reason;
import dev.livepatch.core.status.FunctionStatus.Patchable;
import dev.livepatch.core.status.FunctionStatus.SharedSection;
import dev.livepatch.core.status.KernelFacts;
import dev.livepatch.core.status.Site;
import dev.livepatch.testing.DemoKernel;

/** What the demo kernel's objects say of the functions of its sources. */
class KernelFactsTest {

	private static FileFacts facts(KernelBuild kernel, String path) {
		return KernelFacts.read(kernel, path, StandardCharsets.UTF_8, Duration.ofMinutes(5), () -> false);
	}

	private static FileFacts.Known known(String path) {
		return assertInstanceOf(FileFacts.Known.class, facts(DemoKernel.open(), path));
	}

	private static Function function(FileFacts.Known facts, String name) {
		return facts.outline().functions().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow(() -> new AssertionError("no function " + name));
	}

	private static List<FunctionStatus> statuses(String path, String name) {
		FileFacts.Known facts = known(path);
		return facts.statuses(function(facts, name));
	}

	@ParameterizedTest
	@CsvSource({ "fs/seq_file.c,seq_read,PATCHABLE", "net/ipv4/tcp.c,tcp_sendmsg,PATCHABLE", "fs/read_write.c,read,PATCHABLE", "mm/memory.c,init_zero_pfn,FREED", "init/main.c,start_kernel,FREED",
			"kernel/kthread.c,kthread,ON_STACK", "kernel/sched/core.c,schedule,NOT_PATCHABLE", "kernel/locking/mutex.c,mutex_lock,NOT_PATCHABLE", "kernel/rcu/tree.c,rcu_is_watching,NOT_PATCHABLE",
			"arch/x86/entry/common.c,do_syscall_64,NOT_PATCHABLE", "fs/seq_file.c,seq_set_overflow,INLINED", "kernel/kthread.c,kthread_associate_blkcg,UNKNOWN" })
	void whatCountsMostIsSaidFirst(String path, String name, Kind kind) {
		List<FunctionStatus> statuses = statuses(path, name);
		assertEquals(kind, statuses.getFirst().kind(), statuses.toString());
	}

	@Test
	void eachKindSaysWhyInWords() {
		assertEquals(new Patchable("seq_read", "fs/seq_file.o", "vmlinux"), statuses("fs/seq_file.c", "seq_read").getFirst());
		assertEquals(new FreedAtBoot(".init.text"), statuses("fs/seq_file.c", "seq_file_init").getFirst());
		assertEquals(new NoFentry(Reason.FILE, ".text"), statuses("kernel/trace/ring_buffer.c", "ring_buffer_resize").getFirst());
		assertEquals(new NoFentry(Reason.NOTRACE, ".text"), statuses("kernel/rcu/tree.c", "rcu_is_watching").getFirst());
		assertEquals(new NoFentry(Reason.SECTION, ".noinstr.text"), statuses("arch/x86/kernel/nmi.c", "exc_nmi").getFirst());
		assertEquals(new SharedSection(".sched.text"), statuses("kernel/locking/mutex.c", "mutex_lock").getFirst());
		assertEquals(new AlwaysOnStack("it is the main function of a kernel thread", false), statuses("kernel/kthread.c", "kthread").getFirst());
		assertEquals(new NoCode(true), statuses("mm/vmscan.c", "can_demote").getFirst());
		assertEquals("not compiled for this kernel, by “#ifdef CONFIG_BLK_CGROUP” (line 1487): CONFIG_BLK_CGROUP is not set", statuses("kernel/kthread.c", "kthread_associate_blkcg").getFirst().summary());
		assertEquals("module fuse", statuses("fs/fuse/dir.c", "fuse_lookup").getFirst().summary().replaceFirst(".* in ", ""));
	}

	@Test
	void whatAMacroMakesIsNotTheFunctionAboveIt() {
		FileFacts.Known facts = known("mm/vmalloc.c");
		assertTrue(facts.functions().containsKey("free_vmap_area_rb_augment_cb_rotate"), () -> facts.functions().keySet().toString());
		assertEquals(List.of(), facts.of(function(facts, "get_subtree_max_size")).compiled());
	}

	@Test
	void ofTheBranchesThatDefineAFunctionOneIsCompiled() {
		FileFacts.Known facts = known("arch/x86/kernel/cpu/proc.c");
		assertEquals(List.of("not compiled for this kernel, by “#ifdef CONFIG_X86_32” (line 31): CONFIG_X86_32 is not set", "inlined into 1 function: show_cpuinfo"),
				facts.outline().functions().stream().filter(f -> f.name().equals("show_cpuinfo_misc")).map(f -> facts.statuses(f).getFirst().summary()).toList());
	}

	/** What the check says of a patch of these is known before. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "kernel/sched/idle.c|cpu_startup_entry|ON_STACK|always on a stack: processors without work are in it",
			"kernel/sched/idle.c|do_idle|ON_STACK|always on a stack: processors without work are in it",
			"kernel/sched/idle.c|cpuidle_idle_call|ON_STACK|always on a stack: as part of do_idle: processors without work are in it",
			"init/main.c|rest_init|ON_STACK|always on a stack: processors without work are in it", "arch/x86/kernel/smpboot.c|start_secondary|ON_STACK|always on a stack: processors without work are in it",
			"kernel/sched/core.c|schedule|ON_STACK|always on a stack: every task that sleeps is in it", "kernel/workqueue.c|worker_thread|ON_STACK|always on a stack: it is the main function of a kernel thread",
			"kernel/hung_task.c|check_hung_uninterruptible_tasks|ON_STACK|always on a stack: as part of watchdog: it is the main function of a kernel thread",
			"kernel/kthread.c|kthread_complete_and_exit|PATCHABLE|often on a stack: it never returns", "fs/eventfd.c|eventfd_read|PATCHABLE|often on a stack: tasks sleep in it",
			"kernel/async.c|async_synchronize_cookie|PATCHABLE|often on a stack: tasks sleep in async_synchronize_cookie_domain, which it calls" })
	void functionsThatTasksStayInSaySo(String path, String name, Kind kind, String summary) {
		List<FunctionStatus> statuses = statuses(path, name);
		assertEquals(List.of(kind + " " + summary), statuses.stream().filter(AlwaysOnStack.class::isInstance).map(s -> s.kind() + " " + s.summary()).toList(), statuses::toString);
	}

	@Test
	void whatBootsHaveShownOfThreadsIsSaid(@TempDir Path directory) throws Exception {
		SmallKernel kernel = SmallKernel.of(directory.toRealPath(), "fs/seq_file", DemoKernel.open());
		Files.copy(DemoKernel.directory().resolve("fs/seq_file.o"), kernel.build().resolve("fs/seq_file.o"));
		kernel.fixture().put("vmlinux", "not read");
		ThreadStacks.add(kernel.open(), List.of(Seen.of("reader/0:1", "seq_read", "vmlinux"), Seen.of("other0", "seq_read", "another_module")));
		FileFacts.Known facts = assertInstanceOf(FileFacts.Known.class, facts(kernel.open(), "fs/seq_file.c"));
		assertEquals("always on a stack: in a boot of this kernel it was on that of reader while that slept", facts.statuses(function(facts, "seq_read")).getFirst().summary());
		assertEquals(Kind.PATCHABLE, facts.statuses(function(facts, "seq_lseek")).getFirst().kind());
	}

	@Test
	void aFunctionThatIsInlinedNamesWhoIsPatchedInstead() {
		InlinedInto inlined = assertInstanceOf(InlinedInto.class, statuses("fs/seq_file.c", "seq_buf_alloc").getFirst());
		assertEquals(Set.of("seq_read_iter", "traverse", "single_open_size"), Set.copyOf(inlined.holders()));
		assertTrue(inlined.complete());
		for (var copy : inlined.copies()) {
			assertTrue(copy.patchable(), copy.toString());
			assertEquals("fs/seq_file.c", copy.site().file());
			String line = DemoKernel.text("fs/seq_file.c").lines().skip(copy.site().line() - 1).findFirst().orElseThrow();
			assertTrue(line.contains("seq_buf_alloc("), line);
		}
		assertTrue(inlined.summary().startsWith("inlined into 3 functions: "), inlined.summary());
	}

	/** Calls of a global function have relocations; those of a static one in the same section the assembler has filled in. */
	@ParameterizedTest
	@CsvSource({ "seq_open, single_open __seq_open_private", "traverse, seq_read_iter seq_lseek" })
	void callersWithinTheObjectHaveTheLinesOfTheirCalls(String name, String expected) {
		FileFacts.Known facts = known("fs/seq_file.c");
		List<Site> callers = facts.of(function(facts, name)).callers();
		assertEquals(Set.of(expected.split(" ")), callers.stream().map(Site::caller).collect(Collectors.toSet()));
		List<String> lines = DemoKernel.text("fs/seq_file.c").lines().toList();
		for (Site caller : callers) {
			assertTrue(lines.get(caller.line() - 1).contains(name + "("), caller + ": " + lines.get(caller.line() - 1));
			assertEquals("fs/seq_file.o", caller.object());
		}
	}

	@Test
	void theEntryIsThatOfTheObject() {
		FileFacts.Known facts = known("fs/seq_file.c");
		CompiledCopy copy = facts.of(function(facts, "seq_read")).compiled().getFirst();
		assertEquals("e8 00 00 00 00", copy.entryText().substring(0, 14), "a call of __fentry__ whose address the linker fills in");
		assertEquals(CompiledCopy.ENTRY, copy.entry().length);
		assertEquals(".text", copy.section());
		assertTrue(copy.size() > CompiledCopy.ENTRY);
	}

	@Test
	void systemCallsOfOneNameAreToldApart() {
		FileFacts.Known facts = known("fs/read_write.c");
		List<Function> lseek = facts.outline().functions().stream().filter(f -> f.name().equals("lseek")).toList();
		assertEquals(2, lseek.size());
		assertTrue(facts.of(lseek.get(0)).compiled().stream().anyMatch(c -> c.symbol().equals("__x64_sys_lseek")), facts.of(lseek.get(0)).toString());
		// a compat system call, which this kernel's configuration leaves out: what the first became is not its code
		assertEquals(List.of(), facts.of(lseek.get(1)).compiled());
	}

	@Test
	void aHeaderNamesItsFanOutAndCopiesAcrossObjects() {
		FileFacts.Known facts = known("fs/fuse/fuse_i.h");
		assertEquals(9, facts.read());
		HeaderFanOut fanOut = facts.fanOut().orElseThrow();
		assertEquals("fs/fuse/fuse_i.h is part of 9 objects, all of module fuse", fanOut.text());
		List<FunctionStatus> statuses = facts.statuses(function(facts, "fuse_make_bad"));
		InlinedInto inlined = assertInstanceOf(InlinedInto.class, statuses.getFirst());
		assertTrue(inlined.copies().stream().map(c -> c.site().object()).distinct().count() > 1, inlined.toString());
		assertEquals(fanOut, statuses.getLast());
	}

	@Test
	void aHeaderOfHundredsOfObjectsIsReadInPart() {
		FileFacts.Known facts = assertInstanceOf(FileFacts.Known.class, KernelFacts.read(DemoKernel.open(), "include/linux/fs.h", StandardCharsets.UTF_8, Duration.ZERO, () -> false));
		assertTrue(facts.read() == 1 && facts.objects() > 200, facts.read() + " of " + facts.objects());
		List<InlinedInto> inlined = facts.outline().functions().stream().flatMap(f -> facts.statuses(f).stream()).filter(InlinedInto.class::isInstance).map(InlinedInto.class::cast).toList();
		assertFalse(inlined.isEmpty());
		assertTrue(inlined.stream().allMatch(i -> !i.complete() && i.summary().contains("at least")), "not all objects were read");
	}

	/** The object's own symbols decide: whatever is patchable is said to be, under its name. */
	@ParameterizedTest
	@ValueSource(strings = { "mm/memory.c", "fs/namei.c", "kernel/fork.c", "net/core/dev.c", "net/ipv4/tcp_input.c" })
	void noPatchableFunctionOfTheObjectIsMissed(String path) throws Exception {
		long start = System.nanoTime();
		FileFacts.Known facts = known(path);
		System.out.printf("facts of %s: %d functions in %d ms%n", path, facts.outline().functions().size(), (System.nanoTime() - start) / 1_000_000);
		Set<String> said = facts.outline().functions().stream().flatMap(f -> facts.statuses(f).stream()).filter(Patchable.class::isInstance).map(s -> ((Patchable) s).symbol()).collect(Collectors.toSet());
		Set<String> missed = new TreeSet<>();
		ObjectFile object = ObjectFile.read(DemoKernel.open().build().resolve(path.replace(".c", ".o")));
		for (var fact : ObjectFacts.functions(object)) {
			String name = fact.symbol().name();
			if (fact.fentry() && fact.section().name().equals(".text") && facts.text().contains(name + "(") && !said.contains(name)) {
				missed.add(name);
			}
		}
		assertEquals(Set.of(), missed);
		assertTrue(said.size() > 20, path + ": " + said.size());
	}

	@Test
	void filesThatSayNothingSayWhy(@TempDir Path directory) throws Exception {
		FileFacts.NotBuilt absent = assertInstanceOf(FileFacts.NotBuilt.class, facts(DemoKernel.open(), "fs/nothing/of_it.c"));
		assertTrue(absent.why().contains("comes with the patch"), absent.why());
		FileFacts.NotBuilt unconfigured = assertInstanceOf(FileFacts.NotBuilt.class, facts(DemoKernel.open(), "drivers/gpu/drm/i915/gt/intel_gt.c"));
		assertTrue(unconfigured.why().contains("not compiled in this kernel's configuration"), unconfigured.why());
	}

	@Test
	void aKernelThatLacksTheObjectOrIsOlderThanItsSourceSaysSo(@TempDir Path directory) throws Exception {
		Path object = DemoKernel.directory().resolve("fs/seq_file.o");
		SmallKernel kernel = SmallKernel.of(directory, "fs/seq_file", DemoKernel.open());
		FileFacts.Unknown missing = assertInstanceOf(FileFacts.Unknown.class, facts(kernel.open(), "fs/seq_file.c"));
		assertTrue(missing.why().contains("fs/seq_file.o") && missing.why().contains("build the kernel again"), missing.why());

		Path copy = Files.copy(object, kernel.build().resolve("fs/seq_file.o"));
		Files.setLastModifiedTime(copy, FileTime.from(Instant.EPOCH));
		FileFacts.Known stale = assertInstanceOf(FileFacts.Known.class, facts(kernel.open(), "fs/seq_file.c"));
		assertTrue(stale.caution().orElse("").contains("fs/seq_file.c was changed after fs/seq_file.o was made"), stale.caution().toString());

		Files.writeString(copy, "damaged");
		FileFacts.Unknown damaged = assertInstanceOf(FileFacts.Unknown.class, facts(kernel.open(), "fs/seq_file.c"));
		assertTrue(damaged.why().contains("seq_file.o"), damaged.why());
	}

	@Test
	void editedFunctionsAreThoseWhoseTextDiffers() throws Exception {
		FileFacts.Known facts = known("fs/seq_file.c");
		String text = "\n\n" + facts.text().replaceFirst("m->size <<= 1", "m->size <<= 2") + "\nint brand_new(void)\n{\n\treturn 1;\n}\n";
		try (CParser parser = CParser.open()) {
			List<Stated> stated = EditedFunctions.of(facts, parser.parse(text), text);
			assertEquals(List.of("traverse CHANGED", "brand_new ADDED"),
					stated.stream().filter(s -> s.edit() != Edit.NONE).map(s -> s.function().name() + " " + s.edit()).toList());
			assertEquals(Kind.ADDED, stated.getLast().kind());
			assertEquals(facts.outline().functions().size() + 1, stated.size());
		}
	}
}
