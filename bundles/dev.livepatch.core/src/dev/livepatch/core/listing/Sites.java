package dev.livepatch.core.listing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.livepatch.core.evidence.Names;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;

/** The places of code that the kernel keeps tables of: it writes to them while it runs, or looks them up when they trap. */
final class Sites {
	/** {@code struct jump_entry} (include/linux/jump_label.h): code and target relative to themselves, and the key. */
	private static final int JUMP_ENTRY = 16;
	/** {@code struct exception_table_entry} (arch/x86/include/asm/extable.h): the instruction, what follows a fault, and how. */
	private static final int EXCEPTION_ENTRY = 12;
	private final ObjectFile object;
	private final Map<Site, List<String>> notes = new HashMap<>();

	private record Site(int section, long offset) {
	}

	Sites(ObjectFile object) throws ObjectFormatException {
		this.object = object;
		for (Section section : object.sections()) {
			switch (section.name()) {
				case "__mcount_loc", "__patchable_function_entries" -> all(section, "fentry: ftrace and live patches redirect here");
				case ".altinstructions" -> all(section, "alternative");
				case "__bug_table" -> all(section, "BUG or WARN");
				case ".static_call_sites" -> keyed(section, 8, 4, "static call");
				case "__jump_table" -> keyed(section, JUMP_ENTRY, 8, "jump label");
				case "__ex_table" -> first(section, EXCEPTION_ENTRY, "may fault");
				case ".parainstructions" -> all(section, "paravirt call");
				default -> {
					// holds no table of places in code
				}
			}
		}
	}

	/** What is to be said of a place, in the order of the object's sections. */
	List<String> at(int section, long offset) {
		return notes.getOrDefault(new Site(section, offset), List.of());
	}

	private void all(Section table, String note) throws ObjectFormatException {
		for (Relocation relocation : object.relocations(table)) {
			add(relocation, note);
		}
	}

	private void first(Section table, int entry, String note) throws ObjectFormatException {
		for (Relocation relocation : object.relocations(table)) {
			if (relocation.offset() % entry == 0) {
				add(relocation, note);
			}
		}
	}

	/** @param key where in an entry the key is referred to */
	private void keyed(Section table, int entry, int key, String note) throws ObjectFormatException {
		for (Relocation relocation : object.relocations(table)) {
			if (relocation.offset() % entry == 0) {
				add(relocation, note + object.relocation(table, relocation.offset() + key).map(k -> " " + Names.plain(k.symbol().name())).orElse(""));
			}
		}
	}

	private void add(Relocation relocation, String note) {
		boolean code = object.section(relocation.symbol().section()).filter(Section::executable).isPresent();
		if (code) {
			List<String> here = notes.computeIfAbsent(new Site(relocation.symbol().section(), relocation.symbol().value() + relocation.addend()), s -> new ArrayList<>());
			if (!here.contains(note)) {
				here.add(note);
			}
		}
	}
}
