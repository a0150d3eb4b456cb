package dev.livepatch.core.object;

import java.util.Arrays;

/** Which line each place of code comes from (DWARF 5 §6.2.2). Rows are kept in arrays, sequences point into them. Immutable once read. */
final class LineTable {
	static final LineTable NONE = new LineTable();

	/** Rows {@code from} (inclusive) to {@code to} (exclusive), of rising address, all in one section. */
	private record Sequence(int from, int to) {
	}

	private final IntervalIndex<Sequence> sequences = new IntervalIndex<>();
	private long[] addresses = new long[256];
	private int[] files = new int[256];
	private int[] lines = new int[256];
	private int count;
	private int start;

	private LineTable() {
		sequences.build();
	}

	static LineTable read(DwarfFile dwarf, LineHeader header) throws ObjectFormatException {
		LineTable table = new LineTable();
		new LineProgram(dwarf, header, table).run();
		table.sequences.build();
		return table;
	}

	void row(long address, int file, int line) {
		if (count == addresses.length) {
			addresses = Arrays.copyOf(addresses, 2 * count);
			files = Arrays.copyOf(files, 2 * count);
			lines = Arrays.copyOf(lines, 2 * count);
		}
		addresses[count] = address;
		files[count] = file;
		lines[count++] = line;
	}

	void endSequence(int section, long address) {
		if (count > start && address > addresses[start]) {
			sequences.add(new CodeRange(section, addresses[start], address), new Sequence(start, count));
		}
		start = count;
	}

	/** The row that covers the place, or a negative number; of several with the same address the last, as debuggers do. */
	int find(CodePlace place) {
		for (Sequence sequence : sequences.at(place)) {
			int from = sequence.from();
			int to = sequence.to();
			while (from < to) {
				int middle = from + to >>> 1;
				if (addresses[middle] <= place.offset()) {
					from = middle + 1;
				} else {
					to = middle;
				}
			}
			if (from > sequence.from()) {
				return from - 1;
			}
		}
		return -1;
	}

	/** Number in the table of files. */
	int file(int row) {
		return files[row];
	}

	/** 0 for code that comes from no line. */
	int line(int row) {
		return lines[row];
	}
}
