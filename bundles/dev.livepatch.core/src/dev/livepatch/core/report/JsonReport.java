package dev.livepatch.core.report;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.module.ShadowId;
import dev.livepatch.core.module.ShadowUse;

/** The outcome of a check as one JSON document; its form is described in {@code docs/json.md}. */
public final class JsonReport {
	/** Raised when a member changes its meaning or goes; new members do not raise it. */
	public static final int SCHEMA_VERSION = 1;

	private JsonReport() {
	}

	/** Ends with a newline; the same document for the same result, but for the timings. */
	public static String write(CheckResult result) {
		return text(document(result));
	}

	/** For users with something to add. */
	public static ObjectNode document(CheckResult result) {
		ObjectNode root = document();
		root.put("verdict", result.verdict().toString());
		ArrayNode objects = root.putArray("objects");
		Map<Finding, Integer> all = new HashMap<>();
		for (Finding finding : result.findings()) {
			all.put(finding.offering(List.of()), all.size());
		}
		for (ObjectReport object : result.objects()) {
			object(objects.addObject(), object, all);
		}
		root.set("findings", findings(result.findings()));
		ObjectNode timings = root.putObject("timings");
		for (Map.Entry<String, Duration> timing : result.timings().entrySet()) {
			timings.put(timing.getKey(), seconds(timing.getValue()));
		}
		return root;
	}

	private static void object(ObjectNode node, ObjectReport object, Map<Finding, Integer> all) {
		node.put("path", object.path());
		node.put("source", object.source());
		node.put("parent", object.parent().name());
		node.put("verdict", object.verdict().toString());
		strings(node.putArray("changed"), object.changed());
		strings(node.putArray("new"), object.added());
		causes(node.putArray("causes"), object.causes());
		ArrayNode places = node.putArray("places");
		new TreeMap<>(object.places()).forEach((function, place) -> place(places.addObject().put("function", function), place));
		ArrayNode variables = node.putArray("variables");
		object.variables().forEach(v -> place(variables.addObject().put("name", v.name()).put("function", v.function()).put("size", v.size()).put("constant", v.constant()), v.place()));
		ArrayNode callbacks = node.putArray("callbacks");
		object.extracted().callbacks().forEach(c -> callbacks.addObject().put("moment", c.moment().toString()).put("function", c.function()));
		ArrayNode shadows = node.putArray("shadows");
		for (ShadowUse use : object.extracted().shadows()) {
			ObjectNode shadow = shadows.addObject().put("function", use.function()).put("call", use.call());
			switch (use.id()) {
				case ShadowId.Constant constant -> shadow.put("id", constant.value());
				case ShadowId.Varying varying -> {
				}
				case ShadowId.Unread unread -> shadow.put("idUnread", unread.why());
			}
		}
		ArrayNode findings = node.putArray("findings");
		object.findings().stream().filter(all::containsKey).forEach(f -> findings.add(all.get(f)));
	}

	private static void place(ObjectNode node, SourcePlace place) {
		node.put("file", place.file()).put("line", place.line());
	}

	private static void causes(ArrayNode array, List<Cause> causes) {
		for (Cause cause : causes) {
			ObjectNode node = array.addObject();
			node.put("function", cause.function());
			node.put("reason", cause.reason().toString());
			node.put("file", cause.place().file());
			node.put("line", cause.place().line());
			node.put("brief", cause.brief());
			node.put("message", cause.text());
		}
	}

	/** A new document with its schema version. */
	public static ObjectNode document() {
		return JsonNodeFactory.instance.objectNode().put("schemaVersion", SCHEMA_VERSION);
	}

	public static ArrayNode findings(List<Finding> findings) {
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		for (Finding finding : findings) {
			ObjectNode node = array.addObject();
			node.put("rule", finding.rule().id());
			node.put("severity", finding.severity().toString());
			node.put("file", finding.file());
			node.put("line", finding.line());
			node.put("function", finding.function());
			node.put("subject", finding.subject());
			node.put("message", finding.message());
			node.put("fix", finding.fix());
			ArrayNode related = node.putArray("related");
			finding.related().forEach(r -> related.addObject().put("name", r.what()).put("file", r.place().file()).put("line", r.place().line()));
			ArrayNode offers = node.putArray("quickFixes");
			finding.offers().forEach(o -> offers.addObject().put("kind", o.kind()).put("title", o.title()));
		}
		return array;
	}

	/** Milliseconds are as fine as the measurement. */
	public static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

	public static String text(ObjectNode document) {
		return document.toPrettyString() + "\n";
	}

	private static void strings(ArrayNode array, Collection<String> values) {
		values.forEach(array::add);
	}
}
