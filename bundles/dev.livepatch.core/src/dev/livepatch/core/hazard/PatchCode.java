package dev.livepatch.core.hazard;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.differ.DifferMessage.ChangedFunction;
import dev.livepatch.core.differ.DifferMessage.NewFunction;
import dev.livepatch.core.differ.DifferMessage.StaticLocalNew;
import dev.livepatch.core.evidence.Names;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.object.ObjectFormatException;

/**
 * The code that a patch would bring into the kernel, as the differ sees it.
 *
 * @param changed functions that are redirected, sorted
 * @param added   functions that only the patch has, sorted
 * @param newStatics static local variables that the differ says are new, as the source names them
 * @param before  what the kernel's own version refers to
 * @param after   what the patched version refers to
 */
record PatchCode(Set<String> changed, Set<String> added, Set<String> newStatics, References before, References after) {

	static PatchCode of(ObjectEvidence evidence, List<DifferMessage> messages) throws ObjectFormatException {
		Set<String> changed = new TreeSet<>();
		Set<String> added = new TreeSet<>();
		Set<String> newStatics = new TreeSet<>();
		for (DifferMessage message : messages) {
			if (message instanceof ChangedFunction function) {
				changed.add(References.whole(function.function()));
			} else if (message instanceof NewFunction function) {
				added.add(References.whole(function.function()));
			} else if (message instanceof StaticLocalNew local) {
				newStatics.add(Names.variable(local.variable()));
			}
		}
		return new PatchCode(changed, added, newStatics, new References(evidence.original()), new References(evidence.patched()));
	}

	/** All functions of the patch. */
	Set<String> functions() {
		Set<String> all = new TreeSet<>(changed);
		all.addAll(added);
		return all;
	}

	/** A function's name in the source, without what gcc appends to that of a clone. */
	static String plain(String symbol) {
		return symbol.replaceFirst("\\.(isra|constprop|lto_priv)\\.\\d+.*$", "");
	}
}
