package dev.livepatch.vm.observation;

import java.util.List;
import java.util.Optional;

import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.Frame;
import dev.livepatch.vm.source.CodeAddress;

/**
 * One entry of a kernel stack: where a function called the next one.
 *
 * @param address what the call will return to
 * @param source  the call's place in the original source, functions inlined into each other the innermost first; empty where there is no debug information
 */
public record StackEntry(CodeAddress address, List<Frame> source) {
	public StackEntry {
		source = List.copyOf(source);
	}

	/** The line in the original source at which the compiled function waits for the call: where the call is in one inlined into it, that one's. */
	public Optional<SourcePlace> place() {
		return source.isEmpty() || source.getLast().line() == 0 ? Optional.empty() : Optional.of(new SourcePlace(source.getLast().file(), source.getLast().line()));
	}

	/** Such as {@code kswapd+0x2d7/0x390 (kswapd_try_to_sleep at mm/vmscan.c:7281, inlined into kswapd at mm/vmscan.c:7395)}. */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(address.toString());
		for (int i = 0; i < source.size(); i++) {
			Frame frame = source.get(i);
			text.append(i == 0 ? " (" : ", inlined into ").append(i == 0 && source.size() == 1 ? "" : frame.function() + " at ").append(frame.file()).append(':').append(frame.line());
		}
		return text.append(source.isEmpty() ? "" : ")").toString();
	}
}
