package dev.livepatch.core.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.Causes;
import dev.livepatch.core.cause.Reason;
import dev.livepatch.core.evidence.HeaderDifference;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.evidence.SectionComparison;
import dev.livepatch.core.evidence.SymbolChange;
import dev.livepatch.core.evidence.SymbolChange.Added;
import dev.livepatch.core.evidence.SymbolChange.Changed;
import dev.livepatch.core.evidence.SymbolChange.Removed;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.hazard.RuntimeConstants;
import dev.livepatch.core.object.ObjectFacts;

/** A section that changed and that no live patch may carry: which of its functions and variables changed, and what that means. */
final class SectionExplainer {
	private final ObjectEvidence evidence;
	private final Causes causes;
	private final FalseAlarms falseAlarms;
	private final Sentences sentences;

	SectionExplainer(ObjectEvidence evidence, Causes causes, FalseAlarms falseAlarms) {
		this.evidence = evidence;
		this.causes = causes;
		this.falseAlarms = falseAlarms;
		sentences = new Sentences(!evidence.object().parent().isVmlinux());
	}

	/**
	 * @param name as the differ prints it; with {@code .rela} where what the section refers to changed
	 * @param said the differ's message
	 */
	List<Finding> explain(String name, String said) throws IOException {
		String section = SectionKind.withoutRela(name);
		SectionKind kind = SectionKind.of(section);
		if (kind == SectionKind.CODE_TABLE) {
			return codeTable(section);
		}
		SectionComparison comparison = evidence.compare(section);
		if (comparison.same()) {
			return List.of(falseAlarms.section(section));
		}
		List<Finding> findings = new ArrayList<>();
		for (SymbolChange change : comparison.changes()) {
			findings.add(change.symbol().function() ? function(kind, section, change) : variable(kind, section, change));
		}
		if (findings.isEmpty()) {
			return List.of(unnamed(kind, section, said));
		}
		// what else changes has to be mended anyway
		List<Finding> reasons = findings.stream().filter(f -> f.rule() != Rule.FALSE_ALARM).toList();
		return reasons.isEmpty() ? findings.subList(0, 1) : reasons;
	}

	private Finding function(SectionKind kind, String section, SymbolChange change) throws IOException {
		String name = change.symbol().name();
		Rule rule = kind == SectionKind.TEXT && !redirectable(change) ? Rule.NO_FENTRY : kind.rule();
		return switch (change) {
			case Changed changed -> changed(rule, section, changed);
			case Added added -> Finding.of(rule, evidence.places().declarationOf(name), sentences.added(rule, name, section)).in(name).as(rule.severity(), wayRound(rule, name, section, change));
			case Removed removed -> Finding.of(rule, evidence.places().declarationOf(name), sentences.removed(rule, name, section)).in(name).as(rule.severity(), wayRound(rule, name, section, change));
		};
	}

	/** At its edited line, else at the reference to what has another name now, else at the edit that reached it by way of something else. */
	private Finding changed(Rule rule, String section, Changed change) throws IOException {
		String name = change.symbol().name();
		Optional<String> renamed = change.target().isPresent() && evidence.unknownToOriginal(change.target().get()) ? change.target().map(AuthorNames::of) : Optional.empty();
		Optional<Finding> falseAlarm = renamed.isPresent() ? Optional.empty() : falseAlarms.functionIn(section, name, rule == Rule.INIT_CHANGED);
		if (falseAlarm.isPresent()) {
			return falseAlarm.get();
		}
		Cause cause = causes.of(name);
		boolean own = cause.reason() == Reason.EDITED;
		Optional<SourcePlace> edit = evidence.places().editIn(change.symbol());
		Optional<String> target = edit.isPresent() ? Optional.empty() : renamed.isPresent() || cause.place().file().isEmpty() ? change.target().map(AuthorNames::of) : Optional.empty();
		SourcePlace place = edit.isPresent() ? edit.get() : target.isEmpty() && !cause.place().file().isEmpty() ? cause.place()
				: evidence.places().causeAt(section, change.symbol().value() + change.offset());
		String why = own || target.isPresent() ? "" : "; " + cause.text();
		String wayOut = rule == Rule.INIT_CHANGED && !own && target.isEmpty() ? "If what " + name + " did at boot may stay as it was, " + FalseAlarms.ignoring(section) + ": the other functions are patched all the same."
				: wayRound(rule, name, section, change);
		return Finding.of(rule, place, sentences.changed(rule, name, section, target.map(t -> " through its reference to " + t).orElse("")) + why).in(name)
				.about(renamed.or(() -> target).filter(t -> !t.startsWith(".")).orElse("")).as(rule.severity(), wayOut);
	}

	private boolean redirectable(SymbolChange change) throws IOException {
		return switch (change) {
			case Changed changed -> ObjectFacts.fentry(evidence.original(), changed.before());
			case Added added -> true;
			case Removed removed -> ObjectFacts.fentry(evidence.original(), removed.symbol());
		};
	}

	private static String wayRound(Rule rule, String name, String section, SymbolChange change) {
		return rule != Rule.SHARED_TEXT ? rule.remedy() : switch (change) {
			case Changed changed -> "Take the macro that puts " + name + " into " + section + " (__sched, __ref, __kprobes …) off it, and " + FalseAlarms.ignoring(section)
					+ "; or change the functions that it calls.";
			case Added added -> "Write " + name + " without the macro that puts it into " + section + ": a function in a section of its own can be part of the patch.";
			case Removed removed -> "Leave " + name + " where it is, even if the patched code does not use it any more.";
		};
	}

	private Finding variable(SectionKind kind, String section, SymbolChange change) throws IOException {
		String symbol = change.symbol().name();
		String name = AuthorNames.of(symbol);
		Optional<SourcePlace> defined = evidence.places().causeInVariable(symbol);
		SourcePlace place = defined.isPresent() ? defined.get() : evidence.places().editSaying(name).orElseGet(evidence.places()::file);
		boolean inPlace = change instanceof Changed;
		Rule rule = switch (kind) {
			case DATA, PER_CPU -> inPlace ? Rule.DATA_CHANGED : Rule.SHARED_DATA;
			case CONSTANT -> inPlace ? Rule.CONST_TABLE_CHANGED : Rule.SHARED_DATA;
			case TEXT -> Rule.SECTION_CHANGED;
			case EXIT, INIT, EXPORT, MODULE_INFO, TRACE_EVENT, CODE_TABLE, OTHER -> kind.rule();
		};
		return Finding.of(rule, place, switch (change) {
			case Changed changed -> sentences.changed(rule, name, section, "");
			case Added added -> sentences.added(rule, name, section);
			case Removed removed -> sentences.removed(rule, name, section);
		}).about(name);
	}

	/** Changed code brings a data section with it that the running kernel has. */
	List<Finding> included(String section) throws IOException {
		List<Finding> findings = new ArrayList<>();
		for (SymbolChange change : evidence.compare(section).changes()) {
			findings.add(variable(SectionKind.of(section), section, change));
		}
		String variable = AuthorNames.variableIn(section);
		return !findings.isEmpty() ? findings : List.of(Finding.of(Rule.DATA_INCLUDED, evidence.places().causeInVariable(variable).orElseGet(evidence.places()::file),
				"the changed code needs " + section + ", and a live patch cannot carry it").about(AuthorNames.of(variable)));
	}

	/** A table about code changed: told at the code, since the table has neither names nor lines. */
	private List<Finding> codeTable(String section) throws IOException {
		List<Finding> constants = RuntimeConstants.isTable(section) ? RuntimeConstants.in(evidence) : List.of();
		if (!constants.isEmpty()) {
			return constants;
		}
		SourcePlace place = evidence.places().codeBehind(section).orElseGet(evidence.places()::file);
		return List.of(Finding.of(Rule.SECTION_CHANGED, place, "what " + section + " says of the code changes, and the differ cannot carry it").about(section));
	}

	/** Nothing that changed in the section has a name, so that the section itself is all that can be told. */
	private Finding unnamed(SectionKind kind, String section, String said) throws IOException {
		String variable = AuthorNames.variableIn(section);
		Optional<SourcePlace> place = evidence.places().causeInVariable(variable);
		String subject = place.isPresent() ? AuthorNames.of(variable) : section;
		Rule rule = kind == SectionKind.TEXT ? Rule.SECTION_CHANGED : kind.rule();
		return Finding.of(rule, place.orElseGet(evidence.places()::file), sentences.changed(rule, subject, section, "") + " (the differ: " + said + ")").about(subject);
	}

	/** @param named by the differ; empty if it names none */
	List<Finding> grouped(String named) throws IOException {
		String section = SectionKind.withoutRela(named);
		SourcePlace place = evidence.places().placeIn(section).orElseGet(evidence.places()::file);
		return List.of(Finding.of(Rule.SECTION_GROUP, place, (section.isEmpty() ? "the change adds a section group" : section + " is changed or new, and part of a section group")
				+ ", which the differ does not support").about(section));
	}

	/** A section whose header is not as before. */
	List<Finding> details(String section) throws IOException {
		String own = AuthorNames.of(AuthorNames.variableIn(section));
		HeaderDifference difference = evidence.headerDifference(section, own);
		List<String> added = evidence.compare(section).changes().stream().filter(Added.class::isInstance).map(c -> c.symbol().name()).toList();
		List<Finding> findings = new ArrayList<>();
		for (String symbol : added.isEmpty() ? List.of(own) : added) {
			SourcePlace place = evidence.places().causeInVariable(symbol).orElseGet(evidence.places()::file);
			String name = AuthorNames.of(symbol);
			findings.add((difference.initialiser() ? Finding.of(Rule.DATA_MOVED, place, name + " would move to another section than it has in the running kernel")
					: Finding.of(Rule.SECTION_DETAILS, place, name + " gives its section " + section + " another " + difference + " than in the running kernel")).about(name));
		}
		return findings;
	}
}
