package dev.livepatch.core.object;

import java.util.Optional;

/** Note sections (ELF gABI, chapter 5, "Note Section"): name size, descriptor size, type, name, descriptor, each padded to four bytes. */
final class Notes {

	private Notes() {
	}

	static Optional<byte[]> find(Bytes notes, String owner, int type) throws ObjectFormatException {
		ByteReader reader = notes.reader(0);
		while (reader.limit() - reader.position() >= 12) {
			long nameSize = reader.u32();
			long size = reader.u32();
			long noteType = reader.u32();
			int name = reader.position();
			reader.skip(padded(nameSize));
			int descriptor = reader.position();
			int length = reader.size(size);
			if (noteType == type && nameSize == owner.length() + 1 && notes.text(name).equals(owner)) {
				byte[] found = new byte[length];
				notes.buffer().get(descriptor, found);
				return Optional.of(found);
			}
			reader.skip(Math.min(padded(size), reader.limit() - descriptor));
		}
		return Optional.empty();
	}

	private static long padded(long size) {
		return size + 3 & ~3L;
	}
}
