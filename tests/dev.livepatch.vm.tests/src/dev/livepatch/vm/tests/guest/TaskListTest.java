package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.livepatch.vm.guest.TaskList;
import dev.livepatch.vm.observation.StackEntry;
import dev.livepatch.vm.observation.StackSurvey.Task;
import dev.livepatch.vm.observation.TaskStack;
import dev.livepatch.vm.observation.TaskState;
import dev.livepatch.vm.source.CodeAddress;

/** The agent's lists of threads and their stacks. */
class TaskListTest {
	@Test
	void threadsWithTheirStacks() {
		TaskList list = TaskList.parse(List.of("processes 3",
				"task 30 -1 S kswapd0", " [<0>] kswapd+0x2d7/0x390", " [<0>] kthread+0xd7/0x100",
				"task 77 0 R a b (c)", "task 78 1 D x", " [<0>] do_read.isra.0+0x1/0x2 [ext4]", "  [<0>] no place", "rubbish"));
		assertEquals(3, list.processes());
		assertEquals(List.of(new TaskStack(30, "kswapd0", TaskState.SLEEPING, List.of(entry("kswapd", 0x2d7, 0x390, "vmlinux"), entry("kthread", 0xd7, 0x100, "vmlinux"))),
				new TaskStack(77, "a b (c)", TaskState.RUNNING, List.of()),
				new TaskStack(78, "x", TaskState.UNINTERRUPTIBLE, List.of(entry("do_read.isra.0", 1, 2, "ext4")))), list.stacks());
		assertEquals("kswapd0 (30, sleeping)", list.stacks().get(0).describe());
	}

	@Test
	void everyThreadWithNameAndState() {
		TaskList list = TaskList.parse(List.of("/proc/1/task/1/comm:init", "/proc/7/task/8/comm:a:b c", "/proc/7/task/9/comm:gone",
				"/proc/1/task/1/status:State:\tS (sleeping)", "/proc/7/task/8/status:State:\tR (running)"));
		assertEquals(List.of(new Task(1, "init", TaskState.SLEEPING), new Task(8, "a:b c", TaskState.RUNNING), new Task(9, "gone", TaskState.ENDING)), list.tasks());
	}

	@Test
	void whoIsLeftAndWhen() {
		TaskList list = TaskList.parse(List.of("uptime 12.05", "task 2 0 S kthreadd", "left 99"));
		assertEquals(Optional.of(Duration.ofMillis(12050)), list.uptime());
		assertEquals(Set.of(99), list.others());
		assertEquals(Optional.empty(), TaskList.parse(List.of("uptime soon")).uptime());
	}

	@Test
	void clonesAndPartsCountAsTheFunction() {
		TaskStack task = new TaskStack(1, "x", TaskState.SLEEPING, List.of(entry("schedule", 1, 2, "vmlinux"), entry("do_read.isra.0.cold", 1, 2, "vmlinux")));
		assertTrue(task.in(List.of("do_read")).isPresent());
		assertTrue(task.in(List.of("do_read.constprop.0")).isPresent());
		assertFalse(task.in(List.of("do_rea", "read")).isPresent());
	}

	@Test
	void whatStaysAndWhatPasses() {
		assertTrue(TaskState.of("D").stays());
		assertTrue(TaskState.of("I").stays());
		assertFalse(TaskState.of("R").stays());
		assertFalse(TaskState.of("Z").stays());
	}

	private static StackEntry entry(String symbol, long offset, long size, String module) {
		return new StackEntry(new CodeAddress(symbol, offset, size, module), List.of());
	}
}
