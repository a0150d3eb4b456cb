package dev.livepatch.core.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers the distinct file names in a stream of bytes. A kernel's command files name some thousands of files a million times;
 * decoding each mention would cost more than reading them all.
 */
final class PathTable {
	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
	private static final long MIX = 0x9E3779B97F4A7C15L;
	private byte[][] keys = new byte[1 << 12][];
	private int[] slots = new int[1 << 14];
	private int size;

	/** The number of the name in {@code bytes[from, to)}, given now if it is new. */
	int number(byte[] bytes, int from, int to) {
		int slot = slot(bytes, from, to);
		if (slots[slot] == 0) {
			if (size == keys.length) {
				keys = Arrays.copyOf(keys, size * 2);
			}
			keys[size] = Arrays.copyOfRange(bytes, from, to);
			slots[slot] = ++size;
			if (size * 2 > slots.length) {
				grow();
			}
			return size - 1;
		}
		return slots[slot] - 1;
	}

	int size() {
		return size;
	}

	String name(int number) {
		return new String(keys[number], StandardCharsets.UTF_8);
	}

	private int slot(byte[] bytes, int from, int to) {
		int slot = hash(bytes, from, to) & slots.length - 1;
		while (slots[slot] != 0) {
			byte[] key = keys[slots[slot] - 1];
			if (Arrays.equals(key, 0, key.length, bytes, from, to)) {
				return slot;
			}
			slot = slot + 1 & slots.length - 1;
		}
		return slot;
	}

	private void grow() {
		slots = new int[slots.length * 2];
		for (int i = 0; i < size; i++) {
			slots[slot(keys[i], 0, keys[i].length)] = i + 1;
		}
	}

	private static int hash(byte[] bytes, int from, int to) {
		long hash = to - from;
		int at = from;
		for (; at + Long.BYTES <= to; at += Long.BYTES) {
			hash = Long.rotateLeft((hash ^ (long) LONGS.get(bytes, at)) * MIX, 29);
		}
		for (; at < to; at++) {
			hash = (hash ^ bytes[at]) * MIX;
		}
		return (int) (hash ^ hash >>> 32);
	}
}
