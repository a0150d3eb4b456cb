package dev.livepatch.core.cause;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.SymbolComparison;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;

/** Proves that two versions of a function are the same code that refers to the same things, which have other places or other numbers. */
final class Constants {
	/** Sections {@code .rodata.cstN} hold constants of N bytes each, which the linker merges (ELF gABI, {@code SHF_MERGE}). */
	private static final String MERGED = ".rodata.cst";
	private static final int PC_FIELD = 4;
	private final ObjectFile original;
	private final ObjectFile patched;

	Constants(ObjectFile original, ObjectFile patched) {
		this.original = original;
		this.patched = patched;
	}

	boolean onlyDifference(Symbol before, Symbol after) throws ObjectFormatException {
		List<Relocation> then = SymbolComparison.relocations(original, before);
		List<Relocation> now = SymbolComparison.relocations(patched, after);
		if (then.size() != now.size() || !Arrays.equals(SymbolComparison.bytes(original, before), SymbolComparison.bytes(patched, after))) {
			return false;
		}
		for (int i = 0; i < then.size(); i++) {
			if (!same(then.get(i), now.get(i)) || then.get(i).offset() - before.value() != now.get(i).offset() - after.value()) {
				return false;
			}
		}
		return true;
	}

	private boolean same(Relocation then, Relocation now) throws ObjectFormatException {
		if (SymbolComparison.target(original, then).equals(SymbolComparison.target(patched, now))) {
			return true;
		}
		Optional<ByteBuffer> constant = constant(original, then);
		return constant.isPresent() && constant.equals(constant(patched, now));
	}

	private static Optional<ByteBuffer> constant(ObjectFile object, Relocation relocation) throws ObjectFormatException {
		Symbol symbol = relocation.symbol();
		Optional<Section> section = object.section(symbol.section()).filter(s -> s.name().startsWith(MERGED));
		if (section.isEmpty() || !section.get().name().substring(MERGED.length()).matches("\\d{1,3}")) {
			return Optional.empty();
		}
		boolean relative = symbol.type() == SymbolType.SECTION && (relocation.type() == Relocation.R_X86_64_PC32 || relocation.type() == Relocation.R_X86_64_PLT32);
		long offset = symbol.value() + relocation.addend() + (relative ? PC_FIELD : 0);
		int size = Integer.parseInt(section.get().name().substring(MERGED.length()));
		ByteBuffer data = object.data(section.get());
		return offset < 0 || offset + size > data.limit() ? Optional.empty() : Optional.of(data.slice((int) offset, size));
	}
}
