package dev.livepatch.core.report;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.Reason;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.NewVariable;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.module.Callback;
import dev.livepatch.core.module.ExtractedObject;
import dev.livepatch.core.module.ShadowId;
import dev.livepatch.core.module.ShadowUse;

/** Reads what {@link JsonReport} writes. Whatever else it is given, it refuses with an {@link IOException}. */
final class CheckReader {
	private final List<Finding> findings;
	private final Map<String, Path> binaries;

	private CheckReader(List<Finding> findings, Map<String, Path> binaries) {
		this.findings = findings;
		this.binaries = binaries;
	}

	/** @param binaries of the parents, by name; the document does not have them */
	static CheckResult read(JsonNode document, Map<String, Path> binaries) throws IOException {
		if (number(document, "schemaVersion") != JsonReport.SCHEMA_VERSION) {
			throw new IOException("the report is of another version than " + JsonReport.SCHEMA_VERSION);
		}
		List<Finding> findings = list(document, "findings", CheckReader::finding);
		CheckReader reader = new CheckReader(findings.stream().map(f -> f.offering(List.of())).toList(), binaries);
		Map<String, Duration> timings = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> timing : member(document, "timings").properties()) {
			timings.put(timing.getKey(), Duration.ofMillis(Math.round(timing.getValue().asDouble() * 1000)));
		}
		return new CheckResult(choice(document, "verdict", Verdict.values()), list(document, "objects", reader::object), findings, timings);
	}

	private ObjectReport object(JsonNode node) throws IOException {
		String parent = text(node, "parent");
		Map<String, SourcePlace> places = new TreeMap<>();
		for (JsonNode place : member(node, "places")) {
			places.put(text(place, "function"), place(place));
		}
		List<Finding> own = new ArrayList<>();
		for (JsonNode index : member(node, "findings")) {
			if (!index.canConvertToInt() || index.asInt() < 0 || index.asInt() >= findings.size()) {
				throw new IOException("the report has no finding " + index);
			}
			own.add(findings.get(index.asInt()));
		}
		ExtractedObject extracted = new ExtractedObject(list(node, "callbacks", c -> new Callback(choice(c, "moment", Callback.Moment.values()), parent, text(c, "function"))),
				list(node, "shadows", s -> new ShadowUse(text(s, "function"), text(s, "call"), shadowId(s))));
		return new ObjectReport(text(node, "path"), text(node, "source"), new ParentObject(parent, binaries.getOrDefault(parent, Path.of(""))), choice(node, "verdict", Verdict.values()),
				strings(node, "changed"), strings(node, "new"), list(node, "causes", CheckReader::cause), places, list(node, "variables", CheckReader::variable), extracted, own, Optional.empty());
	}

	private static ShadowId shadowId(JsonNode use) throws IOException {
		return use.has("id") ? new ShadowId.Constant(number(use, "id")) : use.has("idUnread") ? new ShadowId.Unread(text(use, "idUnread")) : new ShadowId.Varying();
	}

	private static Cause cause(JsonNode node) throws IOException {
		return new Cause(text(node, "function"), choice(node, "reason", Reason.values()), place(node), text(node, "brief"), text(node, "message"));
	}

	private static NewVariable variable(JsonNode node) throws IOException {
		return new NewVariable(text(node, "name"), text(node, "function"), number(node, "size"), member(node, "constant").asBoolean(), place(node));
	}

	private static Finding finding(JsonNode node) throws IOException {
		String id = text(node, "rule");
		Rule rule = Rule.byId(id).orElseThrow(() -> new IOException("the report names a rule that is not known: " + id));
		return new Finding(rule, choice(node, "severity", Severity.values()), text(node, "file"), (int) number(node, "line"), text(node, "function"), text(node, "subject"), text(node, "message"),
				text(node, "fix"), list(node, "quickFixes", o -> new Finding.Offer(text(o, "kind"), text(o, "title"))),
				list(node, "related", r -> new Finding.Related(text(r, "name"), place(r))));
	}

	private static SourcePlace place(JsonNode node) throws IOException {
		return new SourcePlace(text(node, "file"), (int) number(node, "line"));
	}

	static JsonNode member(JsonNode node, String name) throws IOException {
		JsonNode member = node.get(name);
		if (member == null) {
			throw new IOException("the report lacks \"" + name + "\"");
		}
		return member;
	}

	static String text(JsonNode node, String name) throws IOException {
		return member(node, name).asText();
	}

	static Path path(JsonNode node) throws IOException {
		try {
			return Path.of(node.asText());
		} catch (InvalidPathException e) {
			throw new IOException("the report names no possible path: " + e.getMessage(), e);
		}
	}

	static List<String> strings(JsonNode node, String name) throws IOException {
		return list(node, name, JsonNode::asText);
	}

	private static long number(JsonNode node, String name) throws IOException {
		JsonNode number = member(node, name);
		if (!number.canConvertToLong()) {
			throw new IOException("\"" + name + "\" of the report is no number: " + number);
		}
		return number.asLong();
	}

	private static <T> T choice(JsonNode node, String name, T[] values) throws IOException {
		String label = text(node, name);
		return Arrays.stream(values).filter(v -> v.toString().equals(label)).findFirst().orElseThrow(() -> new IOException("\"" + name + "\" of the report is not known: " + label));
	}

	/** Reads one member of a list. */
	@FunctionalInterface
	private interface Item<T> {
		T read(JsonNode node) throws IOException;
	}

	private static <T> List<T> list(JsonNode node, String name, Item<T> item) throws IOException {
		List<T> list = new ArrayList<>();
		for (JsonNode member : member(node, name)) {
			list.add(item.read(member));
		}
		return list;
	}
}
