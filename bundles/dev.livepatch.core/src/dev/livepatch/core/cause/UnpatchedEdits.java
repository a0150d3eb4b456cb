package dev.livepatch.core.cause;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Symbol;

/** Functions that the author edited and that are not in the patch, though others are: an author looks for them there. */
public final class UnpatchedEdits {
	/** Named at most. */
	private static final int TOLD = 5;
	private final ObjectEvidence evidence;
	private final AuthorEdits edits;

	public UnpatchedEdits(ObjectEvidence evidence, AuthorEdits edits) {
		this.evidence = evidence;
		this.edits = edits;
	}

	/** @param causes of all functions in the patch; without any, the differ has said what there is to say */
	public List<Finding> findings(List<Cause> causes) throws ObjectFormatException {
		Set<SourcePlace> patched = new HashSet<>();
		for (Cause cause : causes) {
			if (cause.reason() == Reason.EDITED) {
				patched.add(evidence.places().declarationOf(cause.function()));
			}
		}
		List<Finding> findings = new ArrayList<>();
		if (edits.functions().stream().allMatch(piece -> patched.stream().anyMatch(piece::holds))) {
			return findings;
		}
		Set<SourcePlace> told = new HashSet<>();
		for (FunctionInfo function : evidence.patchedDebug().functions()) {
			SourcePlace place = edits.place(function);
			Optional<SourcePlace> edit = edits.inFunction(place);
			if (edit.isPresent() && !leftOut(edit.get()) && !patched.contains(place) && !refused(function) && told.add(place)) {
				findings.add(Finding.of(Rule.EDITED_NOT_PATCHED, edit.get(), function.name() + " " + fate(function)).in(function.name()));
			}
		}
		return findings;
	}

	/** Such an edit is told of as what it is, and may be to another function of the name. */
	private boolean leftOut(SourcePlace edit) {
		return evidence.source().leftOut(edit.file()).stream().anyMatch(lines -> lines.hold(edit.line(), 1));
	}

	/** Its code does change, and the differ has refused that. */
	private boolean refused(FunctionInfo function) throws ObjectFormatException {
		return function.code().isPresent() && evidence.original().symbol(function.name()).filter(Symbol::defined).isPresent() && !evidence.sameCode(function.name());
	}

	private String fate(FunctionInfo function) throws ObjectFormatException {
		List<String> holders = evidence.patchedDebug().functions().stream()
				.filter(f -> f.code().isPresent() && f.inlined().stream().anyMatch(s -> s.function().equals(function.name()))).map(FunctionInfo::name).distinct().sorted().toList();
		String object = evidence.object().path();
		if (function.code().isPresent()) {
			return "has the same code in " + object + " with and without the edit, and is not patched";
		}
		if (holders.isEmpty()) {
			return "has no code in " + object + ": nothing there uses it, or the compiler found nothing to do for it";
		}
		return "exists in " + object + " only inlined, into " + listed(holders) + ": where the edit changes " + (holders.size() == 1 ? "that function, it is" : "one of these, it is")
				+ " patched instead";
	}

	private static String listed(List<String> names) {
		return names.size() <= TOLD ? String.join(", ", names) : String.join(", ", names.subList(0, TOLD)) + " and " + (names.size() - TOLD) + " more";
	}
}
