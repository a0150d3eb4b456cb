package dev.livepatch.vm.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.observation.FunctionTrace;

/** Traces the calls of the patched functions, the original and the new ones, while something else runs. */
final class FunctionTracer {
	private static final int MAX_LINES = 40;

	private final Guest guest;
	private Optional<FunctionTrace> seen = Optional.empty();

	FunctionTracer(Guest guest) {
		this.guest = guest;
	}

	/** What was traced, once something was. */
	Optional<FunctionTrace> seen() {
		return seen;
	}

	StepResult during(StepLog.Body<RuntimeException> body) throws StepFailure {
		AgentReply started = guest.ask("trace", "on");
		StepResult result = body.run();
		List<String> said = new ArrayList<>(List.of(result.evidence()));
		if (started.status() != 0) {
			said.add("not traced: " + started.text());
		} else {
			List<String> lines = guest.ask("trace", "off").lines().stream().filter(l -> !l.startsWith("#")).toList();
			seen = Optional.of(new FunctionTrace(started.text(), lines));
			said.add("traced with " + started.text() + (lines.isEmpty() ? ": no call of a patched function" : ":"));
			said.add(new Evidence().quote(lines, MAX_LINES).toString());
		}
		return new StepResult(result.verdict(), String.join("\n", said).strip(), result.problems());
	}
}
