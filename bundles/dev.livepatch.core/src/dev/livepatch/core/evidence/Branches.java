package dev.livepatch.core.evidence;

import java.util.Optional;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;

/**
 * Calls and jumps from a function to another one of the same section. The assembler fills in their distance without a relocation, so that it changes when
 * functions of the section change places.
 */
final class Branches {
	private static final int FIELD = 4;

	private final ObjectFile object;
	private final Symbol from;
	private final byte[] code;

	Branches(ObjectFile object, Symbol from, byte[] code) {
		this.object = object;
		this.from = from;
		this.code = code;
	}

	/** Where the field that holds this offset ends, if it leads to the same place in both versions; negative if not. */
	int sameTarget(Branches other, int offset) throws ObjectFormatException {
		for (int field = Math.max(1, offset - FIELD + 1); field <= offset; field++) {
			Optional<String> target = target(field);
			if (target.isPresent() && target.equals(other.target(field))) {
				return field + FIELD;
			}
		}
		return -1;
	}

	/** The function and offset that a {@code call}, {@code jmp} or {@code jcc rel32} leads to (Intel SDM volume 2: e8, e9, 0f 80 to 0f 8f). */
	private Optional<String> target(int field) throws ObjectFormatException {
		if (field + FIELD > code.length || !branch(field)) {
			return Optional.empty();
		}
		long to = from.value() + field + FIELD + distance(field);
		Optional<Section> section = object.section(from.section()).filter(Section::executable);
		if (section.isPresent() && (to < from.value() || to >= from.value() + from.size())) {
			for (Symbol symbol : object.symbolsIn(section.get())) {
				if (symbol.type() != SymbolType.SECTION && symbol.value() <= to && to < symbol.value() + symbol.size()) {
					return Optional.of(Names.plain(symbol.name()) + "+" + (to - symbol.value()));
				}
			}
		}
		return Optional.empty();
	}

	private boolean branch(int field) {
		int opcode = code[field - 1] & 0xff;
		return opcode == 0xe8 || opcode == 0xe9 || field > 1 && code[field - 2] == 0x0f && (opcode & 0xf0) == 0x80;
	}

	private int distance(int field) {
		return code[field] & 0xff | (code[field + 1] & 0xff) << 8 | (code[field + 2] & 0xff) << 16 | code[field + 3] << 24;
	}
}
