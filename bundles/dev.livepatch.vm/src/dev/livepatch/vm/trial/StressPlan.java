package dev.livepatch.vm.trial;

import java.util.Map;

import dev.livepatch.vm.observation.Scenario;

/**
 * How hard a patch is tried.
 *
 * @param rounds     1 to {@value #MAX_ROUNDS}: how often it is loaded and unloaded
 * @param impossible the scenarios that cannot be tried, and why
 */
public record StressPlan(int rounds, Map<Scenario, String> impossible) {
	public static final int MAX_ROUNDS = 10_000;

	public StressPlan {
		if (rounds < 1 || rounds > MAX_ROUNDS) {
			throw new IllegalArgumentException("a patch can be stressed 1 to " + MAX_ROUNDS + " times, not " + rounds);
		}
		impossible = Map.copyOf(impossible);
	}
}
