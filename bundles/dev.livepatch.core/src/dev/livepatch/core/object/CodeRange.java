package dev.livepatch.core.object;

/**
 * A stretch of code.
 *
 * @param section index
 * @param low     offset of the first byte in the section
 * @param high    offset after the last byte; greater than {@code low}
 */
record CodeRange(int section, long low, long high) implements Comparable<CodeRange> {

	boolean contains(CodePlace place) {
		return place.section() == section && place.offset() >= low && place.offset() < high;
	}

	@Override
	public int compareTo(CodeRange other) {
		return section != other.section ? Integer.compare(section, other.section) : Long.compare(low, other.low);
	}
}
