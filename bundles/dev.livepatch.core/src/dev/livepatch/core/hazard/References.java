package dev.livepatch.core.hazard;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;

/** What the code of an object refers to, as its relocations say. A part that gcc split off a function ({@code .cold}, {@code .part.0}) counts as the function's. For one thread. */
final class References {
	private static final Pattern SPLIT_OFF = Pattern.compile("\\.(cold|part\\.\\d+)(\\.\\d+)?(?=\\.|$)");
	/** From a PC-relative field to what follows it: in calls, jumps and most other instructions, the next instruction, which the place counts from (x86-64 psABI, R_X86_64_PC32). */
	private static final int FIELD = 4;
	private static final int CALL = 0xe8;
	private static final int JUMP = 0xe9;
	private static final int CONDITIONAL_JUMP = 0x80;

	/** How code refers to something. */
	enum Kind {
		/** A call, or a jump to another function in the place of one. */
		CALL,
		/** Its address is loaded. */
		ADDRESS,
		/** Read or written where it is, or a table's entry for it. */
		ACCESS
	}

	/**
	 * One reference.
	 *
	 * @param section of the code
	 * @param offset  of the relocated field in the section
	 * @param target  what is referred to: a function or variable of the object where the relocation names only its section, or the section itself if none is there
	 */
	record Reference(Section section, long offset, Symbol target, Kind kind) {
		String name() {
			return target.name();
		}
	}

	private final ObjectFile object;
	private final Map<String, List<Symbol>> parts = new HashMap<>();
	private final Map<String, List<Reference>> known = new HashMap<>();

	References(ObjectFile object) throws ObjectFormatException {
		this.object = object;
		for (Symbol symbol : object.symbols()) {
			if (symbol.function() && symbol.defined()) {
				parts.computeIfAbsent(whole(symbol.name()), n -> new ArrayList<>(1)).add(symbol);
			}
		}
	}

	/** The name of the function that a part was split off. */
	static String whole(String symbol) {
		return SPLIT_OFF.matcher(symbol).replaceAll("");
	}

	/** The functions defined in the object, without the parts split off. */
	List<String> functions() {
		return parts.keySet().stream().sorted().toList();
	}

	/** A function's references, part by part, each in the order of the code; empty if the object does not define it. */
	List<Reference> of(String function) throws ObjectFormatException {
		List<Reference> found = known.get(function);
		if (found == null) {
			found = new ArrayList<>();
			for (Symbol part : parts.getOrDefault(function, List.of())) {
				Section section = object.section(part.section()).orElseThrow();
				for (Relocation relocation : object.relocations(section)) {
					if (relocation.offset() >= part.value() && relocation.offset() < part.value() + part.size()) {
						found.add(reference(section, relocation));
					}
				}
			}
			known.put(function, found);
		}
		return found;
	}

	/** The functions that a function calls, by name. */
	List<String> callees(String function) throws ObjectFormatException {
		return of(function).stream().filter(r -> r.kind() == Kind.CALL).map(Reference::name).toList();
	}

	/** All references within a section of data or of a table. */
	List<Reference> in(Section section) throws ObjectFormatException {
		List<Reference> found = new ArrayList<>();
		for (Relocation relocation : object.relocations(section)) {
			found.add(reference(section, relocation));
		}
		return found;
	}

	private Reference reference(Section section, Relocation relocation) throws ObjectFormatException {
		Kind kind = kind(section, relocation);
		// an operand that follows the field in its instruction counts as well, so that the place can seem to lie a little before the variable
		boolean relative = section.executable() && kind != Kind.ADDRESS;
		long offset = relocation.symbol().value() + relocation.addend();
		return new Reference(section, relocation.offset(), target(relocation.symbol(), relative ? Math.max(offset + FIELD, 0) : offset), kind);
	}

	private Kind kind(Section section, Relocation relocation) throws ObjectFormatException {
		return switch (relocation.type()) {
			case Relocation.R_X86_64_PLT32, Relocation.R_X86_64_PC32 -> branch(section, relocation.offset()) ? Kind.CALL : Kind.ACCESS;
			case Relocation.R_X86_64_32S, Relocation.R_X86_64_32, Relocation.R_X86_64_64 -> Kind.ADDRESS;
			default -> Kind.ACCESS;
		};
	}

	private boolean branch(Section section, long offset) throws ObjectFormatException {
		if (!section.executable() || offset < 1) {
			return false;
		}
		ByteBuffer code = object.data(section);
		int opcode = Byte.toUnsignedInt(code.get((int) offset - 1));
		return opcode == CALL || opcode == JUMP || (opcode & 0xf0) == CONDITIONAL_JUMP && offset >= 2 && code.get((int) offset - 2) == 0x0f;
	}

	private Symbol target(Symbol symbol, long offset) throws ObjectFormatException {
		Optional<Section> home = object.section(symbol.section());
		if (symbol.type() != SymbolType.SECTION || home.isEmpty()) {
			return symbol;
		}
		for (Symbol inside : object.symbolsIn(home.get())) {
			if (inside.type() != SymbolType.SECTION && inside.value() <= offset && offset < inside.value() + Math.max(inside.size(), 1)) {
				return inside;
			}
		}
		return symbol;
	}
}
