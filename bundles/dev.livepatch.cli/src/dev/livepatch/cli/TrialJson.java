package dev.livepatch.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.livepatch.core.report.JsonReport;
import dev.livepatch.vm.observation.CallCost;
import dev.livepatch.vm.observation.Cost;
import dev.livepatch.vm.observation.Observations;
import dev.livepatch.vm.observation.PauseWindow;
import dev.livepatch.vm.observation.ScenarioResult;
import dev.livepatch.vm.observation.Stress;
import dev.livepatch.vm.observation.Taint;

/** What trials showed, as members of the verification's JSON document. */
final class TrialJson {
	private TrialJson() {
	}

	/** Adds {@code stress} and {@code cost} where there are any. */
	static void put(ObjectNode root, Observations seen) {
		seen.stress().ifPresent(s -> stress(root.putObject("stress"), s));
		seen.cost().ifPresent(c -> cost(root.putObject("cost"), c));
	}

	private static void stress(ObjectNode node, Stress stress) {
		ArrayNode scenarios = node.putArray("scenarios");
		for (ScenarioResult result : stress.scenarios()) {
			ObjectNode one = scenarios.addObject();
			one.put("scenario", label(result.scenario()));
			one.put("verdict", label(result.verdict()));
			one.put("rounds", result.rounds());
			one.put("seconds", JsonReport.seconds(result.elapsed()));
			result.deviations().forEach(one.putArray("deviations")::add);
			one.put("note", result.note());
		}
		taints(node.putArray("taintsBefore"), stress.before());
		taints(node.putArray("taintsAfter"), stress.after());
	}

	private static void taints(ArrayNode array, Set<Taint> taints) {
		taints.forEach(t -> array.add(String.valueOf(t.letter())));
	}

	private static void cost(ObjectNode node, Cost cost) {
		ArrayNode windows = node.putArray("windows");
		for (PauseWindow window : cost.windows()) {
			ObjectNode one = windows.addObject();
			one.put("load", label(window.load()));
			one.put("event", label(window.event()));
			one.put("length", window.length().toNanos());
			one.put("spinning", window.spinning().toNanos());
			one.put("sleeping", window.sleeping().toNanos());
			window.request().ifPresent(r -> one.put("request", r.toNanos()));
			window.transition().ifPresent(t -> one.put("transition", t.toNanos()));
		}
		cost.call().ifPresent(c -> call(node.putObject("call"), c));
		cost.loop().ifPresent(c -> call(node.putObject("loop"), c));
		cost.memory().ifPresent(m -> node.put("memory", m));
	}

	private static void call(ObjectNode node, CallCost cost) {
		node.put("what", cost.what());
		times(node.putArray("without"), cost.without());
		times(node.putArray("with"), cost.with());
	}

	private static void times(ArrayNode array, List<Duration> times) {
		times.forEach(t -> array.add(t.toNanos()));
	}

	private static String label(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}
}
