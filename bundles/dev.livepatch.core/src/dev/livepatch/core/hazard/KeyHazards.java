package dev.livepatch.core.hazard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/**
 * Finds what is switched on and off by patching code, and cannot be in a live patch: create-diff-object leaves the jump table's entry of a tracepoint or a dynamic debug message out
 * without a word where the key belongs to a module, and all of them for kernels before 5.8 ({@code jump_table_group_filter}).
 */
final class KeyHazards {
	private static final String TRACEPOINT = "__tracepoint_";
	private static final Set<String> DEBUG_SECTIONS = Set.of("__dyndbg", "__verbose");
	/** {@code struct jump_entry}: code, target, key (include/linux/jump_label.h). */
	private static final int ENTRY = 3;

	private KeyHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws IOException {
		Optional<Section> section = evidence.patched().section("__jump_table");
		if (section.isEmpty() || patch.functions().isEmpty()) {
			return List.of();
		}
		Set<String> functions = patch.functions();
		KernelBuild kernel = evidence.source().kernel();
		boolean none = Toolchain.klpArch(kernel.release());
		Map<String, Finding> findings = new LinkedHashMap<>();
		Set<String> debugging = new TreeSet<>();
		List<Reference> table = patch.after().in(section.get());
		for (int i = 0; i + ENTRY <= table.size(); i += ENTRY) {
			String function = References.whole(table.get(i).name());
			Symbol key = table.get(i + ENTRY - 1).target();
			if (!functions.contains(function)) {
				continue;
			}
			if (inDebugSection(evidence.patched(), key)) {
				debugging.add(function);
			} else if (key.name().startsWith(TRACEPOINT) && (none || inModule(key, evidence.object().parent(), kernel))) {
				String event = key.name().substring(TRACEPOINT.length());
				findings.putIfAbsent(function + " " + event, tracepoint(event, function, evidence.places().causeInFunction(function), none));
			}
		}
		List<Finding> result = new ArrayList<>(findings.values());
		debugging.retainAll(patch.changed());
		if (!debugging.isEmpty()) {
			String first = debugging.iterator().next();
			result.add(Finding.of(Rule.DEBUG_RESTARTS, evidence.places().causeInFunction(first),
					"the debug messages of " + String.join(", ", debugging) + " are the patch's own once it is loaded: they start switched off, whatever was switched on").in(PatchCode.plain(first)));
		}
		return result;
	}

	private static Finding tracepoint(String event, String function, SourcePlace place, boolean none) {
		return Finding.of(Rule.TRACEPOINT_INERT, place, "the tracepoint " + event + " in " + function + " never fires once patched: its key "
				+ (none ? "is out of reach for a live patch of this kernel" : "belongs to a module") + ", and the differ leaves the place out of the patch without a word").in(PatchCode.plain(function)).about(event);
	}

	/** By the parent's symbols first, as the differ looks: a module can have a tracepoint of the kernel's name. */
	private static boolean inModule(Symbol key, ParentObject parent, KernelBuild kernel) throws IOException {
		if (parent.isVmlinux()) {
			return false;
		}
		if (key.defined() || ObjectFile.read(parent.binary()).symbol(key.name()).filter(Symbol::defined).isPresent()) {
			return true;
		}
		return kernel.exports().of(key.name()).map(e -> !e.byVmlinux()).orElse(false);
	}

	private static boolean inDebugSection(ObjectFile object, Symbol key) {
		return object.section(key.section()).map(Section::name).filter(DEBUG_SECTIONS::contains).isPresent();
	}
}
