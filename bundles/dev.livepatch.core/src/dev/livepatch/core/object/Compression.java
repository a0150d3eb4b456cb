package dev.livepatch.core.object;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Compressed sections (ELF gABI, chapter 4, "Compressed Sections"): a header of 24 bytes, then the data. */
final class Compression {
	private static final int HEADER = 24;
	private static final int ZLIB = 1;
	private static final int ZSTD = 2;
	/** Debug sections compress to a tenth at best; more than this is a bomb. */
	private static final int RATIO = 64;
	private static final int SMALL = 1 << 20;

	private Compression() {
	}

	static ByteBuffer inflate(Bytes section) throws ObjectFormatException {
		int type = section.i32(0);
		long size = section.i64(8);
		if (type == ZSTD) {
			throw section.damaged(0, "compressed with zstd, which is not supported; build with zlib or no compression of debug information");
		} else if (type != ZLIB) {
			throw section.damaged(0, "unknown compression " + Integer.toUnsignedString(type));
		}
		if (size < 0 || size > Math.max(SMALL, (long) RATIO * section.size()) || size > Integer.MAX_VALUE - 8) {
			throw section.damaged(8, "says that " + section.size() + " bytes inflate to " + Long.toUnsignedString(size));
		}
		return inflate(section, (int) size);
	}

	private static ByteBuffer inflate(Bytes section, int size) throws ObjectFormatException {
		byte[] inflated = new byte[size];
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(section.buffer().position(Math.min(HEADER, section.size())));
			int done = 0;
			while (done < size) {
				int more = inflater.inflate(inflated, done, size - done);
				if (more == 0) {
					throw section.damaged(HEADER + inflater.getBytesRead(), "compressed data end after " + done + " of " + size + " bytes");
				}
				done += more;
			}
			return ByteBuffer.wrap(inflated);
		} catch (DataFormatException e) {
			throw section.damaged(HEADER + inflater.getBytesRead(), "compressed data are damaged: " + e.getMessage());
		} finally {
			inflater.end();
		}
	}
}
