package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import dev.livepatch.vm.trial.StressPlan;
import dev.livepatch.vm.trial.TrialBuilder.Wish;
import dev.livepatch.vm.trial.Workload;

/** What a patch is put through beyond being loaded once. */
final class TrialOptions {

	enum Load {
		none, mixed
	}

	@Spec(Target.MIXEE)
	private CommandSpec spec;

	@Option(names = "--workload", paramLabel = "none|mixed", description = "What the guest does meanwhile; mixed: processes, threads, files, sockets, pipes, signals, timers and memory. "
			+ "If not given: none, but mixed with --stress or --measure.")
	private Load workload;

	@Option(names = "--stress", paramLabel = "N", defaultValue = "0", description = "Load and unload the patch N more times under the workload; replace it by the next cumulative patch; "
			+ "load it before the module it patches; have it refused by a callback. After each the guest must be as before.")
	private int stress;

	@Option(names = "--measure", description = "Measure what the patch costs: pauses, transition, redirected calls, memory. Takes a minute or two.")
	private boolean measure;

	@Option(names = "--loop", paramLabel = "SCRIPT", description = "A shell script that calls patched functions in a loop: its time is measured with and without the patch. Implies --measure.")
	private Path loop;

	/** @throws ParameterException if the options make no sense */
	Wish wish() throws IOException {
		if (stress < 0 || stress > StressPlan.MAX_ROUNDS) {
			throw new ParameterException(spec.commandLine(), "--stress takes a number from 1 to " + StressPlan.MAX_ROUNDS + ", not " + stress);
		}
		if (loop != null && !Files.isReadable(loop)) {
			throw new IOException("script " + loop + " does not exist or cannot be read");
		}
		Workload chosen = workload == null ? (stress > 0 || measure() ? Workload.MIXED : Workload.NONE) : Workload.valueOf(workload.name().toUpperCase(Locale.ROOT));
		return new Wish(chosen, stress, measure(), Optional.ofNullable(loop));
	}

	private boolean measure() {
		return measure || loop != null;
	}
}
