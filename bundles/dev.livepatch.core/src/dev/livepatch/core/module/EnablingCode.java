package dev.livepatch.core.module;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.disasm.Instruction;
import dev.livepatch.core.module.Pointers.Place;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;

/** The init code of a patch, which hands its {@code struct klp_patch} to the kernel: a static one, or one that it makes. */
final class EnablingCode {
	private static final Set<String> ENABLE = Set.of("klp_enable_patch", "klp_register_patch");
	/** A constant stored in a byte of what a register points to. */
	private static final Pattern STORE = Pattern.compile("\\$(0x)?([01]), (0x)?([0-9a-f]*)\\(%\\w+\\)");
	private final Pointers pointers;
	private final List<Calls.Call> calls;

	EnablingCode(Pointers pointers, Calls calls) throws ObjectFormatException {
		this.pointers = pointers;
		this.calls = calls.of(ENABLE);
	}

	/** The {@code struct klp_patch} in the module's data, if that is what is enabled. */
	Optional<Place> patch() throws ObjectFormatException {
		for (Calls.Call call : calls) {
			if (call.argument("di") instanceof Argument.Address address) {
				Relocation to = address.to();
				boolean relative = to.type() == Relocation.R_X86_64_PC32 || to.type() == Relocation.R_X86_64_PLT32;
				Optional<Place> place = pointers.target(to.symbol(), to.addend() + (relative ? 4 : 0));
				if (place.isPresent() && !place.get().section().executable()) {
					return place;
				}
			}
		}
		return Optional.empty();
	}

	/**
	 * Whether the patch replaces others.
	 *
	 * @param offset of {@code replace} in the structure
	 */
	Optional<Boolean> replace(long offset) throws ObjectFormatException {
		Optional<Place> made = patch();
		if (made.isPresent()) {
			ByteBuffer data = pointers.object().data(made.get().section());
			long at = made.get().offset() + offset;
			return at >= 0 && at < data.limit() ? Optional.of(data.get((int) at) != 0) : Optional.empty();
		}
		Set<Boolean> stored = new HashSet<>();
		for (Calls.Call call : calls) {
			for (Instruction instruction : call.code().isEmpty() ? List.<Instruction>of() : call.code().get().instructions()) {
				Matcher store = STORE.matcher(instruction.operands());
				if (instruction.mnemonic().equals("movb") && store.matches() && displacement(store) == offset) {
					stored.add(store.group(2).equals("1"));
				}
			}
		}
		return stored.size() == 1 ? Optional.of(stored.iterator().next()) : Optional.empty();
	}

	private static long displacement(Matcher store) {
		String digits = store.group(4);
		return digits.isEmpty() || digits.length() > 8 ? 0 : Long.parseLong(digits, store.group(3) == null ? 10 : 16);
	}
}
