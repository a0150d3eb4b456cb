package dev.livepatch.vm;

import java.time.Duration;
import java.util.List;

/** What happens while a verification runs, in order. */
public sealed interface RunEvent {

	/** The emulator is about to be started with this argument list. */
	record MachineStarting(List<String> command) implements RunEvent {
		public MachineStarting {
			command = List.copyOf(command);
		}
	}

	/**
	 * The guest's agent answers.
	 *
	 * @param restored whether the machine was saved after an earlier boot, and not booted now
	 * @param elapsed  since the emulator was about to be started
	 */
	record MachineReady(boolean restored, Duration elapsed) implements RunEvent {
	}

	/**
	 * The run waits for a debugger to attach and to let the guest go on.
	 *
	 * @param command that attaches gdb, with the symbols of kernel and patch
	 */
	record DebuggerAwaited(List<String> command) implements RunEvent {
		public DebuggerAwaited {
			command = List.copyOf(command);
		}
	}

	/** @param name one of {@link Step#NAMES} */
	record StepStarted(String name) implements RunEvent {
	}

	/** Skipped steps are reported here too, without a {@link StepStarted}. */
	record StepFinished(Step step) implements RunEvent {
	}

	/**
	 * Output of the guest's serial console.
	 *
	 * @param text one or more characters, not always whole lines; line feeds only, no other control characters but tabs
	 */
	record Console(String text) implements RunEvent {
	}
}
