package dev.livepatch.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.report.JsonReport;
import dev.livepatch.vm.observation.Delay;
import dev.livepatch.vm.observation.EntryState;
import dev.livepatch.vm.observation.FunctionEntry;
import dev.livepatch.vm.observation.FunctionTrace;
import dev.livepatch.vm.observation.Observations;
import dev.livepatch.vm.observation.StackEntry;
import dev.livepatch.vm.observation.StackSurvey;
import dev.livepatch.vm.observation.TaskSwitch;
import dev.livepatch.vm.observation.Transition;

/** What the steps saw, as members of the document of {@code livepatch verify} (docs/json.md). */
final class ObservationsJson {
	private ObservationsJson() {
	}

	static void write(Observations seen, ObjectNode root) {
		seen.stacks().ifPresent(s -> stacks(s, root.putObject("stacks")));
		ArrayNode transitions = root.putArray("transitions");
		seen.transitions().forEach(t -> transition(t, transitions.addObject()));
		ArrayNode entries = root.putArray("entries");
		seen.entries().forEach(e -> entry(e, entries.addObject()));
		seen.trace().ifPresent(t -> trace(t, root.putObject("trace")));
	}

	private static void stacks(StackSurvey survey, ObjectNode node) {
		node.put("processes", survey.processes()).put("threads", survey.tasks().size());
		ArrayNode found = node.putArray("found");
		for (StackSurvey.Found one : survey.found()) {
			ObjectNode task = found.addObject().put("task", one.task().tid()).put("name", one.task().name()).put("state", one.task().state().toString())
					.put("function", one.at().address().function()).put("blocks", one.blocks());
			place(one.at().place(), task);
			strings(task.putArray("stack"), one.task().stack().stream().map(StackEntry::toString).toList());
		}
	}

	private static void transition(Transition transition, ObjectNode node) {
		node.put("direction", label(transition.direction())).put("ending", label(transition.ending()));
		node.put("began", JsonReport.seconds(transition.began())).put("seconds", JsonReport.seconds(transition.duration()));
		ArrayNode tasks = node.putArray("tasks");
		for (TaskSwitch task : transition.tasks()) {
			ObjectNode one = tasks.addObject().put("task", task.tid()).put("name", task.name()).put("after", JsonReport.seconds(task.after()));
			task.by().ifPresent(by -> one.put("by", JsonReport.seconds(by)));
			ArrayNode delays = one.putArray("delays");
			task.delays().forEach(d -> delay(d, delays.addObject()));
		}
		ArrayNode marks = node.putArray("marks");
		transition.marks().forEach(m -> marks.addObject().put("at", JsonReport.seconds(m.at())).put("kind", label(m.kind())).put("text", m.text()));
	}

	private static void delay(Delay delay, ObjectNode node) {
		node.put("reason", label(delay.reason())).put("function", delay.function().orElse(""));
		place(delay.at().flatMap(StackEntry::place), node);
		node.put("first", JsonReport.seconds(delay.first())).put("last", JsonReport.seconds(delay.last()));
	}

	private static void entry(FunctionEntry entry, ObjectNode node) {
		node.put("function", entry.function().function()).put("parent", entry.function().parent());
		ArrayNode states = node.putArray("states");
		for (EntryState state : entry.states()) {
			ObjectNode one = states.addObject().put("moment", label(state.moment())).put("where", state.where()).put("address", "0x" + Long.toHexString(state.address()))
					.put("bytes", state.bytes()).put("instruction", state.instruction());
			strings(one.putArray("leadsTo"), state.leadsTo());
			strings(one.putArray("ftrace"), state.ftrace());
		}
	}

	private static void trace(FunctionTrace trace, ObjectNode node) {
		strings(node.put("tracer", trace.tracer()).putArray("lines"), trace.lines());
	}

	private static void place(Optional<SourcePlace> place, ObjectNode node) {
		node.put("file", place.map(SourcePlace::file).orElse("")).put("line", place.map(SourcePlace::line).orElse(0));
	}

	private static void strings(ArrayNode array, List<String> values) {
		values.forEach(array::add);
	}

	private static String label(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}
}
