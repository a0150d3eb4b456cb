package dev.livepatch.vm.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A thread of the guest and the kernel functions it is in, innermost first ({@code /proc/PID/task/TID/stack}).
 *
 * @param patchState {@code patch_state}: -1 outside a transition, 0 runs the original functions, 1 the patched ones
 * @param state      {@code R}, {@code S}, {@code D} … as in proc(5)
 * @param functions  with their compiler suffixes, without offsets
 */
public record TaskStack(int tid, String name, String patchState, String state, List<String> functions) {
	private static final Pattern TASK = Pattern.compile("task (\\d{1,9}) (\\S+) (\\S+) (.*)");
	private static final Pattern ENTRY = Pattern.compile(" \\[<[0-9a-f]+>\\] ([^+\\s]+)\\+0x.*");

	public TaskStack {
		functions = List.copyOf(functions);
	}

	/** Reads the agent's {@code stacks} and {@code stragglers} answers. */
	public static List<TaskStack> parse(List<String> lines) {
		List<TaskStack> tasks = new ArrayList<>();
		List<String> functions = new ArrayList<>();
		Matcher head = null;
		for (String line : lines) {
			Matcher task = TASK.matcher(line);
			Matcher entry = ENTRY.matcher(line);
			if (task.matches()) {
				add(tasks, head, functions);
				head = task;
			} else if (entry.matches()) {
				functions.add(entry.group(1));
			}
		}
		add(tasks, head, functions);
		return tasks;
	}

	/** The first of the given functions, innermost first, that this thread is in; compiler suffixes don't count. */
	public Optional<String> in(List<String> wanted) {
		return functions.stream().map(KernelReport::plain).filter(f -> wanted.stream().anyMatch(w -> KernelReport.plain(w).equals(f))).findFirst();
	}

	/** Such as {@code kswapd0 (30, sleeping)}. */
	public String describe() {
		String what = switch (state) {
			case "R" -> "running";
			case "S", "I" -> "sleeping";
			case "D" -> "in uninterruptible sleep";
			case "T", "t" -> "stopped";
			case "Z", "X" -> "ending";
			default -> state;
		};
		return name + " (" + tid + ", " + what + ")";
	}

	private static void add(List<TaskStack> tasks, Matcher head, List<String> functions) {
		if (head != null) {
			tasks.add(new TaskStack(Integer.parseInt(head.group(1)), head.group(4), head.group(2), head.group(3), functions));
		}
		functions.clear();
	}
}
