package dev.livepatch.core.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a section (or of the whole file, with an empty section name), little-endian; every access is checked. Safe for several threads. */
final class Bytes {
	private final String file;
	private final String section;
	private final ByteBuffer data;

	Bytes(String file, String section, ByteBuffer data) {
		this.file = file;
		this.section = section;
		this.data = data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
	}

	String section() {
		return section;
	}

	int size() {
		return data.limit();
	}

	/** A view of its own position, for the caller to read. */
	ByteBuffer buffer() {
		return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
	}

	ByteReader reader(long from) throws ObjectFormatException {
		return reader(from, size());
	}

	/** @param to the first byte the reader may not touch */
	ByteReader reader(long from, long to) throws ObjectFormatException {
		if (from < 0 || from > to || to > size()) {
			throw damaged(from, "points outside the section's 0x" + Integer.toHexString(size()) + " bytes");
		}
		return new ByteReader(this, data, (int) from, (int) to);
	}

	Bytes slice(String name, long offset, long size) throws ObjectFormatException {
		if (offset < 0 || size < 0 || offset > size() - size) {
			throw damaged(offset, "0x" + Long.toHexString(size) + " bytes reach past the end");
		}
		return new Bytes(file, name, data.slice((int) offset, (int) size));
	}

	int u16(int at) throws ObjectFormatException {
		return Short.toUnsignedInt(data.getShort(checked(at, 2)));
	}

	int u8(int at) throws ObjectFormatException {
		return Byte.toUnsignedInt(data.get(checked(at, 1)));
	}

	/** Signed; see {@link Integer#toUnsignedLong(int)}. */
	int i32(int at) throws ObjectFormatException {
		return data.getInt(checked(at, 4));
	}

	long i64(int at) throws ObjectFormatException {
		return data.getLong(checked(at, 8));
	}

	/** The bytes before the next NUL. */
	String text(int from) throws ObjectFormatException {
		int end = endOfText(from);
		byte[] text = new byte[end - from];
		data.get(from, text);
		return new String(text, StandardCharsets.UTF_8);
	}

	/** Where the NUL is that ends the text. */
	int endOfText(int from) throws ObjectFormatException {
		checked(from, 0);
		for (int at = from; at < data.limit(); at++) {
			if (data.get(at) == 0) {
				return at;
			}
		}
		throw damaged(from, "text without an end");
	}

	/** Whether the text at this place, up to its NUL, is the one given. */
	boolean textEquals(int from, byte[] text) {
		if (from < 0 || text.length >= data.limit() - from || data.get(from + text.length) != 0) {
			return false;
		}
		for (int i = 0; i < text.length; i++) {
			if (data.get(from + i) != text[i]) {
				return false;
			}
		}
		return true;
	}

	private int checked(int at, int size) throws ObjectFormatException {
		if (at < 0 || at > data.limit() - size) {
			throw damaged(at, "ends in the middle of a value of " + size + " bytes");
		}
		return at;
	}

	ObjectFormatException damaged(long at, String problem) {
		return new ObjectFormatException(file, section, at, problem);
	}
}
