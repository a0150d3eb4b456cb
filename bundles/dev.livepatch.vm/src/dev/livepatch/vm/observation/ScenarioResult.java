package dev.livepatch.vm.observation;

import java.time.Duration;
import java.util.List;

/**
 * What one scenario came to.
 *
 * @param rounds     how often it was gone through, the one that failed included; 0 if it was skipped
 * @param deviations what was not as it should be; empty unless it failed
 * @param note       why it was skipped, or what is to be known besides; may be empty
 */
public record ScenarioResult(Scenario scenario, StepVerdict verdict, int rounds, Duration elapsed, List<String> deviations, String note) {
	public ScenarioResult {
		deviations = List.copyOf(deviations);
	}
}
