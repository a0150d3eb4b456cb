package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.KernelConsole;
import dev.livepatch.vm.guest.KernelConsole.Line;
import dev.livepatch.vm.source.CodeAddress;

/** Reports of trouble as kernels print them. */
class KernelConsoleTest {
	private final KernelConsole console = new KernelConsole();

	@Test
	void aPanicNamesTheFunctionThatCausedIt() {
		read("""
				[    0.938694] Kernel panic - not syncing: sysrq triggered crash
				[    0.938955] CPU: 0 PID: 1 Comm: sh Tainted: G           O  K    6.1.192 #1
				[    0.941023] Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.16.2-debian-1.16.2-1 04/01/2014
				[    0.941251] Call Trace:
				[    0.941867]  <TASK>
				[    0.941867]  dump_stack_lvl+0x33/0x42
				[    0.941867]  panic+0xfe/0x273
				[    0.941867]  ? _printk+0x5a/0x5c
				[    0.941867]  sysrq_handle_crash+0x11/0x20
				[    0.941867]  __handle_sysrq+0x95/0x150
				[    0.941867]  write_sysrq_trigger+0x23/0x40
				[    0.941867] RIP: 0033:0x4f3b17
				[    0.941867]  </TASK>
				[    0.941867] Kernel Offset: disabled
				""");
		RuntimeProblem problem = only();
		assertEquals(Kind.PANIC, problem.kind());
		assertEquals(Optional.of("sysrq_handle_crash"), problem.function());
		assertEquals("Kernel panic - not syncing: sysrq triggered crash (in sysrq_handle_crash)", problem.message());
		assertTrue(console.reports().getFirst().startsWith("Kernel panic - not syncing: sysrq triggered crash\nCPU: 0"), console.reports()::toString);
		assertFalse(console.toldAll());
	}

	/** 6.1, 6.12; the last is what a program writes that knows the words. */
	@ParameterizedTest
	@CsvSource({ "[    6.8] reboot: System halted,true", "[    6.8] reboot: Power off not available: System halted instead,true", "[    6.8] reboot: Power down,false",
			"[    6.8] reboot: machine restart,false", "echo reboot: System halted,false" })
	void aKernelThatCannotSwitchTheMachineOffHalts(String line, boolean halted) {
		read("[    6.7] sd 0:0:0:0: [sda] Synchronizing SCSI cache\n" + line + "\n");
		assertEquals(halted, console.halted());
		assertEquals(line.endsWith("Power down"), console.poweringDown());
	}

	@Test
	void aPageFaultIsOneOopsWithTheInstructionPointersFunction() {
		read("""
				[   12.345678] BUG: kernel NULL pointer dereference, address: 0000000000000008
				[   12.345679] #PF: supervisor read access in kernel mode
				[   12.345680] #PF: error_code(0x0000) - not-present page
				[   12.345681] PGD 0 P4D 0
				[   12.345682] Oops: 0000 [#1] PREEMPT SMP NOPTI
				[   12.345683] CPU: 1 PID: 77 Comm: cat Tainted: G           OE K    6.1.0-13-amd64 #1
				[   12.345684] RIP: 0010:meminfo_proc_show.isra.0+0x1f/0x8d0 [livepatch_x]
				[   12.345685] Code: 00 00 66 90
				[   12.345686] Call Trace:
				[   12.345687]  <TASK>
				[   12.345688]  ? __die_body+0x1a/0x60
				[   12.345689]  seq_read_iter+0x11f/0x490
				[   12.345690] ---[ end trace 0000000000000000 ]---
				[   12.345691] RIP: 0010:meminfo_proc_show+0x1f/0x8d0 [livepatch_x]
				""");
		RuntimeProblem problem = only();
		assertEquals(Kind.OOPS, problem.kind());
		assertEquals(Optional.of("meminfo_proc_show"), problem.function());
		assertEquals(List.of(new CodeAddress("meminfo_proc_show.isra.0", 0x1f, 0x8d0, "livepatch_x"), new CodeAddress("seq_read_iter", 0x11e, 0x490, "vmlinux")), problem.trace());
		assertTrue(console.toldAll());
	}

	@Test
	void aBugWithItsInvalidOpcode() {
		read("""
				[    9.1] ------------[ cut here ]------------
				[    9.1] kernel BUG at fs/proc/meminfo.c:58!
				[    9.2] invalid opcode: 0000 [#1] PREEMPT SMP NOPTI
				[    9.2] RIP: 0010:meminfo_proc_show+0x2/0x8d0
				[    9.3] ---[ end trace 0000000000000000 ]---
				""");
		assertEquals(Kind.BUG, only().kind());
		assertEquals(Optional.of("meminfo_proc_show"), only().function());
	}

	/** As Linux 6.12 said in an emulated machine of two processors; and as a breakpoint that somebody has set. */
	@ParameterizedTest
	@CsvSource({ "0f,STALE_BREAKPOINT", "cc,OOPS PANIC" })
	void aBreakpointThatIsNotInMemoryIsTheEmulators(String executed, String kinds) {
		read("""
				[    4.211204] Oops: int3: 0000 [#1] PREEMPT SMP
				[    4.211204] CPU: 1 UID: 0 PID: 17 Comm: rcu_preempt Tainted: G           O  K    6.12.107-other #1
				[    4.211204] RIP: 0010:rcu_gp_cleanup+0x15a/0x550
				[    4.211204] Code: b6 93 a1 03 00 00 85 c0 0f 84 8e 01 00 00 %s <1f> 44 00 00 48 8b 05 bb 47 95 00
				[    4.211204] Call Trace:
				[    4.211204]  rcu_gp_kthread+0xd3/0x160
				[    4.211204] ---[ end trace 0000000000000000 ]---
				[    4.211204] Kernel panic - not syncing: Fatal exception in interrupt
				""".formatted(executed));
		assertEquals(kinds, console.problems().stream().map(p -> p.kind().name()).collect(Collectors.joining(" ")));
	}

	@Test
	void anOopsThatPanicsIsBoth() {
		read("""
				[    9.1] general protection fault, probably for non-canonical address 0xdead000000000100: 0000 [#1] SMP NOPTI
				[    9.2] RIP: 0010:apply_alternatives+0x5c/0x3a0
				[    9.3] ---[ end trace 0000000000000000 ]---
				[    9.4] Kernel panic - not syncing: Fatal exception in interrupt
				""");
		assertEquals(List.of(Kind.OOPS, Kind.PANIC), console.problems().stream().map(RuntimeProblem::kind).toList());
		assertEquals(Optional.of("apply_alternatives"), console.problems().getFirst().function());
	}

	@Test
	void linesWithTheirTimes() {
		read("""
				[   12.345678][    T1] livepatch: enabling patch 'x'
				<6>[    0.000001]  indented
				[pid 7] written by a program
				""");
		assertEquals(List.of(new Line(Optional.of(Duration.ofNanos(12_345_678_000L)), "livepatch: enabling patch 'x'"), new Line(Optional.of(Duration.ofNanos(1000)), " indented"),
				new Line(Optional.empty(), "[pid 7] written by a program")), console.linesSince(0));
	}

	@Test
	void aHungTaskNamesWhereItWaits() {
		read("""
				[  242.7] INFO: task insmod:66 blocked for more than 20 seconds.
				[  242.7]       Tainted: G           O  K    6.1.192 #1
				[  242.7] "echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
				[  242.7] task:insmod          state:D stack:0     pid:66    ppid:1      flags:0x00004002
				[  242.7] Call Trace:
				[  242.7]  <TASK>
				[  242.7]  __schedule+0x2ee/0x900
				[  242.7]  schedule+0x5a/0xd0
				[  242.7]  post_patch_callback+0x44/0x60 [livepatch_x]
				[  242.7]  klp_enable_patch+0x6b/0x9b0
				[  242.7]  </TASK>
				""");
		assertEquals(Kind.HUNG_TASK, only().kind());
		assertEquals(Optional.of("post_patch_callback"), only().function());
	}

	@Test
	void anRcuStall() {
		read("""
				[   30.1] rcu: INFO: rcu_sched self-detected stall on CPU
				[   30.1] rcu: 	1-....: (5249 ticks this GP) idle=4d8c/1/0x4000000000000000 softirq=301/301 fqs=2625
				[   30.1] CPU: 1 PID: 70 Comm: cat Not tainted 6.1.192 #1
				[   30.1] RIP: 0010:seq_show_option+0x7/0x20
				[   30.1] Call Trace:
				[   30.1]  <IRQ>
				[   30.1]  rcu_sched_clock_irq.cold+0x5a/0x2b2
				""");
		assertEquals(Kind.RCU_STALL, only().kind());
		assertEquals(Optional.of("seq_show_option"), only().function());
	}

	@Test
	void aSoftLockup() {
		read("""
				[   44.0] watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [cat:70]
				[   44.0] RIP: 0010:meminfo_proc_show+0x2/0x8d0
				""");
		assertEquals(Kind.LOCKUP, only().kind());
		assertEquals(Optional.of("meminfo_proc_show"), only().function());
	}

	@ParameterizedTest
	@ValueSource(strings = { "BUG: sleeping function called from invalid context at mm/slab.h:494", "BUG: scheduling while atomic: cat/70/0x00000002",
			"BUG: Bad page state in process cat  pfn:01234", "BUG: KASAN: slab-out-of-bounds in foo+0x1/0x2" })
	void checksOfTheKernelAreBugs(String line) {
		console.line("[    1.000000] " + line);
		assertEquals(Kind.BUG, only().kind());
	}

	@ParameterizedTest
	@ValueSource(strings = { "[    0.1] DEBUG: x", "[    0.1] rcu: Hierarchical SRCU implementation.", "[    0.1] livepatch: enabling patch 'x'",
			"[    0.1] e820: reserve RAM buffer; if necessary, use \"pci=nocrs\" and report a bug", "the probe says: Kernel panic is far away",
			"[    0.1] rcu: \tRCU restricting CPUs from NR_CPUS=64 to nr_cpu_ids=2.", "[    0.1] workingset: Oops-like word", "WARNING: the probe is not sure", "cat: Call Trace: no such file" })
	void everydayLinesAreNoTrouble(String line) {
		console.line(line);
		assertFalse(console.inTrouble());
		assertEquals(List.of(), console.warnings());
	}

	@Test
	void aWarningIsNoTroubleAndNamesItsPlace() {
		read("""
				[    3.1] ------------[ cut here ]------------
				[    3.1] read by cat
				[    3.1] WARNING: CPU: 1 PID: 70 at fs/proc/version.c:13 version_proc_show+0x30/0x60 [livepatch_x]
				[    3.1] Modules linked in: livepatch_x(OK)
				[    3.1] CPU: 1 PID: 70 Comm: cat Tainted: G           O  K    6.1.192 #1
				[    3.1] RIP: 0010:version_proc_show+0x30/0x60 [livepatch_x]
				[    3.1] Call Trace:
				[    3.1]  <TASK>
				[    3.1]  seq_read_iter+0x11f/0x490
				[    3.1]  </TASK>
				[    3.1] ---[ end trace 0000000000000000 ]---
				[    3.2] something else
				""");
		assertFalse(console.inTrouble());
		assertEquals(List.of(), console.problems());
		assertEquals(1, console.warnings().size(), console.warnings()::toString);
		assertEquals("fs/proc/version.c:13", console.warnings().getFirst().place());
		assertEquals(Optional.of("version_proc_show"), console.warnings().getFirst().problem().function());
		assertFalse(console.warnings().getFirst().text().contains("something else"));
	}

	@Test
	void theFormOfWarningsSinceLinux618() {
		console.line("[    3.1] WARNING: fs/proc/version.c:13 at version_proc_show+0x30/0x60, CPU#1: cat/70");
		assertEquals("fs/proc/version.c:13", console.warnings().getFirst().place());
	}

	@Test
	void aCallTraceWithoutAReasonIsAWarningUnlessItBelongsToTrouble() {
		read("""
				[    3.1] CPU: 1 PID: 70 Comm: cat Not tainted 6.1.192 #1
				[    3.1] Call Trace:
				[    3.1]  <TASK>
				[    3.1]  dump_stack_lvl+0x33/0x42
				[    3.1]  version_proc_show+0x30/0x60
				[    3.1]  </TASK>
				[    3.2] INFO: task insmod:66 blocked for more than 20 seconds.
				[    3.2] Call Trace:
				[    3.2]  schedule+0x5a/0xd0
				""");
		assertEquals(List.of(Kind.HUNG_TASK), console.problems().stream().map(RuntimeProblem::kind).toList());
		assertEquals(List.of("Call Trace: (in version_proc_show)"), console.warnings().stream().map(w -> w.problem().message()).toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "WARNING: possible circular locking dependency detected", "WARNING: suspicious RCU usage", "WARNING: inconsistent lock state" })
	void lockdepWarns(String line) {
		console.line("[    1.000000] " + line);
		assertEquals(line, console.warnings().getFirst().place());
	}

	@Test
	void callersBetweenBracketsAndLevelsAreNotPartOfTheLine() {
		console.line("<6>[    1.000000][    T1] livepatch: enabling patch 'x'");
		assertEquals(List.of("livepatch: enabling patch 'x'"), console.since(0));
	}

	@Test
	void linesSinceAMark() {
		console.line("a");
		long mark = console.mark();
		console.line("b");
		assertEquals(List.of("b"), console.since(mark));
	}

	private void read(String text) {
		text.lines().forEach(console::line);
	}

	private RuntimeProblem only() {
		assertEquals(1, console.problems().size(), () -> console.problems().toString());
		return console.problems().getFirst();
	}
}
