package dev.livepatch.core.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.module.KernelMatch.Presence;
import dev.livepatch.core.module.KernelMatch.Target;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;
import dev.livepatch.core.process.Cancellation;

/** Looks for symbols in vmlinux and modules as livepatch will when they are loaded. */
final class TargetFinder {
	private final KernelBuild kernel;
	private final Cancellation cancellation;
	/** By object, how many symbols have a name; empty for an object that is not known. */
	private final Map<String, Optional<Map<String, Integer>>> objects = new HashMap<>();

	TargetFinder(KernelBuild kernel, Cancellation cancellation) {
		this.kernel = kernel;
		this.cancellation = cancellation;
	}

	Map<Target, Presence> find(LivePatch patch) throws IOException {
		Map<Target, Presence> found = new HashMap<>();
		Stream<Target> relocated = patch.relocations().stream().filter(r -> !r.symbolObject().isEmpty()).map(Target::of);
		for (Target target : Stream.concat(patch.functions().stream().map(Target::of), relocated).distinct().toList()) {
			cancellation.check();
			Optional<Map<String, Integer>> counts = counts(target.object());
			found.put(target, counts.isEmpty() ? Presence.UNKNOWN : presence(target, counts.get().getOrDefault(target.symbol(), 0)));
		}
		return found;
	}

	private static Presence presence(Target target, int count) {
		if (count == 0 || target.sympos() > count) {
			return Presence.MISSING;
		}
		return target.sympos() == 0 && count > 1 ? Presence.AMBIGUOUS : Presence.FOUND;
	}

	private Optional<Map<String, Integer>> counts(String object) throws IOException {
		Optional<Map<String, Integer>> known = objects.get(object);
		if (known == null) {
			Optional<Path> binary = object.equals(ParentObject.VMLINUX) ? Optional.of(kernel.vmlinux()) : kernel.moduleFile(object);
			known = binary.isEmpty() ? Optional.empty() : count(new ParentObject(object, binary.get()));
			objects.put(object, known);
		}
		return known;
	}

	private Optional<Map<String, Integer>> count(ParentObject parent) throws IOException {
		Path file;
		try {
			file = kernel.symbolFile(parent);
		} catch (KernelException e) {
			// stripped, and without a debug file: then nobody knows
			return Optional.empty();
		}
		Map<String, Integer> counts = new HashMap<>();
		for (Symbol symbol : ObjectFile.read(file).symbols()) {
			if (symbol.defined() && symbol.type() != SymbolType.SECTION && symbol.type() != SymbolType.FILE) {
				counts.merge(symbol.name(), 1, Integer::sum);
			}
		}
		return Optional.of(counts);
	}
}
