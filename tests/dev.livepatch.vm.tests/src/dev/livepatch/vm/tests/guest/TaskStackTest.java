package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.livepatch.vm.guest.TaskStack;

/** The agent's lists of threads and their stacks. */
class TaskStackTest {
	@Test
	void threadsWithTheirStacks() {
		List<TaskStack> tasks = TaskStack.parse(List.of("processes 3", "threads 4",
				"task 30 -1 S kswapd0", " [<0>] kswapd+0x2d7/0x390", " [<0>] kthread+0xd7/0x100",
				"task 77 0 R a b (c)", "task 78 1 D x", " [<0>] do_read.isra.0+0x1/0x2"));
		assertEquals(List.of(new TaskStack(30, "kswapd0", "-1", "S", List.of("kswapd", "kthread")), new TaskStack(77, "a b (c)", "0", "R", List.of()),
				new TaskStack(78, "x", "1", "D", List.of("do_read.isra.0"))), tasks);
		assertEquals("kswapd0 (30, sleeping)", tasks.get(0).describe());
	}

	@Test
	void compilerSuffixesDoNotCount() {
		TaskStack task = new TaskStack(1, "x", "-1", "S", List.of("schedule", "do_read.isra.0", "kthread"));
		assertEquals(Optional.of("do_read"), task.in(List.of("do_read")));
		assertEquals(Optional.of("do_read"), task.in(List.of("do_read.constprop.0")));
		assertEquals(Optional.empty(), task.in(List.of("do_rea", "read")));
	}
}
