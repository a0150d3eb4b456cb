package dev.livepatch.core.object;

import java.util.Arrays;
import java.util.List;

/** The relocations of one section, sorted by offset (ELF gABI, chapter 4, "Relocation"). Immutable. */
final class RelocationTable {
	static final int ENTRY = 24;
	private final int[] offsets;
	private final int[] types;
	private final int[] symbols;
	private final long[] addends;

	private RelocationTable(int count) {
		offsets = new int[count];
		types = new int[count];
		symbols = new int[count];
		addends = new long[count];
	}

	/**
	 * @param rela       contents of the {@code SHT_RELA} sections that apply to one section
	 * @param base       what their offsets count from: the section's address in linked files, else 0
	 * @param targetSize bytes of that section, uncompressed
	 */
	static RelocationTable read(List<Bytes> rela, long base, long targetSize) throws ObjectFormatException {
		int count = 0;
		for (Bytes bytes : rela) {
			count += bytes.size() / ENTRY;
		}
		RelocationTable table = new RelocationTable(count);
		int next = 0;
		boolean sorted = true;
		for (Bytes bytes : rela) {
			for (int at = 0; at <= bytes.size() - ENTRY; at += ENTRY, next++) {
				long offset = bytes.i64(at) - base;
				if (offset < 0 || offset >= targetSize || offset > Integer.MAX_VALUE) {
					throw bytes.damaged(at, "relocation of offset 0x" + Long.toHexString(offset) + ", outside the section it applies to");
				}
				table.offsets[next] = (int) offset;
				table.types[next] = bytes.i32(at + 8);
				table.symbols[next] = bytes.i32(at + 12);
				table.addends[next] = bytes.i64(at + 16);
				sorted &= next == 0 || table.offsets[next - 1] <= offset;
			}
		}
		return sorted ? table : table.sorted();
	}

	private RelocationTable sorted() {
		long[] order = new long[offsets.length];
		for (int i = 0; i < order.length; i++) {
			order[i] = (long) offsets[i] << 32 | i;
		}
		Arrays.sort(order);
		RelocationTable sorted = new RelocationTable(order.length);
		for (int i = 0; i < order.length; i++) {
			int from = (int) order[i];
			sorted.offsets[i] = offsets[from];
			sorted.types[i] = types[from];
			sorted.symbols[i] = symbols[from];
			sorted.addends[i] = addends[from];
		}
		return sorted;
	}

	int count() {
		return offsets.length;
	}

	int offset(int index) {
		return offsets[index];
	}

	int type(int index) {
		return types[index];
	}

	/** Index in the symbol table, not yet checked. */
	int symbol(int index) {
		return symbols[index];
	}

	long addend(int index) {
		return addends[index];
	}

	/** The index of the first relocation of this offset or a greater one; {@link #count} if there is none. */
	int from(long offset) {
		int low = 0;
		int high = offsets.length;
		while (low < high) {
			int middle = low + high >>> 1;
			if (offsets[middle] < offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low;
	}

	/** The index of the relocation of this offset, or a negative number. */
	int find(long offset) {
		return offset < 0 || offset > Integer.MAX_VALUE ? -1 : Arrays.binarySearch(offsets, (int) offset);
	}
}
