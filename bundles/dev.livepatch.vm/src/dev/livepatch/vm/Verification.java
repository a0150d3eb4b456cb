package dev.livepatch.vm;

import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.verify.VerificationRun;

/** Loads a live patch in an emulated kernel and finds out whether it does what it should, and comes off again. */
public final class Verification {

	/**
	 * Runs one verification to its end. No process and no temporary file is left behind, whatever happens.
	 *
	 * @param events       called one at a time, from several threads; the guest waits while it runs
	 * @param cancellation asked at least ten times a second
	 * @throws ToolException         if the run cannot even start: no boot image, a program or file missing
	 * @throws CancellationException if cancelled
	 */
	public VerificationReport run(VerificationPlan plan, Consumer<RunEvent> events, Cancellation cancellation) throws ToolException {
		return new VerificationRun(plan, events, cancellation).run();
	}
}
