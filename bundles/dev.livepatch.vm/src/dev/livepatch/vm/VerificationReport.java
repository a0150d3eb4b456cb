package dev.livepatch.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.observation.Observations;

/**
 * What came of a verification.
 *
 * @param steps      in the order in which they ran or would have run
 * @param problems   in the order in which they were noticed
 * @param consoleLog what the guest wrote to its serial console, bounded
 * @param seen       what the steps saw, as data
 */
public record VerificationReport(Outcome outcome, List<Step> steps, List<RuntimeProblem> problems, Path consoleLog, Observations seen) {

	public VerificationReport {
		steps = List.copyOf(steps);
		problems = List.copyOf(problems);
	}

	/** @param name one of {@link Step#NAMES} */
	public Optional<Step> step(String name) {
		return steps.stream().filter(s -> s.name().equals(name)).findFirst();
	}

	/** Wall time of all steps together. */
	public Duration elapsed() {
		return steps.stream().map(Step::elapsed).reduce(Duration.ZERO, Duration::plus);
	}
}
