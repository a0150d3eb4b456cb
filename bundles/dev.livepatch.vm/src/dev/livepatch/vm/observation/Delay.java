package dev.livepatch.vm.observation;

import java.time.Duration;
import java.util.Optional;

/**
 * What kept a thread from switching, for a time.
 *
 * @param function the function to be patched that it was in; empty if it was in none that is known
 * @param at       where in the function, if its stack was seen
 * @param first    when it was first seen so, since the transition's start
 * @param last     when it was last seen so
 */
public record Delay(Reason reason, Optional<String> function, Optional<StackEntry> at, Duration first, Duration last) {

	/** The verdicts of {@code klp_check_stack} and {@code klp_check_and_switch_task} ({@code kernel/livepatch/transition.c}). */
	public enum Reason {
		/** A function to be patched is on its stack. */
		SLEEPING("is sleeping in"),
		/** It was on a processor: it switches when it leaves the kernel, or when it sleeps elsewhere. */
		RUNNING("is running"),
		/** The unwinder does not vouch for its stack: it switches when it leaves the kernel. */
		UNRELIABLE("has an unreliable stack");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return text;
		}
	}

	/** Such as {@code is sleeping in kthreadd, kernel/kthread.c:738}. */
	public String describe() {
		return reason + function.map(f -> (reason == Reason.SLEEPING ? " " : " in ") + f).orElse("")
				+ at.flatMap(StackEntry::place).map(p -> ", " + p.file() + ":" + p.line()).orElse("");
	}
}
