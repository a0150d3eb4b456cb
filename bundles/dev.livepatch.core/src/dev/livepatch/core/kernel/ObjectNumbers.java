package dev.livepatch.core.kernel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Ascending numbers in little room: a distribution's kernel has twenty thousand objects that use half a thousand headers each. */
final class ObjectNumbers {
	private static final int MORE = 0x80;
	/** Distances from one number to the next, seven bits in a byte, the lowest first. */
	private byte[] bytes = new byte[4];
	private int size;
	private int last = -1;

	/** Adds a number not smaller than those before; the last one again is not added twice. */
	void add(int number) {
		if (number == last) {
			return;
		}
		int distance = number - last;
		last = number;
		while (distance >= MORE) {
			put((byte) (distance | MORE));
			distance >>>= 7;
		}
		put((byte) distance);
	}

	IntStream stream() {
		IntStream.Builder numbers = IntStream.builder();
		int number = -1;
		int at = 0;
		while (at < size) {
			int distance = 0;
			int shift = 0;
			byte next;
			do {
				next = bytes[at++];
				distance |= (next & MORE - 1) << shift;
				shift += 7;
			} while (next < 0 && at < size);
			number += distance;
			numbers.add(number);
		}
		return numbers.build();
	}

	void write(DataOutputStream out) throws IOException {
		out.writeInt(size);
		out.write(bytes, 0, size);
	}

	static ObjectNumbers read(DataInputStream in) throws IOException {
		ObjectNumbers result = new ObjectNumbers();
		result.size = in.readInt();
		result.bytes = in.readNBytes(result.size);
		return result;
	}

	private void put(byte next) {
		if (size == bytes.length) {
			bytes = Arrays.copyOf(bytes, size * 2);
		}
		bytes[size++] = next;
	}
}
