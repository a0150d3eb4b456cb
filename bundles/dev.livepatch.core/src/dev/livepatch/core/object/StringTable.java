package dev.livepatch.core.object;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A section of texts that others refer to by offset (ELF gABI, chapter 4, "String Table"; {@code .debug_str}). Safe for several threads. */
final class StringTable {
	private final Bytes bytes;
	private final Budget budget;
	private final Map<Integer, String> known = new ConcurrentHashMap<>();

	StringTable(Bytes bytes) {
		this.bytes = bytes;
		this.budget = new Budget(bytes, 8);
	}

	Bytes bytes() {
		return bytes;
	}

	/** @param offset unsigned 32 bits, or any number read as an offset */
	String at(long offset) throws ObjectFormatException {
		if (offset < 0 || offset >= bytes.size()) {
			throw bytes.damaged(offset, "text outside the section's 0x" + Integer.toHexString(bytes.size()) + " bytes");
		}
		String text = known.get((int) offset);
		if (text == null) {
			budget.spend(bytes.endOfText((int) offset) - offset, offset);
			text = bytes.text((int) offset);
			known.put((int) offset, text);
		}
		return text;
	}
}
