package dev.livepatch.vm;

import java.time.Duration;

/**
 * The longest time that each kind of step may take before the run ends with a named cause.
 *
 * @param boot       from starting the emulator to the guest's agent answering
 * @param command    one short request to the guest's agent
 * @param load       loading one module, its init function and callbacks included
 * @param transition until every task runs the patched (or again the original) functions
 * @param probe      one run of one probe
 * @param powerOff   from the request to the end of the emulator
 */
public record Deadlines(Duration boot, Duration command, Duration load, Duration transition, Duration probe, Duration powerOff) {
	/** Ample for an emulated processor (TCG) on a busy machine; a kernel retries its transition every second and sends signals after 15. */
	public static final Deadlines DEFAULT = new Deadlines(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(60),
			Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(10));

	/**
	 * All deadlines times a factor, for slow hosts or large kernels.
	 *
	 * @param factor more than 0
	 */
	public Deadlines scaled(double factor) {
		return new Deadlines(scale(boot, factor), scale(command, factor), scale(load, factor), scale(transition, factor),
				scale(probe, factor), scale(powerOff, factor));
	}

	public Deadlines withBoot(Duration value) {
		return new Deadlines(value, command, load, transition, probe, powerOff);
	}

	public Deadlines withTransition(Duration value) {
		return new Deadlines(boot, command, load, value, probe, powerOff);
	}

	public Deadlines withProbe(Duration value) {
		return new Deadlines(boot, command, load, transition, value, powerOff);
	}

	private static Duration scale(Duration duration, double factor) {
		return Duration.ofMillis(Math.round(duration.toMillis() * factor));
	}
}
