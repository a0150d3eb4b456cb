package dev.livepatch.core.evidence;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/**
 * Finds where two versions of a symbol differ in what they do: bytes outside relocated fields, and what the relocations refer to.
 * What the compiler numbers anew is compared by what it holds, and a call within the section by where it leads.
 */
public final class SymbolComparison {
	private final ObjectFile original;
	private final ObjectFile patched;

	public SymbolComparison(ObjectFile original, ObjectFile patched) {
		this.original = original;
		this.patched = patched;
	}

	/** Offset in bytes from the start of the symbol to the first difference; empty if there is none. */
	public OptionalLong firstDifference(Symbol before, Symbol after) throws ObjectFormatException {
		OptionalLong bytes = firstByteDifference(before, after);
		OptionalLong reference = firstReferenceDifference(before, after);
		if (bytes.isEmpty() || reference.isEmpty()) {
			return bytes.isPresent() ? bytes : reference;
		}
		return OptionalLong.of(Math.min(bytes.getAsLong(), reference.getAsLong()));
	}

	/** The first relocation of the patched symbol that refers to something the original's does not; empty also where, before it, the original refers to something and the patched does not. */
	public Optional<Relocation> firstRelocationDifference(Symbol before, Symbol after) throws ObjectFormatException {
		OptionalLong at = firstReferenceDifference(before, after);
		return at.isEmpty() ? Optional.empty() : relocations(patched, after).stream().filter(r -> r.offset() - after.value() == at.getAsLong()).findFirst();
	}

	private OptionalLong firstReferenceDifference(Symbol before, Symbol after) throws ObjectFormatException {
		List<Relocation> old = relocations(original, before);
		List<Relocation> now = relocations(patched, after);
		Section oldSection = section(original, before);
		Section nowSection = section(patched, after);
		for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
			long oldPlace = i < old.size() ? old.get(i).offset() - before.value() : Long.MAX_VALUE;
			long nowPlace = i < now.size() ? now.get(i).offset() - after.value() : Long.MAX_VALUE;
			if (oldPlace != nowPlace || old.get(i).type() != now.get(i).type()
					|| !Referent.of(original, oldSection, old.get(i)).equals(Referent.of(patched, nowSection, now.get(i)))) {
				return OptionalLong.of(Math.min(oldPlace, nowPlace));
			}
		}
		return OptionalLong.empty();
	}

	/** What a relocation of code refers to, in words that survive renumbering. */
	public static String target(ObjectFile object, Relocation relocation) throws ObjectFormatException {
		return Referent.of(object, relocation);
	}

	private OptionalLong firstByteDifference(Symbol before, Symbol after) throws ObjectFormatException {
		if (isBss(original, before) || isBss(patched, after)) {
			return before.size() == after.size() ? OptionalLong.empty() : OptionalLong.of(0);
		}
		byte[] old = bytes(original, before);
		byte[] now = bytes(patched, after);
		Branches oldBranches = new Branches(original, before, old);
		Branches nowBranches = new Branches(patched, after, now);
		for (int i = 0; i < Math.min(old.length, now.length); i++) {
			if (old[i] != now[i]) {
				int behind = oldBranches.sameTarget(nowBranches, i);
				if (behind < 0) {
					return OptionalLong.of(i);
				}
				i = behind - 1;
			}
		}
		return old.length == now.length ? OptionalLong.empty() : OptionalLong.of(Math.min(old.length, now.length));
	}

	private static boolean isBss(ObjectFile object, Symbol symbol) throws ObjectFormatException {
		return section(object, symbol).type() == Section.NOBITS;
	}

	/** The relocations within a symbol, by offset, which counts from the beginning of its section. */
	public static List<Relocation> relocations(ObjectFile object, Symbol symbol) throws ObjectFormatException {
		return object.relocations(section(object, symbol), symbol.value(), symbol.value() + symbol.size());
	}

	/** The symbol's bytes with zeros for whatever a relocation fills in. */
	public static byte[] bytes(ObjectFile object, Symbol symbol) throws ObjectFormatException {
		ByteBuffer data = object.data(section(object, symbol));
		int start = (int) Math.min(symbol.value(), data.limit());
		byte[] bytes = new byte[(int) Math.min(symbol.size(), data.limit() - start)];
		data.duplicate().position(start).get(bytes);
		for (Relocation relocation : relocations(object, symbol)) {
			int at = (int) (relocation.offset() - symbol.value());
			for (int i = at; i < Math.min(at + fieldSize(relocation), bytes.length); i++) {
				bytes[i] = 0;
			}
		}
		return bytes;
	}

	private static Section section(ObjectFile object, Symbol symbol) {
		return object.section(symbol.section()).orElseThrow(() -> new IllegalArgumentException(symbol.name() + " is not defined in the object"));
	}

	private static int fieldSize(Relocation relocation) {
		return switch (relocation.type()) {
			case Relocation.R_X86_64_64, Relocation.R_X86_64_PC64 -> 8;
			case Relocation.R_X86_64_NONE -> 0;
			default -> 4;
		};
	}
}
