package dev.livepatch.core.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.differ.DifferMessage.ChangedFunction;
import dev.livepatch.core.differ.DifferMessage.DataSectionSelected;
import dev.livepatch.core.differ.DifferMessage.FoundCallback;
import dev.livepatch.core.differ.DifferMessage.IgnoredNameMissing;
import dev.livepatch.core.differ.DifferMessage.InputsMismatch;
import dev.livepatch.core.differ.DifferMessage.JumpLabel;
import dev.livepatch.core.differ.DifferMessage.NewFunction;
import dev.livepatch.core.differ.DifferMessage.NoFentry;
import dev.livepatch.core.differ.DifferMessage.ObjectSizeMismatch;
import dev.livepatch.core.differ.DifferMessage.Remark;
import dev.livepatch.core.differ.DifferMessage.SectionNotSelected;
import dev.livepatch.core.differ.DifferMessage.StaticCall;
import dev.livepatch.core.differ.DifferMessage.StaticLocalNew;
import dev.livepatch.core.differ.DifferMessage.StaticLocalRemoved;
import dev.livepatch.core.differ.DifferMessage.SymbolChangedSections;
import dev.livepatch.core.differ.DifferMessage.SymbolInfoMismatch;
import dev.livepatch.core.differ.DifferMessage.UnknownError;
import dev.livepatch.core.differ.DifferMessage.UnknownWarning;
import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.evidence.ObjectEvidence.ChangedSymbol;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFormatException;

/** Turns what the differ said about one object into findings on the author's lines. */
public final class Explainer {
	private final ObjectEvidence evidence;
	private final Map<String, Finding> findings = new LinkedHashMap<>();

	private Explainer(ObjectEvidence evidence) {
		this.evidence = evidence;
	}

	public static List<Finding> inspect(ObjectEvidence evidence, List<DifferMessage> messages) throws ObjectFormatException {
		Explainer explainer = new Explainer(evidence);
		for (DifferMessage message : messages) {
			explainer.explain(message);
		}
		return new ArrayList<>(explainer.findings.values());
	}

	private void explain(DifferMessage message) throws ObjectFormatException {
		switch (message) {
			case ChangedFunction m -> changedFunction(m.function());
			case NewFunction m -> {
			}
			case FoundCallback m -> {
			}
			case Remark m -> {
			}
			case NoFentry m -> noFentry(m.function());
			case SectionNotSelected m -> section(m);
			case DataSectionSelected m -> symbol(Rule.DATA_INCLUDED, variableIn(m.section()), "the changed code needs " + m.section() + ", and a live patch cannot carry it");
			case SymbolChangedSections m -> symbol(Rule.DATA_MOVED, m.symbol(), m.symbol() + " would move to another section than it has in the running kernel");
			case ObjectSizeMismatch m -> symbol(Rule.OBJECT_RESIZED, m.symbol(), m.symbol() + " has another size than in the running kernel");
			case SymbolInfoMismatch m -> symbol(Rule.SYMBOL_CHANGED, m.symbol(), m.symbol() + " has another type or binding than in the running kernel");
			case StaticLocalRemoved m -> staticLocalRemoved(plain(m.variable()), whole(m.function()));
			case StaticLocalNew m -> staticLocalNew(m);
			case JumpLabel m -> add(Rule.JUMP_LABEL, evidence.causeInFunction(m.function(), m.offset()), m.function(), m.key(),
					m.function() + " has a jump label on the key " + m.key() + ", which a live patch cannot keep in step");
			case StaticCall m -> add(Rule.STATIC_CALL, evidence.causeInFunction(m.function(), m.offset()), m.function(), m.key().replaceFirst("^__SCK__", ""),
					m.function() + " has a static call through " + m.key() + ", which a live patch cannot keep in step");
			case InputsMismatch m -> add(Rule.INPUTS_MISMATCH, evidence.file(), "", "", m.text());
			case IgnoredNameMissing m -> add(Rule.IGNORED_NAME_MISSING, evidence.file(), "", m.name(), m.name() + " is named in a KPATCH_IGNORE macro but does not exist in the object");
			case UnknownWarning m -> add(Rule.UNKNOWN_MESSAGE, Severity.WARNING, evidence.file(), "", "", "the differ warns: " + m.text());
			case UnknownError m -> add(Rule.UNKNOWN_MESSAGE, evidence.file(), "", "", "the differ says: " + m.text());
		}
	}

	private void changedFunction(String function) throws ObjectFormatException {
		if (!evidence.keepsFentry(function)) {
			add(Rule.FENTRY_LOST, evidence.causeInFunction(function), function, "",
					function + " loses its call to __fentry__ with this patch: once loaded, it can never be traced or patched again");
		}
	}

	private void noFentry(String function) throws ObjectFormatException {
		if (!evidence.traceable()) {
			SourcePlace file = evidence.file();
			add(Rule.NO_FENTRY_FILE, file, "", function, file.file() + " is built without -pg: no function in it can be live patched, " + function + " neither");
		} else if (SystemCalls.isBody(function)) {
			add(Rule.SYSCALL_BODY, evidence.causeInFunction(function), function, "",
					function + " is the body of a system call, which SYSCALL_DEFINE makes inline: it has no call to __fentry__");
		} else {
			String why = evidence.declaredInline(function) ? "it is declared inline, and inline functions are notrace" : "it is notrace, or in a section that is";
			add(Rule.NO_FENTRY, evidence.causeInFunction(function), function, "", function + " has no call to __fentry__ (" + why + "): it cannot be redirected");
		}
	}

	private void section(SectionNotSelected message) throws ObjectFormatException {
		String section = SectionRules.withoutRela(message.section());
		Rule rule = SectionRules.ruleFor(message.section());
		List<ChangedSymbol> changed = evidence.changedSymbols(section);
		if (changed.isEmpty()) {
			String symbol = variableIn(section);
			Optional<SourcePlace> place = evidence.causeInVariable(symbol);
			String subject = place.isPresent() ? plain(symbol) : section;
			add(rule, place.orElseGet(evidence::file), "", subject, sentence(rule, subject, Optional.empty()) + " (the differ: " + message.text() + ")");
		}
		for (ChangedSymbol symbol : changed) {
			String name = symbol.symbol().name();
			if (symbol.symbol().function()) {
				Optional<SourcePlace> edit = evidence.editIn(symbol.symbol());
				SourcePlace place = edit.isPresent() ? edit.get() : evidence.causeAt(section, symbol.symbol().value() + symbol.offset());
				Optional<String> target = symbol.target().map(Explainer::plain);
				add(rule, place, name, target.filter(t -> !t.startsWith(".")).orElse(""), sentence(rule, name, edit.isPresent() ? Optional.empty() : target));
			} else {
				add(rule, evidence.causeInVariable(name).orElseGet(evidence::file), "", plain(name), sentence(rule, plain(name), Optional.empty()));
			}
		}
	}

	private static String sentence(Rule rule, String name, Optional<String> target) {
		String through = target.map(t -> " through its reference to " + t).orElse("");
		return switch (rule) {
			case INIT_CHANGED -> name + " changes" + through + ", but it ran at boot and was freed: the change would have no effect";
			case DATA_CHANGED -> "the initial value of " + name + " changes, but the running kernel's variable keeps the value it has";
			case EXPORT_CHANGED -> "the export of " + plain(name) + " changes, but the running kernel's table of exports stays as it is";
			case CONST_TABLE_CHANGED -> "the constant " + name + " changes, but the running kernel's copy stays as it is";
			case NO_FENTRY -> name + " changes" + through + ", but its section is not traced: it has no call to __fentry__ and cannot be redirected";
			default -> name + " changes" + through + ", and a live patch cannot carry it";
		};
	}

	private void staticLocalRemoved(String variable, String function) throws ObjectFormatException {
		add(Rule.STATIC_LOCAL_REMOVED, evidence.causeInFunction(function), function, variable,
				"the static local variable " + variable + " is no longer used in " + function + ": its state in the running kernel would be lost");
	}

	private void staticLocalNew(StaticLocalNew message) throws ObjectFormatException {
		Optional<SourcePlace> declared = evidence.causeInVariable(message.variable());
		add(Rule.STATIC_LOCAL_NEW, declared.isPresent() ? declared.get() : evidence.causeInFunction(message.function()), message.function(), plain(message.variable()),
				"the static local variable " + plain(message.variable()) + " of " + message.function() + " is new to the running kernel: it starts from its initialiser");
	}

	private void symbol(Rule rule, String symbol, String text) throws ObjectFormatException {
		SourcePlace place = evidence.causeInVariable(symbol).orElseGet(evidence::file);
		Optional<Rule> bySection = evidence.sectionOf(symbol).map(SectionRules::ruleFor).filter(SectionRules::saysMoreThanTheSymbol);
		if (bySection.isPresent()) {
			add(bySection.get(), place, "", plain(symbol), sentence(bySection.get(), plain(symbol), Optional.empty()));
		} else {
			add(rule, place, "", plain(symbol), text);
		}
	}

	/** With -fdata-sections a variable's section ends in its name. */
	private static String variableIn(String section) {
		return SectionRules.withoutRela(section).replaceFirst("^\\.(data\\.rel\\.ro\\.local|data\\.rel\\.ro|data\\.rel\\.local|data\\.\\.[a-z_]+|data|bss|rodata)\\.", "");
	}

	/** The author's name of a static local, without gcc's number, or of a boot parameter's handler or an export, without the macro's prefix. */
	private static String plain(String symbol) {
		return symbol.replaceFirst("\\.\\d+$", "").replaceFirst("^__setup_(str_)?", "").replaceFirst("^__k(symtab|strtab|strtabns|crctab)_", "");
	}

	/** gcc moves the unlikely part of a function into one of its own; the author knows only the whole. */
	private static String whole(String function) {
		return function.replaceFirst("\\.cold(\\.\\d+)?$", "");
	}

	private void add(Rule rule, SourcePlace place, String function, String subject, String message) {
		add(rule, rule.severity(), place, function, subject, message);
	}

	private void add(Rule rule, Severity severity, SourcePlace place, String function, String subject, String message) {
		// one cause is often reported for a section and for its relocations
		findings.putIfAbsent(rule + "|" + place + "|" + function, Finding.of(rule, place, message).in(function).about(subject).as(severity, rule.remedy()));
	}
}
