package dev.livepatch.core.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.livepatch.core.module.Callback;
import dev.livepatch.core.module.KernelMatch;
import dev.livepatch.core.module.KernelMatch.Target;
import dev.livepatch.core.module.LivePatch;
import dev.livepatch.core.module.ModuleFacts;
import dev.livepatch.core.module.ModuleSection.Residence;
import dev.livepatch.core.module.ModuleVerdict;
import dev.livepatch.core.module.PatchRelocation;
import dev.livepatch.core.module.PatchedFunction;
import dev.livepatch.core.module.ShadowId;
import dev.livepatch.core.module.ShadowUse;

/** A module's file as a terminal shows it. */
public final class ModuleText {
	private final StringBuilder out = new StringBuilder();
	private final Optional<KernelMatch> match;

	private ModuleText(Optional<KernelMatch> match) {
		this.match = match;
	}

	/** Ends with a newline. What the file names is written without control characters. */
	public static String write(ModuleFacts facts, Optional<KernelMatch> match) {
		ModuleText text = new ModuleText(match);
		text.write(facts);
		return text.out.toString();
	}

	private void write(ModuleFacts facts) {
		ModuleVerdict verdict = ModuleVerdict.of(facts, match);
		line(verdict.headline());
		verdict.reasons().forEach(r -> line("  " + r));
		line("");
		facts.info().fields().forEach(f -> line(f.name() + ": " + f.value()));
		line("signature: " + facts.signature().map(s -> "yes (" + s.size() + " bytes)").orElse("no"));
		facts.patch().ifPresent(this::patch);
		heading("needed symbols", facts.needed().size());
		facts.needed().forEach(n -> line("  " + n.name() + "  " + n.version().orElse("") + match.flatMap(m -> m.of(n)).map(m -> "  " + m.state() + "  " + m.exporter()).orElse("")));
		heading("sections", facts.sections().size());
		facts.sections().stream().filter(s -> s.residence() != Residence.FILE && s.size() > 0)
				.forEach(s -> line(String.format(Locale.ROOT, "  %8d  %s  (%s)", s.size(), s.name(), s.residence())));
		line(String.format(Locale.ROOT, "  %8d  kept in memory", facts.keptSize()));
		line(String.format(Locale.ROOT, "  %8d  freed after load", facts.freedSize()));
		line(String.format(Locale.ROOT, "  %8d  the file", facts.fileSize()));
	}

	private void patch(LivePatch patch) {
		line("made by: " + patch.maker());
		line("replace: " + patch.replace().map(r -> r ? "yes" : "no").orElse("cannot be read"));
		heading("patched functions", patch.functions().size());
		for (PatchedFunction f : patch.functions()) {
			line("  " + f.object() + ":" + f.function() + position(f.sympos()) + "  " + f.newSize() + " bytes" + (f.oldSize() > 0 ? ", " + f.oldSize() + " before" : "") + presence(Target.of(f)));
		}
		heading("callbacks", patch.callbacks().size());
		for (Callback c : patch.callbacks()) {
			line("  " + c.object() + ": " + c.moment() + " " + c.function());
		}
		heading("livepatch relocations", patch.relocations().size());
		patch.relocations().stream().collect(Collectors.groupingBy(ModuleText::reference, LinkedHashMap::new, Collectors.toList())).forEach((reference, all) -> line("  " + reference
				+ (all.size() == 1 ? "" : ", " + all.size() + " times") + presence(Target.of(all.getFirst()))));
		List<ShadowUse> shadows = patch.shadows();
		heading("shadow variables", shadows.size());
		shadows.forEach(s -> line("  " + s.function() + ": " + s.call() + " " + switch (s.id()) {
			case ShadowId.Constant constant -> "id " + constant;
			case ShadowId.Varying varying -> "id is " + varying;
			case ShadowId.Unread unread -> "id is " + unread;
		}));
	}

	private static String reference(PatchRelocation relocation) {
		return relocation.object() + ": " + relocation.section() + " -> " + relocation.symbolObject() + ":" + relocation.symbol() + position(relocation.sympos());
	}

	private static String position(long sympos) {
		return sympos == 0 ? "" : "," + sympos;
	}

	private String presence(Target target) {
		return target.object().isEmpty() ? "" : match.map(m -> "  " + m.presence(target)).orElse("");
	}

	private void heading(String what, int count) {
		line(what + ": " + (count == 0 ? "none" : count));
	}

	private void line(String text) {
		text.codePoints().map(c -> Character.isISOControl(c) ? '\uFFFD' : c).forEach(out::appendCodePoint);
		out.append('\n');
	}
}
