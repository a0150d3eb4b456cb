package dev.livepatch.core.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.evidence.SectionComparison;
import dev.livepatch.core.evidence.SymbolChange.Added;
import dev.livepatch.core.evidence.SymbolChange.Changed;
import dev.livepatch.core.evidence.SymbolChange.Removed;
import dev.livepatch.core.evidence.SymbolChange;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFormatException;

/** A section that changed and that no live patch may carry: which of its functions and variables changed, and what that means. */
final class SectionExplainer {
	private final ObjectEvidence evidence;
	private final FalseAlarms falseAlarms;
	private final Sentences sentences;

	SectionExplainer(ObjectEvidence evidence, FalseAlarms falseAlarms) {
		this.evidence = evidence;
		this.falseAlarms = falseAlarms;
		sentences = new Sentences(!evidence.object().parent().isVmlinux());
	}

	/**
	 * @param name as the differ prints it; with {@code .rela} where what the section refers to changed
	 * @param said the differ's message
	 */
	List<Finding> explain(String name, String said) throws ObjectFormatException {
		String section = SectionKind.withoutRela(name);
		SectionKind kind = SectionKind.of(section);
		SectionComparison comparison = evidence.compare(section);
		if (comparison.same()) {
			return List.of(falseAlarms.section(section));
		}
		List<Finding> findings = new ArrayList<>();
		for (SymbolChange change : comparison.changes()) {
			findings.add(change.symbol().function() ? function(kind, section, change) : variable(kind, section, change));
		}
		return findings.isEmpty() ? List.of(unnamed(kind, section, said)) : findings;
	}

	private Finding function(SectionKind kind, String section, SymbolChange change) throws ObjectFormatException {
		String name = change.symbol().name();
		Rule rule = kind == SectionKind.TEXT && !redirectable(change) ? Rule.NO_FENTRY : kind.rule();
		Finding finding = switch (change) {
			case Changed changed -> {
				Optional<SourcePlace> edit = evidence.editIn(changed.symbol());
				Optional<String> target = edit.isPresent() ? Optional.empty() : changed.target().map(AuthorNames::of);
				SourcePlace place = edit.isPresent() ? edit.get() : evidence.causeAt(section, changed.symbol().value() + changed.offset());
				yield Finding.of(rule, place, sentences.changed(rule, name, section, target.map(t -> " through its reference to " + t).orElse("")))
						.about(target.filter(t -> !t.startsWith(".")).orElse(""));
			}
			case Added added -> Finding.of(rule, evidence.causeInFunction(name), sentences.added(rule, name, section));
			case Removed removed -> Finding.of(rule, evidence.declarationOf(name), sentences.removed(rule, name, section));
		};
		return finding.in(name).as(rule.severity(), rule == Rule.SHARED_TEXT ? wayRound(name, section, change) : rule.remedy());
	}

	private boolean redirectable(SymbolChange change) throws ObjectFormatException {
		return switch (change) {
			case Changed changed -> ObjectFacts.fentry(evidence.original(), changed.before());
			case Added added -> true;
			case Removed removed -> ObjectFacts.fentry(evidence.original(), removed.symbol());
		};
	}

	private static String wayRound(String name, String section, SymbolChange change) {
		return switch (change) {
			case Changed changed -> "Take the macro that puts " + name + " into " + section + " (__sched, __ref, __kprobes …) off it, and " + FalseAlarms.ignoring(section)
					+ "; or change the functions that it calls.";
			case Added added -> "Write " + name + " without the macro that puts it into " + section + ": a function in a section of its own can be part of the patch.";
			case Removed removed -> "Leave " + name + " where it is, even if the patched code does not use it any more.";
		};
	}

	private Finding variable(SectionKind kind, String section, SymbolChange change) throws ObjectFormatException {
		String symbol = change.symbol().name();
		String name = AuthorNames.of(symbol);
		SourcePlace place = evidence.causeInVariable(symbol).orElseGet(evidence::file);
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

	/** Nothing that changed in the section has a name, so that the section itself is all that can be told. */
	private Finding unnamed(SectionKind kind, String section, String said) throws ObjectFormatException {
		String variable = AuthorNames.variableIn(section);
		Optional<SourcePlace> place = evidence.causeInVariable(variable);
		String subject = place.isPresent() ? AuthorNames.of(variable) : section;
		Rule rule = kind == SectionKind.TEXT ? Rule.SECTION_CHANGED : kind.rule();
		return Finding.of(rule, place.orElseGet(evidence::file), sentences.changed(rule, subject, section, "") + " (the differ: " + said + ")").about(subject);
	}

	/** @param section empty if the differ does not name it */
	List<Finding> grouped(String section) throws ObjectFormatException {
		SourcePlace place = evidence.placeIn(section).orElseGet(evidence::file);
		return List.of(Finding.of(Rule.SECTION_GROUP, place, (section.isEmpty() ? "the change adds a section group" : section + " is changed or new, and part of a section group")
				+ ", which the differ does not support").about(section));
	}

	/** A section whose header is not as before. */
	List<Finding> details(String section) throws ObjectFormatException {
		SectionComparison comparison = evidence.compare(section);
		List<Finding> findings = new ArrayList<>();
		for (SymbolChange change : comparison.changes()) {
			if (!(change instanceof Removed)) {
				String symbol = change.symbol().name();
				SourcePlace place = evidence.causeInVariable(symbol).orElseGet(evidence::file);
				findings.add(Finding.of(Rule.SECTION_DETAILS, place, AuthorNames.of(symbol) + " gives its section " + section + " another " + evidence.headerDifference(section)
						+ " than in the running kernel").about(AuthorNames.of(symbol)));
			}
		}
		if (findings.isEmpty()) {
			String variable = AuthorNames.of(AuthorNames.variableIn(section));
			findings.add(Finding.of(Rule.SECTION_DETAILS, evidence.causeInVariable(variable).orElseGet(evidence::file),
					section + " has another " + evidence.headerDifference(section) + " than in the running kernel").about(variable));
		}
		return findings;
	}
}
