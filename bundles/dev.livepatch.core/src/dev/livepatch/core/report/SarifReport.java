package dev.livepatch.core.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;

/**
 * The findings of a check in the form that code scanning services and editors read: SARIF 2.1.0
 * (<a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">OASIS</a>). Paths are relative to the kernel tree, which the document calls {@code KERNEL}.
 */
public final class SarifReport {
	private static final String SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
	private static final String BASE = "KERNEL";

	private SarifReport() {
	}

	/** Ends with a newline; the same document for the same findings. */
	public static String write(CheckResult result) {
		ObjectNode document = JsonNodeFactory.instance.objectNode().put("$schema", SCHEMA).put("version", "2.1.0");
		ObjectNode run = document.putArray("runs").addObject();
		List<Rule> rules = new ArrayList<>(result.findings().stream().map(Finding::rule).collect(Collectors.toCollection(TreeSet::new)));
		ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "livepatch check");
		ArrayNode described = driver.putArray("rules");
		rules.forEach(rule -> rule(described.addObject(), rule));
		ObjectNode invocation = run.putArray("invocations").addObject();
		invocation.put("executionSuccessful", result.verdict() != Verdict.FAILED).put("exitCode", result.verdict().exitCode()).put("exitCodeDescription", result.verdict().toString());
		run.putObject("originalUriBaseIds").putObject(BASE).putObject("description").put("text", "The kernel's source tree with the change applied");
		run.put("columnKind", "utf16CodeUnits");
		ArrayNode results = run.putArray("results");
		for (Finding finding : result.findings()) {
			result(results.addObject(), finding, rules.indexOf(finding.rule()));
		}
		return JsonReport.text(document);
	}

	private static void rule(ObjectNode node, Rule rule) {
		node.put("id", rule.id());
		node.putObject("shortDescription").put("text", rule.title());
		node.putObject("fullDescription").put("text", rule.explanation());
		if (!rule.remedy().isEmpty()) {
			node.putObject("help").put("text", rule.remedy());
		}
		node.putObject("defaultConfiguration").put("level", level(rule.severity()));
	}

	private static void result(ObjectNode node, Finding finding, int rule) {
		node.put("ruleId", finding.rule().id()).put("ruleIndex", rule).put("level", level(finding.severity()));
		node.putObject("message").put("text", finding.fix().isEmpty() ? finding.message() : finding.message() + ". Fix: " + finding.fix());
		if (!finding.file().isEmpty() || !finding.function().isEmpty()) {
			ObjectNode location = node.putArray("locations").addObject();
			physical(location, finding.file(), finding.line());
			if (!finding.function().isEmpty()) {
				location.putArray("logicalLocations").addObject().put("name", finding.function()).put("kind", "function");
			}
		}
		if (!finding.related().isEmpty()) {
			ArrayNode related = node.putArray("relatedLocations");
			for (Finding.Related other : finding.related()) {
				ObjectNode location = related.addObject().put("id", related.size());
				physical(location, other.place().file(), other.place().line());
				location.putObject("message").put("text", other.what());
			}
		}
		// what stays the same while lines move
		node.putObject("partialFingerprints").put("livepatch/v1", String.join(" ", finding.rule().id(), finding.file(), finding.function(), finding.subject()).strip());
	}

	private static void physical(ObjectNode location, String file, int line) {
		if (!file.isEmpty()) {
			ObjectNode physical = location.putObject("physicalLocation");
			physical.putObject("artifactLocation").put("uri", uri(file)).put("uriBaseId", BASE);
			if (line > 0) {
				physical.putObject("region").put("startLine", line);
			}
		}
	}

	/** A relative path as RFC 3986 has it. */
	private static String uri(String file) {
		try {
			return new URI(null, null, file.startsWith("/") ? file : "/" + file, null).getRawPath().substring(file.startsWith("/") ? 0 : 1);
		} catch (URISyntaxException e) {
			throw new IllegalArgumentException(file, e);
		}
	}

	private static String level(Severity severity) {
		return switch (severity) {
			case ERROR -> "error";
			case WARNING -> "warning";
			case INFO -> "note";
		};
	}
}
