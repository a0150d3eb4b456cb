package dev.livepatch.core.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/**
 * The places in an object whose address is stored somewhere or loaded by code, rather than called or jumped to: with the kernel's code model these are the
 * absolute relocations (x86-64 psABI, table 4.9).
 */
public final class AddressTaken {
	/** Tables that list functions without calling them: of ftrace, of kprobes, of what may fail by injection, and what the linker drops. */
	private static final List<String> LISTS = List.of("__mcount_loc", "__patchable_function_entries", "_kprobe_blacklist", "_error_injection_whitelist", ".discard");

	private record Place(int section, long offset) {
	}

	private final Set<Place> places = new HashSet<>();

	public AddressTaken(ObjectFile object) throws ObjectFormatException {
		for (Section section : object.sections()) {
			if (section.allocated() && LISTS.stream().noneMatch(section.name()::startsWith)) {
				for (Relocation relocation : object.relocations(section)) {
					if (absolute(relocation)) {
						places.add(new Place(relocation.symbol().section(), relocation.symbol().value() + relocation.addend()));
					}
				}
			}
		}
	}

	public boolean of(Symbol function) {
		return function.defined() && places.contains(new Place(function.section(), function.value()));
	}

	private static boolean absolute(Relocation relocation) {
		return switch (relocation.type()) {
			case Relocation.R_X86_64_64, Relocation.R_X86_64_32, Relocation.R_X86_64_32S -> true;
			default -> false;
		};
	}
}
