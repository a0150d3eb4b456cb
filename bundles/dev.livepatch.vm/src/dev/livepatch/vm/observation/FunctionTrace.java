package dev.livepatch.vm.observation;

import java.util.List;

/**
 * The calls of the patched functions while the probes ran with the patch, as the kernel's tracer wrote them: the original function's entry, which the handler
 * leads to the patch's function of the same name.
 *
 * @param tracer {@code function_graph} or {@code function} ({@code Documentation/trace/ftrace.rst})
 * @param lines  without comments; bounded
 */
public record FunctionTrace(String tracer, List<String> lines) {
	public FunctionTrace {
		lines = List.copyOf(lines);
	}
}
