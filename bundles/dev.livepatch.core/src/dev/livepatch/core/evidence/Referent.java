package dev.livepatch.core.evidence;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;

/** What a relocation refers to, in words that survive renumbering: strings and unnamed constants by what they hold, everything else by name. */
final class Referent {
	private static final long SHF_MERGE = 0x10;
	private static final long SHF_STRINGS = 0x20;
	/** Distance from a PC-relative field to the end of the field (x86-64 psABI, R_X86_64_PC32). */
	private static final int FIELD = 4;
	private static final int POINTER = 8;
	/** A compiler's switch table is as long as its cases are apart; beyond this it makes none. */
	private static final int LONGEST_TABLE = 4096;

	private Referent() {
	}

	/** Where the section that the relocation applies to is not known to matter: neither for operands behind the field nor for switch tables. */
	static String of(ObjectFile object, Relocation relocation) throws ObjectFormatException {
		return of(object, Optional.empty(), relocation);
	}

	/** @param from the section that the relocation applies to */
	static String of(ObjectFile object, Section from, Relocation relocation) throws ObjectFormatException {
		return of(object, Optional.of(from), relocation);
	}

	private static String of(ObjectFile object, Optional<Section> from, Relocation relocation) throws ObjectFormatException {
		Symbol symbol = relocation.symbol();
		Optional<Section> home = object.section(symbol.section());
		boolean unnamed = symbol.type() == SymbolType.SECTION || symbol.name().startsWith(".L");
		if (!unnamed || home.isEmpty()) {
			return Names.plain(symbol.name()) + "+" + relocation.addend();
		}
		Section section = home.get();
		boolean text = (section.flags() & SHF_STRINGS) != 0;
		// a PC-relative field counts from the end of its instruction, which may hold more behind the field
		long offset = symbol.value() + relocation.addend() + (pcRelative(relocation) ? FIELD + (from.isPresent() ? immediateBehind(object, from.get(), relocation.offset()) : 0) : 0);
		if (text) {
			return '"' + string(object.data(section), offset) + '"';
		}
		for (Symbol inside : object.symbolsIn(section)) {
			if (inside.type() != SymbolType.SECTION && inside.value() <= offset && offset < inside.value() + inside.size()) {
				return Names.plain(inside.name()) + "+" + (offset - inside.value());
			}
		}
		if ((section.flags() & SHF_MERGE) != 0) {
			return constant(object.data(section), offset, section.alignment());
		}
		List<Long> table = section.executable() || from.isEmpty() ? List.of() : table(object, section, offset, from.get());
		return table.isEmpty() ? Names.plain(section.name()) + "+" + offset : "switch table " + table;
	}

	static boolean pcRelative(Relocation relocation) {
		return relocation.type() == Relocation.R_X86_64_PC32 || relocation.type() == Relocation.R_X86_64_PLT32;
	}

	/**
	 * Bytes of an immediate operand behind a {@code disp32(%rip)} at this place (Intel SDM volume 2, 2.1 and appendix A: the opcodes of the one-byte map that have
	 * an {@code Ib} or {@code Iz} behind a ModRM byte, and those of the two-byte map).
	 */
	private static int immediateBehind(ObjectFile object, Section section, long field) throws ObjectFormatException {
		ByteBuffer data = object.data(section);
		if (!section.executable() || field < 2 || field > data.limit() || (data.get((int) field - 1) & 0xc7) != 0x05) {
			return 0;
		}
		int at = (int) field;
		int opcode = data.get(at - 2) & 0xff;
		int modRm = data.get(at - 1) & 0x38;
		boolean twoBytes = at > 2 && data.get(at - 3) == 0x0f;
		int word = operandSize(data, at - 3);
		if (twoBytes) {
			return switch (opcode) {
				case 0x70, 0x71, 0x72, 0x73, 0xa4, 0xac, 0xba, 0xc2, 0xc4, 0xc5, 0xc6 -> 1;
				default -> 0;
			};
		}
		return switch (opcode) {
			case 0x6b, 0x80, 0x83, 0xc0, 0xc1, 0xc6 -> 1;
			case 0x69, 0x81, 0xc7 -> word;
			case 0xf6 -> modRm <= 0x08 ? 1 : 0;
			case 0xf7 -> modRm <= 0x08 ? word : 0;
			default -> 0;
		};
	}

	private static int operandSize(ByteBuffer data, int before) {
		int at = before >= 0 && (data.get(before) & 0xf0) == 0x40 ? before - 1 : before;
		return at >= 0 && data.get(at) == 0x66 ? 2 : 4;
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

	private static String constant(ByteBuffer data, long offset, long size) {
		StringBuilder text = new StringBuilder("constant");
		for (long at = offset; at >= 0 && at < Math.min(offset + size, data.limit()); at++) {
			text.append(String.format(" %02x", data.get((int) at)));
		}
		return text.toString();
	}

	/** Where in its own function code jumps to through a table of addresses; of several tables in a row, each function has its own. */
	private static List<Long> table(ObjectFile object, Section section, long offset, Section from) throws ObjectFormatException {
		List<Long> entries = new ArrayList<>();
		long function = -1;
		for (long at = offset; entries.size() < LONGEST_TABLE; at += POINTER) {
			Optional<Relocation> entry = object.relocation(section, at);
			if (entry.isEmpty() || entry.get().symbol().section() != from.index()) {
				break;
			}
			long target = entry.get().symbol().value() + entry.get().addend();
			long start = function(object, from, target);
			if (function >= 0 && start != function) {
				break;
			}
			function = start;
			entries.add(target - start);
		}
		return entries;
	}

	/** Where the function begins that holds this place; 0 if none does. */
	private static long function(ObjectFile object, Section section, long place) throws ObjectFormatException {
		return object.symbolsIn(section).stream().filter(s -> s.function() && s.value() <= place && place - s.value() < s.size()).mapToLong(Symbol::value).findFirst().orElse(0);
	}
}
