package dev.livepatch.vm.observation;

import java.util.List;

/**
 * The entry of one patched function through the run.
 *
 * @param states in the order of time, as far as the run came
 */
public record FunctionEntry(PatchedFunction function, List<EntryState> states) {
	public FunctionEntry {
		states = List.copyOf(states);
	}
}
