package dev.livepatch.core.report;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.livepatch.core.module.Callback;
import dev.livepatch.core.module.KernelMatch;
import dev.livepatch.core.module.KernelMatch.Target;
import dev.livepatch.core.module.LivePatch;
import dev.livepatch.core.module.ModuleFacts;
import dev.livepatch.core.module.ModuleSection;
import dev.livepatch.core.module.ModuleVerdict;
import dev.livepatch.core.module.NeededSymbol;
import dev.livepatch.core.module.PatchRelocation;
import dev.livepatch.core.module.PatchedFunction;
import dev.livepatch.core.module.ShadowId;
import dev.livepatch.core.module.ShadowUse;

/** A module's file as one JSON document; its form is described in {@code docs/json.md}. */
public final class ModuleJson {

	private ModuleJson() {
	}

	/** Ends with a newline; the same document for the same file and kernel. */
	public static String write(ModuleFacts facts, Optional<KernelMatch> match) {
		ModuleVerdict verdict = ModuleVerdict.of(facts, match);
		ObjectNode root = JsonReport.document();
		root.put("verdict", label(verdict.level())).put("headline", verdict.headline());
		verdict.reasons().forEach(root.putArray("reasons")::add);
		root.put("name", facts.name()).put("module", facts.module()).put("livePatch", facts.patch().isPresent()).put("signed", facts.signature().isPresent());
		ArrayNode info = root.putArray("info");
		facts.info().fields().forEach(f -> info.addObject().put("name", f.name()).put("value", f.value()));
		match.ifPresent(m -> root.putObject("kernel").put("release", m.release()).put("vermagic", m.vermagic()).put("magic", label(m.magic())));
		facts.patch().ifPresent(p -> patch(p, match, root.putObject("patch")));
		ArrayNode needed = root.putArray("needed");
		facts.needed().forEach(n -> needed(n, match, needed.addObject()));
		ArrayNode sections = root.putArray("sections");
		for (ModuleSection section : facts.sections()) {
			sections.addObject().put("name", section.name()).put("size", section.size()).put("residence", label(section.residence()));
		}
		root.putObject("size").put("kept", facts.keptSize()).put("freed", facts.freedSize()).put("file", facts.fileSize());
		return JsonReport.text(root);
	}

	private static void patch(LivePatch patch, Optional<KernelMatch> match, ObjectNode node) {
		node.put("maker", patch.maker().toString());
		patch.replace().ifPresent(r -> node.put("replace", r));
		ArrayNode functions = node.putArray("functions");
		for (PatchedFunction f : patch.functions()) {
			ObjectNode one = functions.addObject().put("object", f.object()).put("function", f.function()).put("sympos", f.sympos()).put("newSize", f.newSize()).put("oldSize", f.oldSize());
			presence(Target.of(f), match, one);
		}
		ArrayNode callbacks = node.putArray("callbacks");
		for (Callback c : patch.callbacks()) {
			callbacks.addObject().put("object", c.object()).put("moment", c.moment().toString()).put("function", c.function());
		}
		ArrayNode relocations = node.putArray("relocations");
		for (PatchRelocation r : patch.relocations()) {
			ObjectNode one = relocations.addObject().put("object", r.object()).put("section", r.section()).put("offset", r.offset()).put("function", r.function())
					.put("symbolObject", r.symbolObject()).put("symbol", r.symbol()).put("sympos", r.sympos()).put("type", r.type());
			presence(Target.of(r), match, one);
		}
		ArrayNode shadows = node.putArray("shadowVariables");
		for (ShadowUse s : patch.shadows()) {
			ObjectNode one = shadows.addObject().put("function", s.function()).put("call", s.call());
			switch (s.id()) {
				case ShadowId.Constant constant -> one.put("id", constant.toString());
				case ShadowId.Varying varying -> {
				}
				case ShadowId.Unread unread -> one.put("idUnread", unread.why());
			}
		}
	}

	private static void needed(NeededSymbol symbol, Optional<KernelMatch> match, ObjectNode node) {
		node.put("name", symbol.name()).put("version", symbol.version().orElse(""));
		match.flatMap(m -> m.of(symbol)).ifPresent(m -> node.put("state", label(m.state())).put("exporter", m.exporter()).put("kernelVersion", m.version()));
	}

	private static void presence(Target target, Optional<KernelMatch> match, ObjectNode node) {
		match.filter(m -> !target.object().isEmpty()).ifPresent(m -> node.put("state", label(m.presence(target))));
	}

	private static String label(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}
}
