package dev.livepatch.core.kernel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where kernel threads were seen asleep in boots of a kernel: kept in the user's cache by whoever boots it and looks at all stacks, for checks of patches to the same build.
 *
 * @param seen sorted
 */
public record ThreadStacks(Set<Seen> seen) {
	private static final IndexCache.Kind<ThreadStacks> KIND = new IndexCache.Kind<>("thread-stacks", 0x4c505431, ThreadStacks::read, ThreadStacks::write);
	/** A kernel has some hundred threads, which sleep in a few functions each. */
	private static final int MOST = 5000;

	/**
	 * A thread with a function on its stack.
	 *
	 * @param thread   its name, without what tells one of several from the others: {@code kworker}, {@code kswapd}
	 * @param function as the source names it
	 * @param module   {@code vmlinux}, or the module's name with {@code _} for {@code -}
	 */
	public record Seen(String thread, String function, String module) implements Comparable<Seen> {

		/** @param name as {@code /proc/PID/comm} has it, for instance {@code kworker/0:1} or {@code kswapd0} */
		public static Seen of(String name, String function, String module) {
			String thread = name.replaceFirst("(?<=.)/.*", "").replaceFirst("(?<=.)\\d+$", "");
			return new Seen(thread, function, module);
		}

		@Override
		public int compareTo(Seen other) {
			int byThread = thread.compareTo(other.thread);
			int byFunction = byThread != 0 ? byThread : function.compareTo(other.function);
			return byFunction != 0 ? byFunction : module.compareTo(other.module);
		}
	}

	public ThreadStacks {
		seen = seen.stream().limit(MOST).collect(Collectors.toCollection(TreeSet::new));
	}

	/** What is known of this very build; empty if it was never booted by these tools. */
	public static ThreadStacks of(KernelBuild kernel) throws KernelException {
		return IndexCache.get(KIND, kernel.build(), kernel::fingerprint, () -> new ThreadStacks(Set.of()));
	}

	/** Adds what was seen in another boot. */
	public static void add(KernelBuild kernel, Collection<Seen> seen) throws KernelException {
		Set<Seen> all = new TreeSet<>(of(kernel).seen());
		if (all.addAll(seen)) {
			IndexCache.put(KIND, kernel.build(), kernel::fingerprint, new ThreadStacks(all));
		}
	}

	/** The threads that were seen in a function. */
	public Set<String> threadsIn(String function, ParentObject parent) {
		return seen.stream().filter(s -> s.function().equals(function) && s.module().equals(parent.name())).map(Seen::thread).collect(Collectors.toCollection(TreeSet::new));
	}

	private void write(DataOutputStream out) throws IOException {
		out.writeInt(seen.size());
		for (Seen one : seen) {
			out.writeUTF(one.thread());
			out.writeUTF(one.function());
			out.writeUTF(one.module());
		}
	}

	private static ThreadStacks read(DataInputStream in) throws IOException {
		Set<Seen> seen = new TreeSet<>();
		for (int count = Math.min(in.readInt(), MOST); count > 0; count--) {
			seen.add(new Seen(in.readUTF(), in.readUTF(), in.readUTF()));
		}
		return new ThreadStacks(seen);
	}
}
