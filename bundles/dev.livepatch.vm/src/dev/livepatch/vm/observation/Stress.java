package dev.livepatch.vm.observation;

import java.util.List;
import java.util.Set;

/**
 * What stress showed.
 *
 * @param scenarios in the order in which they were tried
 * @param before    the kernel's taints before the first load
 * @param after     those at the end
 */
public record Stress(List<ScenarioResult> scenarios, Set<Taint> before, Set<Taint> after) {
	public Stress {
		scenarios = List.copyOf(scenarios);
	}
}
