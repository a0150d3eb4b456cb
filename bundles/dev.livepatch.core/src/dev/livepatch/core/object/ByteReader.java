package dev.livepatch.core.object;

import java.nio.ByteBuffer;

/** Reads {@link Bytes} from front to back, between two bounds. For one thread. */
final class ByteReader {
	private static final int LONGEST_LEB128 = 16;
	private final Bytes bytes;
	private final ByteBuffer data;
	private final int limit;
	private int position;

	ByteReader(Bytes bytes, ByteBuffer data, int position, int limit) {
		this.bytes = bytes;
		this.data = data;
		this.position = position;
		this.limit = limit;
	}

	int position() {
		return position;
	}

	int limit() {
		return limit;
	}

	boolean atEnd() {
		return position >= limit;
	}

	void seek(long to) throws ObjectFormatException {
		if (to < 0 || to > limit) {
			throw damaged("refers to offset 0x" + Long.toHexString(to) + ", outside its unit");
		}
		position = (int) to;
	}

	void skip(long count) throws ObjectFormatException {
		position += size(count);
	}

	/** Checks that so many bytes are there. */
	int size(long count) throws ObjectFormatException {
		if (count < 0 || count > limit - position) {
			throw damaged("says " + Long.toUnsignedString(count) + " where " + (limit - position) + " bytes are left");
		}
		return (int) count;
	}

	int u8() throws ObjectFormatException {
		return data.get(take(1)) & 0xff;
	}

	int s8() throws ObjectFormatException {
		return data.get(take(1));
	}

	int u16() throws ObjectFormatException {
		return data.getShort(take(2)) & 0xffff;
	}

	int u24() throws ObjectFormatException {
		int at = take(3);
		return data.getShort(at) & 0xffff | (data.get(at + 2) & 0xff) << 16;
	}

	long u32() throws ObjectFormatException {
		return data.getInt(take(4)) & 0xffff_ffffL;
	}

	long u64() throws ObjectFormatException {
		return data.getLong(take(8));
	}

	/** A section offset or length: 4 bytes, or 8 in the 64-bit DWARF format (DWARF 5 §7.4). */
	long offset(boolean dwarf64) throws ObjectFormatException {
		return dwarf64 ? u64() : u32();
	}

	/** An unsigned LEB128 number (DWARF 5 §7.6); above 2<sup>63</sup> it comes out negative. */
	long uleb() throws ObjectFormatException {
		if (position < limit) {
			byte first = data.get(position);
			if (first >= 0) {
				position++;
				return first;
			}
		}
		return longUleb();
	}

	private long longUleb() throws ObjectFormatException {
		int start = position;
		long value = 0;
		for (int shift = 0; position - start < LONGEST_LEB128; shift += 7) {
			int next = u8();
			long bits = next & 0x7f;
			if (shift > 63 ? bits != 0 : bits << shift >>> shift != bits) {
				throw damaged("LEB128 number of more than 64 bits");
			}
			value |= shift > 63 ? 0 : bits << shift;
			if (next < 0x80) {
				return value;
			}
		}
		throw damaged("LEB128 number without an end");
	}

	/** A signed LEB128 number (DWARF 5 §7.6). */
	long sleb() throws ObjectFormatException {
		int start = position;
		long value = 0;
		for (int shift = 0; position - start < LONGEST_LEB128; shift += 7) {
			int next = u8();
			if (shift < 64) {
				value |= (long) (next & 0x7f) << shift;
			}
			if (next < 0x80) {
				return shift < 57 && (next & 0x40) != 0 ? value | -1L << shift + 7 : value;
			}
		}
		throw damaged("LEB128 number without an end");
	}

	void skipLeb() throws ObjectFormatException {
		int start = position;
		while (data.get(take(1)) < 0) {
			if (position - start == LONGEST_LEB128) {
				throw damaged("LEB128 number without an end");
			}
		}
	}

	void skipText() throws ObjectFormatException {
		while (data.get(take(1)) != 0) {
			// up to and over the NUL
		}
	}

	/** The text here up to its NUL. */
	String text() throws ObjectFormatException {
		int start = position;
		skipText();
		return bytes.text(start);
	}

	private int take(int count) throws ObjectFormatException {
		int at = position;
		if (count > limit - at) {
			throw damaged("ends in the middle of a value of " + count + " bytes");
		}
		position = at + count;
		return at;
	}

	ObjectFormatException damaged(String problem) {
		return bytes.damaged(position, problem);
	}
}
