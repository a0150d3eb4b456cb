package dev.livepatch.core.module;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.module.Pointers.Place;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/** The calls of some of the kernel's functions in a module's code, in the file's order. */
final class Calls {
	/** Of all functions that are disassembled; patches are small, and a crafted file can have many functions of the same bytes. */
	private static final long MOST_CODE = 4L << 20;
	private static final String NO_DISASSEMBLER = "libcapstone 4 is missing";
	private static final String TOO_MUCH = "there is too much code";
	private final Pointers pointers;
	private final Optional<Disassembler> disassembler;
	private final Map<Symbol, Optional<CallCode>> code = new HashMap<>();
	private long disassembled;

	/** @param disassembler empty where there is none: no call's arguments are known then */
	Calls(Pointers pointers, Optional<Disassembler> disassembler) {
		this.pointers = pointers;
		this.disassembler = disassembler;
	}

	/**
	 * @param callee by its name in the source
	 * @param caller the function that calls
	 * @param code   the caller's; empty where it was not read
	 * @param unread why not
	 * @param place  of the call's relocation, in the caller's section
	 */
	record Call(String callee, Symbol caller, Optional<CallCode> code, String unread, long place) {

		/** What an argument is, by its register: {@code di} for the first, {@code si} for the second. */
		Argument argument(String register) throws ObjectFormatException {
			return code.isEmpty() ? new Argument.Unread(unread) : code.get().passed(place, register);
		}
	}

	List<Call> of(Set<String> functions) throws ObjectFormatException {
		List<Call> calls = new ArrayList<>();
		for (Section section : pointers.object().sections()) {
			for (Relocation relocation : section.executable() ? pointers.object().relocations(section) : List.<Relocation>of()) {
				String callee = PatchSymbol.plain(relocation.symbol());
				Optional<Symbol> caller = functions.contains(callee) ? pointers.functionAt(new Place(section, relocation.offset())) : Optional.empty();
				if (caller.isPresent()) {
					calls.add(new Call(callee, caller.get(), code(caller.get()), disassembler.isEmpty() ? NO_DISASSEMBLER : TOO_MUCH, relocation.offset()));
				}
			}
		}
		return calls;
	}

	private Optional<CallCode> code(Symbol function) throws ObjectFormatException {
		Optional<CallCode> known = code.get(function);
		if (known == null) {
			disassembled += function.size();
			known = disassembler.isEmpty() || function.size() > MOST_CODE || disassembled > MOST_CODE ? Optional.empty()
					: Optional.of(new CallCode(pointers.object(), function, disassembler.get()));
			code.put(function, known);
		}
		return known;
	}
}
