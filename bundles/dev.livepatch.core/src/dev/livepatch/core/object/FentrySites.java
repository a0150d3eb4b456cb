package dev.livepatch.core.object;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The places that ftrace can redirect: those listed in {@code __mcount_loc} or {@code __patchable_function_entries}, and calls of {@code __fentry__}
 * (gcc's {@code -mfentry}, {@code -mrecord-mcount}, {@code -mnop-mcount}, {@code -fpatchable-function-entry}). Immutable.
 */
final class FentrySites {
	private static final int ENDBR64 = 0xfa1e0ff3;
	private static final int ENDBR_SIZE = 4;
	private static final int CALL = 0xe8;
	private final ObjectFile object;
	private final Set<CodePlace> listed;

	private FentrySites(ObjectFile object, Set<CodePlace> listed) {
		this.object = object;
		this.listed = listed;
	}

	static FentrySites read(ObjectFile object) throws ObjectFormatException {
		Set<CodePlace> listed = new HashSet<>();
		for (Section section : object.sections()) {
			if (section.name().equals("__mcount_loc") || section.name().equals("__patchable_function_entries")) {
				RelocationTable relocations = object.relocationTable(section);
				for (int i = 0; i < relocations.count(); i++) {
					int symbol = relocations.symbol(i);
					listed.add(new CodePlace(object.symbolTable().section(symbol), object.symbolTable().value(symbol) + relocations.addend(i)));
				}
			}
		}
		if (!object.relocatable()) {
			readLinked(object, listed);
		}
		return new FentrySites(object, listed);
	}

	/** In {@code vmlinux} the table is a part of {@code .init.data}, between two symbols (include/asm-generic/vmlinux.lds.h, MCOUNT_REC). */
	private static void readLinked(ObjectFile object, Set<CodePlace> listed) throws ObjectFormatException {
		Optional<Symbol> start = object.symbol("__start_mcount_loc");
		Optional<Symbol> stop = object.symbol("__stop_mcount_loc");
		if (start.isEmpty() || stop.isEmpty()) {
			return;
		}
		Optional<Section> section = object.section(start.get().section());
		if (section.isEmpty()) {
			return;
		}
		Bytes data = object.bytes(section.get());
		AddressSpace addresses = new AddressSpace(object);
		ByteReader reader = data.reader(start.get().value() - section.get().address(), stop.get().value() - section.get().address());
		while (reader.limit() - reader.position() >= 8) {
			listed.add(addresses.place(reader.u64()));
		}
	}

	boolean begins(Symbol function) throws ObjectFormatException {
		Optional<Section> section = object.section(function.section());
		if (section.isEmpty() || section.get().type() == Section.NOBITS) {
			return false;
		}
		long start = object.relocatable() ? function.value() : function.value() - section.get().address();
		ByteBuffer code = object.data(section.get());
		if (start < 0 || start >= code.limit()) {
			return false;
		}
		boolean endbr = start <= code.limit() - ENDBR_SIZE && code.getInt((int) start) == ENDBR64;
		long site = endbr ? start + ENDBR_SIZE : start;
		return listed.contains(new CodePlace(function.section(), start)) || listed.contains(new CodePlace(function.section(), site))
				|| callsFentry(section.get(), code, site);
	}

	private boolean callsFentry(Section section, ByteBuffer code, long site) throws ObjectFormatException {
		if (site >= code.limit() || Byte.toUnsignedInt(code.get((int) site)) != CALL) {
			return false;
		}
		Optional<Relocation> target = object.relocation(section, site + 1);
		return target.isPresent() && target.get().symbol().name().equals("__fentry__")
				&& (target.get().type() == Relocation.R_X86_64_PLT32 || target.get().type() == Relocation.R_X86_64_PC32);
	}
}
