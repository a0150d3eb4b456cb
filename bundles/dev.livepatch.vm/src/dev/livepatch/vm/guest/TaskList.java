package dev.livepatch.vm.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.vm.observation.StackEntry;
import dev.livepatch.vm.observation.StackSurvey.Task;
import dev.livepatch.vm.observation.TaskStack;
import dev.livepatch.vm.observation.TaskState;
import dev.livepatch.vm.source.CodeAddress;

/**
 * The agent's answer about threads ({@code stacks} and {@code stragglers} of {@code agent.sh}). What makes no sense is passed over: names may hold anything.
 *
 * @param uptime    of the guest when it was made, if told
 * @param processes their number, if told
 * @param tasks     all threads, if told
 * @param stacks    those with stacks, without source lines
 * @param others    ids of those meant as well, of which nothing more is told
 */
public record TaskList(Optional<Duration> uptime, int processes, List<Task> tasks, List<TaskStack> stacks, Set<Integer> others) {
	private static final Pattern NUMBER = Pattern.compile("(uptime|processes|left) (\\d{1,9})(?:\\.(\\d\\d))?");
	private static final Pattern STACK = Pattern.compile("task (\\d{1,9}) \\S+ (\\S+) (.*)");
	private static final Pattern ENTRY = Pattern.compile("\\s+\\[<[0-9a-f]+>\\] .*");
	/** What grep(1) prints of the files of all threads. */
	private static final Pattern NAME = Pattern.compile("/proc/\\d+/task/(\\d{1,9})/comm:(.*)");
	private static final Pattern STATE = Pattern.compile("/proc/\\d+/task/(\\d{1,9})/status:State:\\s*(\\S).*");

	public TaskList {
		tasks = List.copyOf(tasks);
		stacks = List.copyOf(stacks);
		others = Set.copyOf(others);
	}

	public static TaskList parse(List<String> lines) {
		Reader reader = new Reader();
		lines.forEach(reader::line);
		return reader.end();
	}

	private static final class Reader {
		private Optional<Duration> uptime = Optional.empty();
		private int processes;
		private final Map<Integer, String> names = new LinkedHashMap<>();
		private final Map<Integer, TaskState> states = new HashMap<>();
		private final List<TaskStack> stacks = new ArrayList<>();
		private final Set<Integer> others = new LinkedHashSet<>();
		private final List<StackEntry> entries = new ArrayList<>();
		private Matcher head;

		void line(String line) {
			Matcher m;
			if ((m = STACK.matcher(line)).matches()) {
				endStack();
				head = m;
			} else if (ENTRY.matcher(line).matches()) {
				CodeAddress.in(line).ifPresent(a -> entries.add(new StackEntry(a, List.of())));
			} else if ((m = NAME.matcher(line)).matches()) {
				names.put(Integer.parseInt(m.group(1)), m.group(2));
			} else if ((m = STATE.matcher(line)).matches()) {
				states.put(Integer.parseInt(m.group(1)), TaskState.of(m.group(2)));
			} else if ((m = NUMBER.matcher(line)).matches()) {
				int value = Integer.parseInt(m.group(2));
				switch (m.group(1)) {
					case "uptime" -> uptime = Optional.of(Duration.ofSeconds(value).plusMillis(m.group(3) == null ? 0 : 10 * Long.parseLong(m.group(3))));
					case "processes" -> processes = value;
					default -> others.add(value);
				}
			}
		}

		TaskList end() {
			endStack();
			List<Task> tasks = names.entrySet().stream().map(e -> new Task(e.getKey(), e.getValue(), states.getOrDefault(e.getKey(), TaskState.ENDING))).toList();
			return new TaskList(uptime, processes, tasks, stacks, others);
		}

		private void endStack() {
			if (head != null) {
				stacks.add(new TaskStack(Integer.parseInt(head.group(1)), head.group(3), TaskState.of(head.group(2)), entries));
			}
			entries.clear();
		}
	}
}
