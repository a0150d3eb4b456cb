package dev.livepatch.core.hazard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.hazard.References.Kind;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.InlineSite;
import dev.livepatch.core.object.ObjectFormatException;

/**
 * Finds new calls that may sleep where no task may: between the taking of a spin lock (or of RCU's read side) and its release, in the text of the function or of one that calls it in the
 * same object, and in functions that interrupts, timers and RCU call. What other objects hold is not seen.
 */
final class AtomicHazards {
	private static final Pattern LOCK = Pattern.compile("_*(?:raw_)?(?:spin|read|write|rcu_read)_(un)?lock(?:_bh|_irq|_irqsave|_irqrestore|_nested)?");
	/** What is given a function to call with interrupts or their lower halves off (kernel/irq/manage.c, kernel/softirq.c, kernel/time/timer.c, kernel/rcu, kernel/smp.c). */
	private static final Set<String> REGISTRARS = Set.of("request_threaded_irq", "devm_request_threaded_irq", "open_softirq", "tasklet_init", "tasklet_setup", "init_timer_key",
			"timer_init_key", "call_rcu", "call_rcu_hurry", "call_srcu", "smp_call_function_single", "smp_call_function_many", "on_each_cpu_cond_mask");

	private AtomicHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		List<Finding> findings = new ArrayList<>();
		for (String function : patch.changed()) {
			for (Reference call : patch.after().of(function)) {
				if (Sleeping.may(evidence.patched(), call)) {
					SourcePlace place = evidence.places().causeAt(call.section().name(), call.offset());
					// on a line that the author wrote, or that calls what the author wrote
					Optional<String> atomic = evidence.source().isEdited(place) ? atomic(evidence.patchedDebug(), patch.after(), function, call) : Optional.empty();
					if (atomic.isPresent()) {
						findings.add(Finding.of(Rule.SLEEP_IN_ATOMIC, place, PatchCode.plain(function) + " now calls " + call.name() + ", which may sleep, " + atomic.get())
								.in(PatchCode.plain(function)).about(call.name()));
					}
				}
			}
		}
		return findings;
	}

	/** Why no task may sleep at a call. */
	private static Optional<String> atomic(DebugInfo debug, References code, String function, Reference call) throws ObjectFormatException {
		Optional<Integer> own = held(debug, code, function, call);
		if (own.isPresent()) {
			return Optional.of("after line " + own.get() + " has taken a lock with which no task may sleep");
		}
		for (String caller : code.functions()) {
			String loaded = null;
			for (Reference reference : code.of(caller)) {
				if (reference.kind() == Kind.ADDRESS && reference.target().function()) {
					// of two functions, one may be for a thread, which may sleep
					loaded = loaded == null ? References.whole(reference.name()) : "";
				} else if (reference.kind() == Kind.CALL) {
					if (function.equals(loaded) && REGISTRARS.contains(reference.name())) {
						return Optional.of("and is itself called where no task may: " + PatchCode.plain(caller) + " gives it to " + reference.name());
					}
					loaded = null;
					Optional<Integer> lock = References.whole(reference.name()).equals(function) ? held(debug, code, caller, reference) : Optional.empty();
					if (lock.isPresent()) {
						return Optional.of("and is called by " + PatchCode.plain(caller) + " after line " + lock.get() + " has taken a lock with which no task may sleep");
					}
				}
			}
		}
		return Optional.empty();
	}

	/** The line that takes the lock which, by the order of the function's text, is held at a call. */
	private static Optional<Integer> held(DebugInfo debug, References code, String function, Reference call) throws ObjectFormatException {
		TreeMap<Integer, Boolean> locks = locks(debug, code.of(function), function);
		int line = lineIn(debug, call);
		return Optional.ofNullable(locks.lowerEntry(line)).filter(Map.Entry::getValue).map(Map.Entry::getKey);
	}

	/** By line of the function's own text, whether a lock is taken there, or given back. */
	private static TreeMap<Integer, Boolean> locks(DebugInfo debug, List<Reference> code, String function) throws ObjectFormatException {
		TreeMap<Integer, Boolean> locks = new TreeMap<>();
		for (Reference reference : code) {
			Matcher lock = LOCK.matcher(reference.name());
			if (reference.kind() == Kind.CALL && lock.matches()) {
				locks.put(lineIn(debug, reference), lock.group(1) == null);
			}
		}
		Optional<FunctionInfo> info = debug.function(function);
		for (InlineSite site : info.isPresent() ? info.get().inlined() : List.<InlineSite>of()) {
			Matcher lock = LOCK.matcher(site.function());
			if (site.caller().equals(info.get().name()) && lock.matches()) {
				locks.put(site.line(), lock.group(1) == null);
			}
		}
		return locks;
	}

	private static int lineIn(DebugInfo debug, Reference reference) throws ObjectFormatException {
		List<Frame> frames = debug.frames(reference.section().name(), reference.offset());
		return frames.isEmpty() ? 0 : frames.getLast().line();
	}
}
