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
import dev.livepatch.core.object.SymbolType;

/**
 * Finds where two versions of a symbol differ in what they do: bytes outside relocated fields, and what the relocations refer to.
 * Relocations to string sections are compared by the string, since the compiler numbers those anew.
 */
public final class SymbolComparison {
	private static final long SHF_STRINGS = 0x20;
	/** Distance from a PC-relative field to the end of the instruction that holds it, for calls and jumps (x86-64 psABI, R_X86_64_PLT32). */
	private static final int FIELD = 4;

	private final ObjectFile original;
	private final ObjectFile patched;

	public SymbolComparison(ObjectFile original, ObjectFile patched) {
		this.original = original;
		this.patched = patched;
	}

	/** Offset in bytes from the start of the patched symbol to the first difference; empty if there is none. */
	public OptionalLong firstDifference(Symbol before, Symbol after) throws ObjectFormatException {
		Optional<Relocation> relocation = firstRelocationDifference(before, after);
		OptionalLong bytes = firstByteDifference(before, after);
		OptionalLong target = relocation.isPresent() ? OptionalLong.of(relocation.get().offset() - after.value()) : OptionalLong.empty();
		if (bytes.isEmpty() || target.isEmpty()) {
			return bytes.isPresent() ? bytes : target;
		}
		return OptionalLong.of(Math.min(bytes.getAsLong(), target.getAsLong()));
	}

	/** The first relocation of the patched symbol that refers to something the original's does not. */
	public Optional<Relocation> firstRelocationDifference(Symbol before, Symbol after) throws ObjectFormatException {
		List<Relocation> old = relocations(original, before);
		List<Relocation> now = relocations(patched, after);
		for (int i = 0; i < now.size(); i++) {
			if (i >= old.size() || !target(original, old.get(i)).equals(target(patched, now.get(i)))) {
				return Optional.of(now.get(i));
			}
		}
		return Optional.empty();
	}

	private OptionalLong firstByteDifference(Symbol before, Symbol after) throws ObjectFormatException {
		if (isBss(original, before) || isBss(patched, after)) {
			return before.size() == after.size() ? OptionalLong.empty() : OptionalLong.of(0);
		}
		byte[] old = bytes(original, before);
		byte[] now = bytes(patched, after);
		for (int i = 0; i < Math.min(old.length, now.length); i++) {
			if (old[i] != now[i]) {
				return OptionalLong.of(i);
			}
		}
		return old.length == now.length ? OptionalLong.empty() : OptionalLong.of(Math.min(old.length, now.length));
	}

	/** What a relocation refers to, in words that survive renumbering. */
	public static String target(ObjectFile object, Relocation relocation) throws ObjectFormatException {
		Symbol symbol = relocation.symbol();
		Optional<Section> home = object.section(symbol.section());
		if (symbol.type() != SymbolType.SECTION || home.isEmpty()) {
			return symbol.name().replaceFirst("\\.\\d+$", "") + "+" + relocation.addend();
		}
		Section section = home.get();
		long offset = relocation.addend() + (pcRelative(relocation) ? FIELD : 0);
		if ((section.flags() & SHF_STRINGS) != 0) {
			return '"' + string(object.data(section), offset) + '"';
		}
		for (Symbol inside : object.symbolsIn(section)) {
			if (inside.type() != SymbolType.SECTION && inside.value() <= offset && offset < inside.value() + inside.size()) {
				return inside.name().replaceFirst("\\.\\d+$", "") + "+" + (offset - inside.value());
			}
		}
		return section.name() + "+" + offset;
	}

	private static String string(ByteBuffer data, long offset) {
		if (offset < 0 || offset >= data.limit()) {
			return "";
		}
		StringBuilder text = new StringBuilder();
		for (int i = (int) offset; i < data.limit() && data.get(i) != 0; i++) {
			text.append((char) (data.get(i) & 0xff));
		}
		return text.toString();
	}

	private static boolean isBss(ObjectFile object, Symbol symbol) throws ObjectFormatException {
		return section(object, symbol).type() == Section.NOBITS;
	}

	/** The relocations within a symbol, by offset, which counts from the beginning of its section. */
	public static List<Relocation> relocations(ObjectFile object, Symbol symbol) throws ObjectFormatException {
		return object.relocations(section(object, symbol)).stream()
				.filter(r -> r.offset() >= symbol.value() && r.offset() < symbol.value() + symbol.size()).toList();
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

	private static boolean pcRelative(Relocation relocation) {
		return relocation.type() == Relocation.R_X86_64_PC32 || relocation.type() == Relocation.R_X86_64_PLT32;
	}

	private static int fieldSize(Relocation relocation) {
		return switch (relocation.type()) {
			case Relocation.R_X86_64_64, Relocation.R_X86_64_PC64 -> 8;
			case Relocation.R_X86_64_NONE -> 0;
			default -> 4;
		};
	}
}
