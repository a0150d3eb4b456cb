package dev.livepatch.vm.trial;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a patch is put through beyond being loaded once.
 *
 * @param workload runs from before the stack check until the patch is off again, and under stress
 * @param files    what the guest needs for it, by the names that it has there; made by {@link TrialBuilder}
 */
public record Trials(Workload workload, Optional<StressPlan> stress, Optional<CostPlan> cost, Map<String, Path> files) {
	public static final Trials NONE = new Trials(Workload.NONE, Optional.empty(), Optional.empty(), Map.of());

	public static final String WORKLOAD = "workload";
	public static final String GAUGE = "gauge";
	public static final String LOOP = "loop";
	public static final String SUCCESSOR = "successor.ko";
	public static final String REFUSED = "refused.ko";
	public static final String REDIRECT = "redirect.ko";

	public Trials {
		files = Map.copyOf(files);
	}
}
