package dev.livepatch.core.hazard;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
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

/**
 * What the code of an object refers to, as its relocations say, and its calls within a section, which need none. A part that gcc split off a function ({@code .cold}, {@code .part.0})
 * counts as the function's. For one thread.
 */
public final class References {
	private static final Pattern SPLIT_OFF = Pattern.compile("\\.(cold|part\\.\\d+)(\\.\\d+)?(?=\\.|$)");
	/** From a PC-relative field to what follows it: in calls, jumps and most other instructions, the next instruction, which the place counts from (x86-64 psABI, R_X86_64_PC32). */
	private static final int FIELD = 4;
	private static final int CALL = 0xe8;
	private static final int JUMP = 0xe9;
	private static final int CONDITIONAL_JUMP = 0x80;

	/** How code refers to something. */
	public enum Kind {
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
	public record Reference(Section section, long offset, Symbol target, Kind kind) {
		public String name() {
			return target.name();
		}
	}

	private final ObjectFile object;
	private final Map<String, List<Symbol>> parts = new HashMap<>();
	private final Map<String, List<Reference>> known = new HashMap<>();
	private final Map<Integer, Map<Long, Symbol>> starts = new HashMap<>();

	public References(ObjectFile object) throws ObjectFormatException {
		this.object = object;
		for (Symbol symbol : object.symbols()) {
			if (symbol.function() && symbol.defined()) {
				parts.computeIfAbsent(whole(symbol.name()), n -> new ArrayList<>(1)).add(symbol);
			}
		}
	}

	/** The name of the function that a part was split off. */
	public static String whole(String symbol) {
		return SPLIT_OFF.matcher(symbol).replaceAll("");
	}

	/** The functions defined in the object, without the parts split off. */
	public List<String> functions() {
		return parts.keySet().stream().sorted().toList();
	}

	/** A function's references, part by part, each in the order of the code; empty if the object does not define it. */
	public List<Reference> of(String function) throws ObjectFormatException {
		List<Reference> found = known.get(function);
		if (found == null) {
			found = new ArrayList<>();
			for (Symbol part : parts.getOrDefault(function, List.of())) {
				Section section = object.section(part.section()).orElseThrow();
				List<Reference> inPart = new ArrayList<>();
				for (Relocation relocation : object.relocations(section, part.value(), part.value() + part.size())) {
					inPart.add(reference(section, relocation));
				}
				inPart.addAll(localCalls(section, part));
				inPart.sort(Comparator.comparingLong(Reference::offset));
				found.addAll(inPart);
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

	/** The assembler itself fills in what lies in the same section. Any four bytes could be a distance, but hardly one to the very start of another function. */
	private List<Reference> localCalls(Section section, Symbol part) throws ObjectFormatException {
		List<Reference> calls = new ArrayList<>();
		ByteBuffer code = object.data(section);
		long end = Math.min(part.value() + part.size(), code.limit()) - FIELD;
		for (long offset = Math.max(part.value(), 0) + 1; offset <= end; offset++) {
			int opcode = Byte.toUnsignedInt(code.get((int) offset - 1));
			long distance = opcode == CALL || opcode == JUMP ? code.getInt((int) offset) : 0;
			Symbol target = distance == 0 ? null : starts(section).get(offset + FIELD + distance);
			if (target != null && target != part && object.relocation(section, offset).isEmpty()) {
				calls.add(new Reference(section, offset, target, Kind.CALL));
			}
		}
		return calls;
	}

	private Map<Long, Symbol> starts(Section section) throws ObjectFormatException {
		Map<Long, Symbol> inSection = starts.get(section.index());
		if (inSection == null) {
			inSection = new HashMap<>();
			for (Symbol symbol : object.symbolsIn(section)) {
				if (symbol.function()) {
					inSection.putIfAbsent(symbol.value(), symbol);
				}
			}
			starts.put(section.index(), inSection);
		}
		return inSection;
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
		for (Symbol inside : upTo(object.symbolsIn(home.get()), offset)) {
			if (inside.type() != SymbolType.SECTION && offset < inside.value() + Math.max(inside.size(), 1)) {
				return inside;
			}
		}
		return symbol;
	}

	/** Those that begin there or before, the nearest first. */
	private static List<Symbol> upTo(List<Symbol> sorted, long offset) {
		int low = 0;
		int high = sorted.size();
		while (low < high) {
			int middle = low + high >>> 1;
			if (sorted.get(middle).value() <= offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return sorted.subList(0, low).reversed();
	}
}
