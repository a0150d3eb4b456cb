package dev.livepatch.core.explain;

import java.io.IOException;
import java.util.List;

import dev.livepatch.core.cause.Causes;
import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.differ.DifferMessage.ChangedFunction;
import dev.livepatch.core.differ.DifferMessage.DataSectionSelected;
import dev.livepatch.core.differ.DifferMessage.ForcedUnsafe;
import dev.livepatch.core.differ.DifferMessage.FoundCallback;
import dev.livepatch.core.differ.DifferMessage.GroupedSection;
import dev.livepatch.core.differ.DifferMessage.IgnoredNameMissing;
import dev.livepatch.core.differ.DifferMessage.InputsMismatch;
import dev.livepatch.core.differ.DifferMessage.JumpLabel;
import dev.livepatch.core.differ.DifferMessage.LateSpecialSection;
import dev.livepatch.core.differ.DifferMessage.NewFunction;
import dev.livepatch.core.differ.DifferMessage.NoFentry;
import dev.livepatch.core.differ.DifferMessage.ObjectSizeMismatch;
import dev.livepatch.core.differ.DifferMessage.Remark;
import dev.livepatch.core.differ.DifferMessage.SectionDetailsDiffer;
import dev.livepatch.core.differ.DifferMessage.SectionNotSelected;
import dev.livepatch.core.differ.DifferMessage.StaticCall;
import dev.livepatch.core.differ.DifferMessage.StaticLocalNew;
import dev.livepatch.core.differ.DifferMessage.StaticLocalRemoved;
import dev.livepatch.core.differ.DifferMessage.SymbolChangedSections;
import dev.livepatch.core.differ.DifferMessage.SymbolInfoMismatch;
import dev.livepatch.core.differ.DifferMessage.SymbolNotFound;
import dev.livepatch.core.differ.DifferMessage.SymbolUnmatched;
import dev.livepatch.core.differ.DifferMessage.UnknownError;
import dev.livepatch.core.differ.DifferMessage.UnknownWarning;
import dev.livepatch.core.differ.DifferMessage.UnresolvedReference;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;

/** Turns what the differ said about one object into findings on the author's lines. */
public final class Explainer {
	private final ObjectEvidence evidence;
	private final SectionExplainer sections;
	private final FunctionExplainer functions;
	private final VariableExplainer variables;
	private final StaticLocals staticLocals;
	private final References references;

	private Explainer(ObjectEvidence evidence, Causes causes) {
		this.evidence = evidence;
		FalseAlarms falseAlarms = new FalseAlarms(evidence, causes);
		sections = new SectionExplainer(evidence, causes, falseAlarms);
		functions = new FunctionExplainer(evidence, causes, falseAlarms);
		variables = new VariableExplainer(evidence);
		staticLocals = new StaticLocals(evidence, causes);
		references = new References(evidence);
	}

	public static List<Finding> inspect(ObjectEvidence evidence, Causes causes, List<DifferMessage> messages) throws IOException {
		Explainer explainer = new Explainer(evidence, causes);
		Findings findings = new Findings();
		for (DifferMessage message : messages) {
			if (!aboutCode(message) && !toldByName(message, messages)) {
				explainer.explain(message).forEach(findings::add);
			}
		}
		// changed code changes the tables about it: told only where nothing says so of the code
		for (DifferMessage message : findings.hasErrors() ? List.<DifferMessage>of() : messages) {
			if (aboutCode(message)) {
				explainer.explain(message).forEach(findings::add);
			}
		}
		return findings.all();
	}

	/** Of a new group the differ tells the group, which has no name, and each of its sections. */
	private static boolean toldByName(DifferMessage message, List<DifferMessage> messages) {
		return message instanceof GroupedSection group && group.section().isEmpty() && messages.stream().anyMatch(m -> m instanceof GroupedSection other && !other.section().isEmpty());
	}

	private static boolean aboutCode(DifferMessage message) {
		return message instanceof SectionNotSelected section && SectionKind.of(section.section()) == SectionKind.CODE_TABLE;
	}

	private List<Finding> explain(DifferMessage message) throws IOException {
		return switch (message) {
			case ChangedFunction m -> functions.changed(m.function());
			case NewFunction m -> List.of();
			case FoundCallback m -> List.of();
			case Remark m -> List.of();
			case NoFentry m -> functions.withoutFentry(m.function());
			case JumpLabel m -> functions.jumpLabel(m);
			case StaticCall m -> functions.staticCall(m);
			case ForcedUnsafe m -> functions.forcedUnsafe(m.function());
			case SectionNotSelected m -> sections.explain(m.section(), m.text());
			case GroupedSection m -> sections.grouped(m.section());
			case SectionDetailsDiffer m -> sections.details(m.section());
			case DataSectionSelected m -> sections.included(m.section());
			case SymbolChangedSections m -> functions.isSplit(m.symbol()) ? functions.split(m.symbol()) : variables.moved(m.symbol());
			case ObjectSizeMismatch m -> variables.resized(m.symbol());
			case SymbolInfoMismatch m -> functions.isSplit(m.symbol()) ? functions.split(m.symbol()) : variables.relinked(m.symbol());
			case SymbolUnmatched m -> variables.unmatched(m.symbol(), m.text());
			case StaticLocalRemoved m -> staticLocals.lost(m.variable(), m.function());
			case StaticLocalNew m -> staticLocals.added(m.variable(), m.function());
			case SymbolNotFound m -> references.notFound(m.symbol(), m.text());
			case UnresolvedReference m -> references.unresolved(m);
			case LateSpecialSection m -> references.late(m.symbol(), m.section());
			case InputsMismatch m -> List.of(Finding.of(Rule.INPUTS_MISMATCH, evidence.places().file(), m.text()));
			case IgnoredNameMissing m -> ignoredNameMissing(m);
			case UnknownWarning m -> List.of(Finding.of(Rule.UNKNOWN_MESSAGE, evidence.places().file(), "the differ warns: " + m.text()).as(Severity.WARNING, Rule.UNKNOWN_MESSAGE.remedy()));
			case UnknownError m -> List.of(Finding.of(Rule.UNKNOWN_MESSAGE, evidence.places().file(), "the differ says: " + m.text()));
		};
	}

	private List<Finding> ignoredNameMissing(IgnoredNameMissing message) {
		SourcePlace place = evidence.places().firstSaying(message.name().isEmpty() ? "KPATCH_IGNORE_FUNCTION" : message.name()).orElseGet(evidence.places()::file);
		String text = message.name().isEmpty() ? "KPATCH_IGNORE_FUNCTION names something that is not a function of this file"
				: message.name() + " is named in a KPATCH_IGNORE macro but does not exist in the object";
		return List.of(Finding.of(Rule.IGNORED_NAME_MISSING, place, text).about(message.name()));
	}
}
