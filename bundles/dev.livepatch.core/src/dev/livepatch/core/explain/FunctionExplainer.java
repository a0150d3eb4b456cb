package dev.livepatch.core.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.Causes;
import dev.livepatch.core.cause.Reason;
import dev.livepatch.core.differ.DifferMessage.JumpLabel;
import dev.livepatch.core.differ.DifferMessage.StaticCall;
import dev.livepatch.core.evidence.Callers;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.evidence.OutsideUsers;
import dev.livepatch.core.evidence.OutsideUsers.User;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.SymbolBinding;

/** What the differ says of a function. */
final class FunctionExplainer {
	private final ObjectEvidence evidence;
	private final Causes causes;
	private final FalseAlarms falseAlarms;

	FunctionExplainer(ObjectEvidence evidence, Causes causes, FalseAlarms falseAlarms) {
		this.evidence = evidence;
		this.causes = causes;
		this.falseAlarms = falseAlarms;
	}

	List<Finding> changed(String function) throws IOException {
		return evidence.keepsFentry(function) ? List.of() : List.of(Finding.of(Rule.FENTRY_LOST, evidence.places().causeInFunction(function),
				function + " loses its call to __fentry__ with this patch: once loaded, it can never be traced or patched again").in(function));
	}

	List<Finding> forcedUnsafe(String function) throws IOException {
		SourcePlace place = evidence.places().firstSaying("KPATCH_FORCE_UNSAFE").orElse(evidence.places().declarationOf(function));
		return List.of(Finding.of(Rule.FORCED_UNSAFE, place, function + " is marked with KPATCH_FORCE_UNSAFE: it is replaced even while tasks are running it").in(function));
	}

	List<Finding> withoutFentry(String function) throws IOException {
		Optional<Finding> falseAlarm = falseAlarms.function(function, "that it has no call to __fentry__");
		if (falseAlarm.isPresent()) {
			return List.of(falseAlarm.get());
		}
		if (!evidence.traceable()) {
			SourcePlace file = evidence.places().file();
			return List.of(Finding.of(Rule.NO_FENTRY_FILE, file, file.file() + " is built without -pg: no function in it can be live patched, " + function + " neither").about(function).seeing(callers(function)));
		}
		if (isSplit(function)) {
			return split(function);
		}
		Cause cause = causes.of(function);
		SourcePlace place = place(function, cause);
		if (SystemCalls.isBody(function)) {
			return List.of(Finding.of(Rule.SYSCALL_BODY, place, function + " is the body of a system call, which SYSCALL_DEFINE makes inline: it has no call to __fentry__").in(function));
		}
		String why = evidence.declaredInline(function) ? "it is declared inline, and inline functions are notrace" : "it is notrace or in a section that is, or gcc left the call out";
		return List.of(Finding.of(Rule.NO_FENTRY, place, function + " has no call to __fentry__ (" + why + "): it cannot be redirected" + (cause.reason() == Reason.EDITED ? "" : "; " + cause.text()))
				.in(function).seeing(callers(function)));
	}

	/** An edited line that is in the function's code, else the edit that reached it by way of something else. */
	private SourcePlace place(String function, Cause cause) throws IOException {
		Optional<SourcePlace> edit = evidence.places().editIn(function);
		return edit.isPresent() ? edit.get() : cause.place().file().isEmpty() ? evidence.places().declarationOf(function) : cause.place();
	}

	/** Where the change could be made instead. */
	private List<Finding.Related> callers(String function) throws IOException {
		List<Finding.Related> callers = new ArrayList<>();
		Callers.Found found = new Callers(evidence.original(), evidence.originalDebug()).of(function);
		for (String caller : found.patchable()) {
			callers.add(new Finding.Related(caller, evidence.places().declarationOf(caller)));
		}
		for (String called : found.through()) {
			if (evidence.original().symbol(called).filter(s -> s.defined() && s.binding() != SymbolBinding.LOCAL).isPresent()) {
				List<User> users = evidence.outsideUsers(called).map(OutsideUsers::users).orElse(List.of());
				users.stream().filter(User::fentry).map(User::related).filter(r -> !callers.contains(r)).forEach(callers::add);
			}
		}
		return callers;
	}

	/** Whether gcc counts a function, or its unlikely part, for more or less likely than in the original. */
	boolean isSplit(String function) throws IOException {
		String whole = AuthorNames.whole(function);
		Optional<String> before = evidence.sectionOf(evidence.original(), whole);
		Optional<String> after = evidence.sectionOf(evidence.patched(), whole);
		return before.isPresent() && after.isPresent() && !before.equals(after) && before.get().startsWith(".text.") && after.get().startsWith(".text.");
	}

	List<Finding> split(String function) throws IOException {
		String whole = AuthorNames.whole(function);
		SourcePlace place = place(whole, causes.of(whole));
		boolean colder = evidence.sectionOf(evidence.patched(), whole).filter(s -> s.startsWith(".text.unlikely.")).isPresent();
		String text = "gcc now takes " + whole + (colder ? " for unlikely code as a whole" : " for likelier code than before") + " and moves it to another section, where the differ cannot follow it";
		return List.of(Finding.of(Rule.HOT_COLD, place, text).in(whole).as(Rule.HOT_COLD.severity(), colder ? Rule.HOT_COLD.remedy() : "Declare " + whole + " with __cold, so that it stays where it was."));
	}

	List<Finding> jumpLabel(JumpLabel label) throws IOException {
		Optional<Finding> falseAlarm = falseAlarms.function(label.function(), "a jump label on " + label.key() + " in it");
		return List.of(falseAlarm.isPresent() ? falseAlarm.get() : Finding.of(Rule.JUMP_LABEL, evidence.places().causeInFunction(label.function(), label.offset()),
				label.function() + " has a jump label on the key " + label.key() + ", which a live patch cannot keep in step").in(label.function()).about(label.key()));
	}

	List<Finding> staticCall(StaticCall call) throws IOException {
		String key = call.key().replaceFirst("^__SCK__", "");
		Optional<Finding> falseAlarm = falseAlarms.function(call.function(), "a static call through " + key + " in it");
		return List.of(falseAlarm.isPresent() ? falseAlarm.get() : Finding.of(Rule.STATIC_CALL, evidence.places().causeInFunction(call.function(), call.offset()),
				call.function() + " has a static call through " + key + ", which a live patch cannot keep in step").in(call.function()).about(key));
	}
}
