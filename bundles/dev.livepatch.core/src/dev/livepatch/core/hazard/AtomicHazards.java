package dev.livepatch.core.hazard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Finds new calls that may sleep, between the taking of a spin lock (or of RCU's read side) and its release in the same function's text. Locks that the callers hold are not seen.
 */
final class AtomicHazards {
	private static final Pattern LOCK = Pattern.compile("_*(?:raw_)?(?:spin|read|write|rcu_read)_(un)?lock(?:_bh|_irq|_irqsave|_irqrestore|_nested)?");

	private AtomicHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		List<Finding> findings = new ArrayList<>();
		for (String function : patch.changed()) {
			for (Reference call : patch.after().of(function)) {
				if (Sleeping.may(evidence.patched(), call)) {
					SourcePlace place = evidence.causeAt(call.section().name(), call.offset());
					// on a line that the author wrote, or that calls what the author wrote
					if (evidence.source().isEdited(place)) {
						held(evidence, patch, function, call).ifPresent(lock -> findings.add(Finding.of(Rule.SLEEP_IN_ATOMIC, place, PatchCode.plain(function) + " now calls "
								+ call.name() + ", which may sleep, after line " + lock + " has taken a lock with which no task may sleep").in(PatchCode.plain(function)).about(call.name())));
					}
				}
			}
		}
		return findings;
	}

	/** The line that takes the lock which, by the order of the function's text, is held at a call. */
	private static Optional<Integer> held(ObjectEvidence evidence, PatchCode patch, String function, Reference call) throws ObjectFormatException {
		TreeMap<Integer, Boolean> locks = locks(evidence.patchedDebug(), patch.after().of(function), function);
		int line = lineIn(evidence.patchedDebug(), call);
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
