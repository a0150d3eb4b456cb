package dev.livepatch.core.object;

import java.util.Map;
import java.util.TreeMap;

/** Which section an address of a linked file lies in. Immutable. */
final class AddressSpace {
	private final TreeMap<Long, Section> byAddress = new TreeMap<>(Long::compareUnsigned);

	AddressSpace(ObjectFile object) {
		for (Section section : object.sections()) {
			if (section.allocated() && section.size() > 0) {
				byAddress.putIfAbsent(section.address(), section);
			}
		}
	}

	CodePlace place(long address) {
		Map.Entry<Long, Section> below = byAddress.floorEntry(address);
		if (below == null || address - below.getKey() >= below.getValue().size()) {
			return new CodePlace(Symbol.ABSOLUTE, address);
		}
		return new CodePlace(below.getValue().index(), address - below.getKey());
	}
}
