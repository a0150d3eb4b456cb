package dev.livepatch.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.report.JsonReport;
import dev.livepatch.core.report.TextReport;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.Observations;

/** The report of {@code livepatch verify}. */
record VerificationOutput(VerificationReport report, List<Finding> runtimeFindings, List<Finding> checkFindings) {

	/** For a change that never came to a machine. */
	static String notRun(CheckResult result) {
		Outcome outcome = result.verdict() == Verdict.FAILED ? Outcome.ERROR : Outcome.FAILED;
		return document(outcome, List.of(), result.findings(), Observations.NONE);
	}

	int exitCode() {
		return exitCode(report.outcome());
	}

	static int exitCode(Outcome outcome) {
		return switch (outcome) {
			case VERIFIED -> 0;
			case FAILED -> 1;
			case ERROR -> Main.FAILURE;
		};
	}

	String json() {
		return document(report.outcome(), report.steps(), findings(), report.seen());
	}

	/** @param withConsole whether the console's log will be there when the user reads this */
	String text(boolean withConsole) {
		StringBuilder out = new StringBuilder();
		findings().forEach(f -> out.append(TextReport.finding(f)));
		for (Step step : report.steps()) {
			out.append(VerifyCommand.summary(step)).append('\n');
			step.evidence().lines().forEach(line -> out.append("    ").append(line).append('\n'));
		}
		if (withConsole) {
			out.append("console: ").append(report.consoleLog()).append('\n');
		}
		return out.append("verdict: ").append(label(report.outcome())).append('\n').toString();
	}

	private List<Finding> findings() {
		return Stream.concat(checkFindings.stream(), runtimeFindings.stream()).sorted().toList();
	}

	private static String document(Outcome outcome, List<Step> steps, List<Finding> findings, Observations seen) {
		ObjectNode root = JsonReport.document();
		root.put("verdict", label(outcome));
		ArrayNode array = root.putArray("steps");
		for (Step step : steps) {
			ObjectNode node = array.addObject();
			node.put("name", step.name());
			node.put("verdict", step.verdict().name().toLowerCase(Locale.ROOT));
			node.put("seconds", JsonReport.seconds(step.elapsed()));
			node.put("evidence", step.evidence());
		}
		ObservationsJson.write(seen, root);
		TrialJson.put(root, seen);
		root.set("findings", JsonReport.findings(findings));
		return JsonReport.text(root);
	}

	private static String label(Outcome outcome) {
		return outcome.name().toLowerCase(Locale.ROOT);
	}
}
