package dev.livepatch.core.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.evidence.AddressTaken;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionSignature;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Symbol;

/** Finds functions that code outside the patch can reach, by name or through a pointer, and that are called otherwise than before. */
public final class SignatureChanges {

	/**
	 * A function with other parameters or another result.
	 *
	 * @param text           the old and the new type, in words
	 * @param throughPointer whether its address is stored or handed out
	 */
	public record Change(FunctionSignature before, FunctionSignature after, String text, boolean throughPointer) {
	}

	private SignatureChanges() {
	}

	/** In the original's order. */
	public static List<Change> between(ObjectFile object, DebugInfo original, DebugInfo patched) throws ObjectFormatException {
		Map<String, FunctionSignature> now = new HashMap<>();
		patched.signatures().forEach(s -> now.put(s.name(), s));
		List<Change> changes = new ArrayList<>();
		AddressTaken taken = null;
		for (FunctionSignature before : original.signatures()) {
			FunctionSignature after = now.get(before.name());
			Optional<Symbol> symbol = object.symbol(before.name()).filter(Symbol::defined);
			if (after == null || symbol.isEmpty() || before.resolved().equals(after.resolved())) {
				continue;
			}
			// all relocations are read only where something changed
			taken = taken == null ? new AddressTaken(object) : taken;
			boolean throughPointer = taken.of(symbol.get());
			if (before.external() || throughPointer) {
				boolean behind = before.text().equals(after.text());
				changes.add(new Change(before, after, behind ? before.resolved() + " to " + after.resolved() : before.text() + " to " + after.text(), throughPointer));
			}
		}
		return changes;
	}
}
