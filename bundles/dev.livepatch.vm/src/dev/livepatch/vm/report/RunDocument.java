package dev.livepatch.vm.report;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.observation.EntryState;
import dev.livepatch.vm.observation.FunctionEntry;
import dev.livepatch.vm.observation.StepVerdict;
import dev.livepatch.vm.observation.TaskSwitch;
import dev.livepatch.vm.observation.Transition;

/** What a report says, in its order. */
final class RunDocument {
	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
	private final RunRecord run;
	private final List<Block> blocks = new ArrayList<>();

	private RunDocument(RunRecord run) {
		this.run = run;
	}

	static List<Block> of(RunRecord run) {
		RunDocument document = new RunDocument(run);
		document.head();
		document.problems();
		document.steps();
		run.report().seen().transitions().forEach(document::transition);
		document.entries();
		document.trace();
		document.evidence();
		return document.blocks;
	}

	static String title(RunRecord run) {
		return "Live patch " + run.patch() + " on Linux " + run.kernel() + ": " + label(run.report().outcome());
	}

	static String label(Outcome outcome) {
		return switch (outcome) {
			case VERIFIED -> "verified";
			case FAILED -> "failed";
			case ERROR -> "no verdict";
		};
	}

	static String label(StepVerdict verdict) {
		return verdict.name().toLowerCase(Locale.ROOT);
	}

	static String seconds(Duration time) {
		return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
	}

	private void head() {
		blocks.add(new Block.Heading(1, title(run)));
		blocks.add(new Block.Paragraph("Began " + TIME.format(run.began()) + ", took " + seconds(run.report().elapsed()) + " in an emulated machine."));
	}

	private void problems() {
		if (!run.report().problems().isEmpty()) {
			blocks.add(new Block.Heading(2, "Problems"));
			for (RuntimeProblem problem : run.report().problems()) {
				String where = problem.line().map(l -> " (" + l.place().file() + ":" + l.place().line() + (l.ofPatch() ? " of the patch" : "") + ")").orElse("");
				blocks.add(new Block.Verbatim(problem.message() + where));
			}
		}
	}

	private void steps() {
		blocks.add(new Block.Heading(2, "Steps"));
		blocks.add(new Block.Table(List.of("Step", "Verdict", "Time", "Evidence"), run.report().steps().stream().map(RunDocument::row).toList()));
	}

	private static List<String> row(Step step) {
		return List.of(step.name(), label(step.verdict()), step.verdict() == StepVerdict.SKIPPED ? "" : seconds(step.elapsed()), step.evidence().lines().findFirst().orElse(""));
	}

	private void transition(Transition transition) {
		boolean there = transition.direction() == Transition.Direction.PATCHING;
		blocks.add(new Block.Heading(2, there ? "Transition to the patch" : "Transition back"));
		String end = switch (transition.ending()) {
			case COMPLETE -> "Complete after ";
			case STUCK -> "Not complete after ";
			case FORCED -> "Forced after ";
		};
		List<TaskSwitch> late = transition.late();
		blocks.add(new Block.Paragraph(end + seconds(transition.duration()) + ", " + transition.tasks().size() + " threads; "
				+ (late.isEmpty() ? "none held it up." : late.size() + " held it up.") + " Times are the guest's."));
		blocks.add(new Block.Timeline(transition));
		if (!late.isEmpty()) {
			blocks.add(new Block.Table(List.of("Thread", "Switched", "What kept it"), late.stream().map(RunDocument::row).toList()));
		}
	}

	private static List<String> row(TaskSwitch task) {
		String switched = task.by().map(by -> "between " + seconds(task.after()) + " and " + seconds(by)).orElse("never by itself");
		return List.of(task.name() + " (" + task.tid() + ")", switched, String.join("; ", task.delays().stream().map(d -> d.describe() + " (from " + seconds(d.first()) + " to " + seconds(d.last()) + ")").toList()));
	}

	private void entries() {
		for (FunctionEntry entry : run.report().seen().entries()) {
			blocks.add(new Block.Heading(2, "Entry of " + entry.function().function() + " of " + entry.function().parent()));
			blocks.add(new Block.Table(List.of("When", "Read from", "Address", "Bytes", "Instruction", "Leads to", "enabled_functions"),
					entry.states().stream().map(RunDocument::row).toList()));
		}
	}

	private static List<String> row(EntryState state) {
		return List.of(state.moment().toString(), state.where(), "0x" + Long.toHexString(state.address()), state.bytes(), state.instruction(),
				String.join(" → ", state.leadsTo()), String.join("; ", state.ftrace()));
	}

	private void trace() {
		run.report().seen().trace().ifPresent(trace -> {
			blocks.add(new Block.Heading(2, "Calls of the patched functions, by the tracer " + trace.tracer()));
			blocks.add(new Block.Verbatim(String.join("\n", trace.lines())));
		});
	}

	private void evidence() {
		blocks.add(new Block.Heading(2, "Evidence"));
		for (Step step : run.report().steps()) {
			if (step.evidence().lines().count() > 1) {
				blocks.add(new Block.Heading(3, step.name()));
				blocks.add(new Block.Verbatim(step.evidence()));
			}
		}
		blocks.add(new Block.Paragraph("What the guest wrote to its console is in " + run.report().consoleLog().getFileName() + "."));
	}
}
