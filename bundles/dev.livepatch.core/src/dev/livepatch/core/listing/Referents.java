package dev.livepatch.core.listing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.Names;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;

/** Names for what instructions refer to: those of the source, without what the compiler numbers anew; and by their contents what has none. */
record Referents(ObjectFile object) {
	private static final long SHF_MERGE = 0x10;
	private static final long SHF_STRINGS = 0x20;
	private static final int LONGEST_TEXT = 120;
	private static final int LONGEST_CONSTANT = 64;
	private static final int POINTER = 8;
	/** A compiler's switch table is as long as its cases are apart; beyond this it makes none. */
	private static final int LONGEST_TABLE = 4096;

	/** Where a reference leads: a section of the object and an offset in it. */
	record Target(Section section, long offset) {
	}

	static boolean relative(Relocation relocation) {
		return relocation.type() == Relocation.R_X86_64_PC32 || relocation.type() == Relocation.R_X86_64_PLT32;
	}

	/**
	 * Where a reference of code leads; empty if out of the object.
	 *
	 * @param end of the instruction, in its section: what relative references count from
	 */
	Optional<Target> target(Relocation relocation, long end) {
		return object.section(relocation.symbol().section()).map(s -> new Target(s, relocation.symbol().value() + distance(relocation, end)));
	}

	private static long distance(Relocation relocation, long end) {
		return relocation.addend() + (relative(relocation) ? end - relocation.offset() : 0);
	}

	String name(Relocation relocation, long end) throws ObjectFormatException {
		Symbol symbol = relocation.symbol();
		Optional<Target> target = target(relocation, end);
		if (target.isEmpty() || symbol.type() != SymbolType.SECTION && !symbol.name().startsWith(".L")) {
			return Names.plain(symbol.name()) + plus(distance(relocation, end));
		}
		Section section = target.get().section();
		long offset = target.get().offset();
		if ((section.flags() & SHF_STRINGS) != 0) {
			return '"' + text(object.data(section), offset) + '"';
		}
		for (Symbol inside : object.symbolsIn(section)) {
			if (inside.type() != SymbolType.SECTION && inside.value() <= offset && offset < inside.value() + Math.max(1, inside.size())) {
				return Names.plain(inside.name()) + plus(offset - inside.value());
			}
		}
		return (section.flags() & SHF_MERGE) != 0 ? constant(object.data(section), offset, section.alignment()) : Names.plain(section.name()) + plus(offset);
	}

	/** The places of code that a table of addresses at this place lists: those of a switch, as far as they are in the given section. */
	List<Long> table(Target table, Section code) throws ObjectFormatException {
		List<Long> entries = new ArrayList<>();
		for (long at = table.offset(); !table.section().executable() && entries.size() < LONGEST_TABLE; at += POINTER) {
			Optional<Relocation> entry = object.relocation(table.section(), at);
			if (entry.isEmpty() || entry.get().symbol().section() != code.index()) {
				break;
			}
			entries.add(entry.get().symbol().value() + entry.get().addend());
		}
		return entries;
	}

	private static String plus(long offset) {
		return offset == 0 ? "" : (offset < 0 ? "-0x" : "+0x") + Long.toHexString(Math.abs(offset));
	}

	private static String text(ByteBuffer data, long offset) {
		StringBuilder text = new StringBuilder();
		for (long at = offset; at >= 0 && at < data.limit() && data.get((int) at) != 0; at++) {
			if (text.length() >= LONGEST_TEXT) {
				return text.append('…').toString();
			}
			char c = (char) (data.get((int) at) & 0xff);
			switch (c) {
				case '\n' -> text.append("\\n");
				case '\t' -> text.append("\\t");
				case '"', '\\' -> text.append('\\').append(c);
				default -> text.append(c < ' ' || c >= 0x7f ? "\\x" + HexFormat.of().toHexDigits((byte) c) : String.valueOf(c));
			}
		}
		return text.toString();
	}

	private static String constant(ByteBuffer data, long offset, long size) {
		StringBuilder text = new StringBuilder("constant");
		for (long at = offset; at >= 0 && at < Math.min(offset + Math.min(size, LONGEST_CONSTANT), data.limit()); at++) {
			text.append(' ').append(HexFormat.of().toHexDigits(data.get((int) at)));
		}
		return text.toString();
	}
}
