package dev.livepatch.vm;

import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.source.CodeAddress;
import dev.livepatch.vm.source.CodeLine;

/**
 * Something that went wrong in the running guest, or with it.
 *
 * @param message  what happened, where, and what it means for the patch; may have several lines
 * @param function the kernel function it happened in or is about, without offset and compiler suffix, where known
 * @param trace    where the kernel was and what had called it, the innermost first; of callers the call. Empty if the kernel did not say.
 * @param line     where in that function, if that is known
 */
public record RuntimeProblem(Kind kind, String message, Optional<String> function, List<CodeAddress> trace, Optional<CodeLine> line) {
	public RuntimeProblem {
		trace = List.copyOf(trace);
	}

	public RuntimeProblem(Kind kind, String message, Optional<String> function) {
		this(kind, message, function, List.of(), Optional.empty());
	}

	/** The same, at a line of a function. */
	public RuntimeProblem at(String newFunction, CodeLine newLine) {
		return new RuntimeProblem(kind, message, Optional.of(newFunction), trace, Optional.of(newLine));
	}

	public enum Kind {
		/** The kernel stopped for good. */
		PANIC,
		/** A fault in kernel code: page fault, general protection fault and the like. */
		OOPS,
		/**
		 * A processor met a breakpoint where the memory has none: one by which the kernel changes its code (arch/x86/kernel/alternative.c), and which it takes away only when no processor
		 * can meet it any more. The emulator ran code that was out of date; it says nothing of the patch.
		 */
		STALE_BREAKPOINT,
		/** {@code BUG()} or a consistency check of the kernel. */
		BUG,
		/** {@code WARN()}, a check of lockdep, or a bare call trace; the kernel went on. */
		WARNING,
		/** A task did not leave its uninterruptible sleep. */
		HUNG_TASK,
		RCU_STALL,
		/** A processor did not schedule, or did not take interrupts. */
		LOCKUP,
		/** A task never reached a state in which it could switch to the patched functions. */
		STUCK_TRANSITION,
		/** The emulator ended, or the guest rebooted or powered off, in the middle of a step. */
		MACHINE_DIED,
		/** The agent in the guest could not be understood. */
		GARBLED,
		/** The kernel refused a module. */
		LOAD_FAILED,
		/** The patch could not be disabled, or its module not removed. */
		UNLOAD_FAILED,
		/** A function still runs its old code after the load, or the new code after the unload. */
		NOT_REDIRECTED,
		/** A probe passed where it must fail, or failed where it must pass. */
		PROBE,
		/** Under stress: the patch left something behind, or did not do what it did before. */
		NOT_AS_BEFORE,
		/** A step took longer than allowed. */
		DEADLINE
	}
}
