package dev.livepatch.core.hazard;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.kernel.ThreadStacks;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFormatException;

/** Which functions of an object of the kernel tasks stay in: by its code, and by what was seen in boots of the kernel. For one thread. */
public final class Stays {
	private final DebugInfo debug;
	private final ParentObject parent;
	private final Threads threads;
	private final ThreadStacks seen;

	/** @param seen in boots of the kernel that the object is of */
	public Stays(References references, DebugInfo debug, ParentObject parent, ThreadStacks seen) throws ObjectFormatException {
		this.debug = debug;
		this.parent = parent;
		this.seen = seen;
		threads = new Threads(references);
	}

	/**
	 * What keeps tasks longest; empty if nothing is known that does.
	 *
	 * @param function its symbol, of the whole of it where gcc split it
	 */
	public Optional<Stay> of(String function) throws ObjectFormatException {
		Set<String> seenOn = seen.threadsIn(PatchCode.plain(function), parent);
		if (Threads.isScheduler(function)) {
			return Optional.of(new Stay.Scheduler());
		} else if (threads.isIdleLoop(function)) {
			return Optional.of(new Stay.IdleLoop());
		} else if (threads.isMain(function)) {
			return Optional.of(new Stay.Main(seenOn));
		}
		Optional<String> main = threads.threadIn(function);
		if (main.isPresent()) {
			return Optional.of(new Stay.Waiting(main.get(), seenOn));
		} else if (!seenOn.isEmpty()) {
			return Optional.of(new Stay.Seen(seenOn));
		} else if (debug.function(function).filter(FunctionInfo::noReturn).isPresent()) {
			return Optional.of(new Stay.NeverReturns());
		}
		List<String> way = threads.sleepsIn(function) ? List.of(function) : threads.wayToSleep(function);
		return way.isEmpty() ? Optional.empty() : Optional.of(new Stay.Sleeping(way));
	}
}
