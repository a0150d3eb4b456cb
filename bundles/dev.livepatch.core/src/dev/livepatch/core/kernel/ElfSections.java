package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The few sections of a linked kernel or module that tell what it is: names, and the bytes of small ones. Format: the ELF-64 gABI. */
final class ElfSections {
	private static final int EM_X86_64 = 62;
	private static final int MAX_BYTES = 1 << 20;
	private static final int HEADER = 64;
	private static final int SECTION_HEADER = 64;
	private final Map<String, byte[]> small = new HashMap<>();

	private ElfSections() {
	}

	/**
	 * Reads the section headers, and the bytes of the sections asked for (the first MiB).
	 *
	 * @throws KernelException if the file is not ELF for x86-64, or is cut short
	 */
	static ElfSections read(Path file, String... wanted) throws IOException {
		try (FileChannel channel = FileChannel.open(file)) {
			ByteBuffer header = bytes(channel, 0, HEADER);
			if (header.getInt(0) != 0x464c457f || header.get(4) != 2 || header.getShort(18) != EM_X86_64) {
				throw new KernelException(file + " is not an ELF file for x86-64");
			}
			int count = Short.toUnsignedInt(header.getShort(60));
			ByteBuffer sections = bytes(channel, header.getLong(40), count * SECTION_HEADER);
			int names = Short.toUnsignedInt(header.getShort(62)) * SECTION_HEADER;
			ByteBuffer strings = bytes(channel, sections.getLong(names + 24), (int) Math.min(MAX_BYTES, sections.getLong(names + 32)));
			ElfSections result = new ElfSections();
			List<String> keep = List.of(wanted);
			for (int at = 0; at < sections.capacity(); at += SECTION_HEADER) {
				String name = string(strings, sections.getInt(at));
				long size = Math.min(MAX_BYTES, sections.getLong(at + 32));
				result.small.put(name, keep.contains(name) ? bytes(channel, sections.getLong(at + 24), (int) size).array() : new byte[0]);
			}
			return result;
		} catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
			throw new KernelException(file + " is damaged: its section headers lead out of the file", e);
		}
	}

	boolean has(String section) {
		return small.containsKey(section);
	}

	/** The strings of a section of NUL-terminated strings; empty if it is not there. */
	List<String> strings(String section) {
		String text = new String(small.getOrDefault(section, new byte[0]), StandardCharsets.ISO_8859_1);
		return Stream.of(text.split("\0")).filter(s -> !s.isEmpty()).toList();
	}

	/** The GNU build id in the notes, as hexadecimal digits. */
	Optional<String> buildId(String section) {
		ByteBuffer notes = ByteBuffer.wrap(small.getOrDefault(section, new byte[0])).order(ByteOrder.LITTLE_ENDIAN);
		while (notes.remaining() >= 12) {
			int nameSize = notes.getInt();
			int size = notes.getInt();
			int type = notes.getInt();
			int start = notes.position() + (nameSize + 3 & -4);
			if (nameSize < 0 || size < 0 || start + size > notes.limit() || start + size < 0) {
				break;
			}
			if (type == 3 && nameSize == 4 && notes.getInt(notes.position()) == 0x00554e47) {
				byte[] id = new byte[size];
				notes.get(start, id);
				return Optional.of(java.util.HexFormat.of().formatHex(id));
			}
			notes.position(Math.min(notes.limit(), start + (size + 3 & -4)));
		}
		return Optional.empty();
	}

	private static ByteBuffer bytes(FileChannel channel, long offset, int size) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
		while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
			// a short read is followed by another
		}
		if (buffer.hasRemaining()) {
			throw new BufferUnderflowException();
		}
		return buffer.flip();
	}

	private static String string(ByteBuffer strings, int from) {
		int end = from;
		while (strings.get(end) != 0) {
			end++;
		}
		return new String(strings.array(), from, end - from, StandardCharsets.US_ASCII);
	}
}
