package dev.livepatch.vm.trial;

import java.util.Optional;

/**
 * What is measured.
 *
 * @param rounds        how often each pause is measured, at least 1
 * @param noRedirection why the cost of a redirected call cannot be measured; empty if it can
 * @param loop          name of the author's script whose time is taken with and without the patch
 */
public record CostPlan(int rounds, Optional<String> noRedirection, Optional<String> loop) {
	public static final int ROUNDS = 3;
}
