package dev.livepatch.core.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.livepatch.core.module.KernelMatch.SymbolMatch;
import dev.livepatch.core.module.KernelMatch.SymbolState;
import dev.livepatch.core.module.KernelMatch.Target;

/**
 * What a module is, and what the kernel is going to say to it.
 *
 * @param headline a sentence
 * @param reasons  sentences, the weightiest first
 */
public record ModuleVerdict(Level level, String headline, List<String> reasons) {
	private static final int NAMED = 5;

	/** How it will go. */
	public enum Level {
		/** Nothing in the file speaks against loading it. */
		FITS,
		/** It may be loaded, but something about it should be known. */
		WARNING,
		/** The kernel refuses it, or it is no module. */
		REFUSED,
		/** There is no kernel to compare it with. */
		UNKNOWN
	}

	public ModuleVerdict {
		reasons = List.copyOf(reasons);
	}

	/** @param match with the kernel that is meant; empty if none is */
	public static ModuleVerdict of(ModuleFacts facts, Optional<KernelMatch> match) {
		String headline = headline(facts);
		if (!facts.module()) {
			return new ModuleVerdict(Level.REFUSED, headline, List.of("The kernel loads only what was linked as a module (with a section .gnu.linkonce.this_module)."));
		}
		List<String> warnings = warnings(facts);
		if (match.isEmpty()) {
			return new ModuleVerdict(Level.UNKNOWN, headline, Stream.concat(warnings.stream(), Stream.of("No kernel is chosen to compare it with.")).toList());
		}
		List<String> refusals = refusals(facts, match.get());
		String release = match.get().release();
		if (match.get().magic() == KernelMatch.Magic.OTHER_RELEASE) {
			warnings.addFirst("It was built for " + facts.release() + ", and the kernel is " + release + ": the checksums of what it needs decide, but patched code may have changed.");
		}
		if (!refusals.isEmpty()) {
			return new ModuleVerdict(Level.REFUSED, headline, Stream.concat(refusals.stream(), warnings.stream()).toList());
		}
		if (!warnings.isEmpty()) {
			return new ModuleVerdict(Level.WARNING, headline, warnings);
		}
		return new ModuleVerdict(Level.FITS, headline, List.of("Nothing in the file speaks against loading it into " + release + "."));
	}

	private static String headline(ModuleFacts facts) {
		if (!facts.module()) {
			return facts.name() + " is an object file, not a kernel module.";
		}
		String built = facts.release().isEmpty() ? "" : " for " + facts.release();
		if (facts.patch().isEmpty()) {
			return facts.name() + " is an ordinary kernel module" + built + ", not a live patch.";
		}
		List<PatchedFunction> functions = facts.patch().get().functions();
		if (functions.isEmpty()) {
			return facts.name() + " is a live patch" + built + ".";
		}
		String objects = functions.stream().map(PatchedFunction::object).distinct().collect(Collectors.joining(", "));
		return facts.name() + " is a live patch" + built + ": it patches " + counted(functions.size(), "function") + " of " + objects + ".";
	}

	private static List<String> warnings(ModuleFacts facts) {
		List<String> warnings = new ArrayList<>();
		if (facts.patch().isPresent() && facts.patch().get().functions().isEmpty()) {
			warnings.add("What it patches cannot be read: it has no data of kpatch or klp-build, and no static struct klp_patch with debug information.");
		}
		if (!facts.remark().isEmpty()) {
			warnings.add(facts.remark());
		}
		return warnings;
	}

	private static List<String> refusals(ModuleFacts facts, KernelMatch match) {
		List<String> refusals = new ArrayList<>();
		if (match.magic() == KernelMatch.Magic.DIFFERS) {
			refusals.add("The kernel refuses it: its version magic is \"" + facts.vermagic().strip() + "\", the kernel's is \"" + match.vermagic().strip() + "\".");
		}
		symbols(match, SymbolState.DIFFERS).ifPresent(s -> refusals.add("The kernel disagrees about the version of " + s + ": build the patch against this kernel."));
		symbols(match, SymbolState.MISSING).ifPresent(s -> refusals.add("Nothing in the kernel exports " + s + "."));
		symbols(match, SymbolState.NO_VERSION).ifPresent(s -> refusals.add("It has no checksum for " + s + ", and the kernel wants one."));
		if (facts.patch().isPresent()) {
			LivePatch patch = facts.patch().get();
			Stream<Target> targets = Stream.concat(patch.functions().stream().map(Target::of), patch.relocations().stream().map(Target::of)).distinct();
			named(targets.filter(t -> match.presence(t).refused()).map(t -> t.symbol() + " of " + t.object() + " (" + match.presence(t) + ")").toList())
					.ifPresent(t -> refusals.add("Livepatch does not find " + t + "."));
		}
		return refusals;
	}

	private static Optional<String> symbols(KernelMatch match, SymbolState state) {
		return named(match.symbols().values().stream().filter(s -> s.state() == state).map(SymbolMatch::symbol).map(NeededSymbol::name).toList());
	}

	private static Optional<String> named(List<String> names) {
		if (names.isEmpty()) {
			return Optional.empty();
		}
		String some = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
		return Optional.of(names.size() <= NAMED ? some : some + " and " + (names.size() - NAMED) + " more");
	}

	private static String counted(int count, String what) {
		return count + " " + what + (count == 1 ? "" : "s");
	}
}
