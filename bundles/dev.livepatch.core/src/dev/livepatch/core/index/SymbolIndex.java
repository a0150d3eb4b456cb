package dev.livepatch.core.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

import dev.livepatch.core.index.Declaration.Kind;
import dev.livepatch.core.kernel.CacheDirectory;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;

/**
 * All functions, types with their members and enumerators, variables and macros that the sources and headers of a kernel's objects declare, by name. Kept in a file, which is mapped and not read: a look-up
 * touches some pages of it, however large the kernel is. Safe to share between threads.
 */
public final class SymbolIndex {
	static final int MAGIC = 0x4c50535a;
	static final int HEADER = 4 * Integer.BYTES;
	private static final String DIRECTORY = "symbols";
	private final ByteBuffer data;
	private final int names;
	private final int fileTable;

	private SymbolIndex(ByteBuffer data) {
		this.data = data;
		this.names = data.getInt(Integer.BYTES);
		this.fileTable = data.getInt(3 * Integer.BYTES);
	}

	/**
	 * The index of a kernel, made now if there is none of this very build yet: seconds for a small kernel, minutes for a distribution's.
	 *
	 * @param environment names the cache directory
	 * @param progress    is told the files done, of as many as {@link KernelBuild#sources}, each time there is one more; from several threads
	 * @throws IOException           if the sources cannot be read, or the index not be written
	 * @throws CancellationException if cancelled; nothing is left behind
	 */
	public static SymbolIndex of(KernelBuild kernel, Map<String, String> environment, IntConsumer progress, Cancellation cancellation) throws IOException {
		Path file = CacheDirectory.of(environment).resolve(DIRECTORY).resolve(kernel.fingerprint());
		Optional<SymbolIndex> known = open(file);
		if (known.isPresent()) {
			return known.get();
		}
		SymbolScan.run(kernel, progress, cancellation).write(file);
		return open(file).orElseThrow(() -> new IOException("the index of the kernel's symbols, written to " + file + " just now, cannot be read"));
	}

	/** Empty if there is no such file, or not a whole one. */
	static Optional<SymbolIndex> open(Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			return Optional.empty();
		}
		try (FileChannel channel = FileChannel.open(file)) {
			ByteBuffer data = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
			boolean whole = data.limit() >= HEADER && data.getInt(0) == MAGIC && data.getInt(2 * Integer.BYTES) == data.limit();
			return whole ? Optional.of(new SymbolIndex(data)) : Optional.empty();
		}
	}

	/** How many different names there are. */
	public int size() {
		return names;
	}

	/** Where a name is declared, in no particular order. */
	public List<Declaration> find(String name) {
		byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
		int low = 0;
		int high = names - 1;
		while (low <= high) {
			int middle = low + high >>> 1;
			int record = data.getInt(HEADER + middle * Integer.BYTES);
			int order = compare(wanted, record);
			if (order == 0) {
				return declarations(name, record + Short.BYTES + wanted.length);
			} else if (order < 0) {
				high = middle - 1;
			} else {
				low = middle + 1;
			}
		}
		return List.of();
	}

	private int compare(byte[] wanted, int record) {
		int length = Short.toUnsignedInt(data.getShort(record));
		for (int i = 0; i < Math.min(length, wanted.length); i++) {
			int difference = Byte.compareUnsigned(wanted[i], data.get(record + Short.BYTES + i));
			if (difference != 0) {
				return difference;
			}
		}
		return wanted.length - length;
	}

	private List<Declaration> declarations(String name, int at) {
		int count = data.getInt(at);
		List<Declaration> found = new ArrayList<>();
		for (int i = 0, place = at + Integer.BYTES; i < count; i++, place += SymbolScan.PLACE) {
			Kind kind = Kind.values()[data.get(place)];
			String owner = "";
			int line = data.getInt(place + 1 + Integer.BYTES);
			String file = file(data.getInt(place + 1));
			if (kind.hasOwner()) {
				int number = data.getInt(place + SymbolScan.PLACE);
				owner = number < 0 ? "" : text(data.getInt(HEADER + number * Integer.BYTES));
				place += Integer.BYTES;
			}
			found.add(new Declaration(name, kind, owner, file, line));
		}
		return found;
	}

	private String file(int number) {
		return text(data.getInt(fileTable + number * Integer.BYTES));
	}

	private String text(int record) {
		byte[] name = new byte[Short.toUnsignedInt(data.getShort(record))];
		data.get(record + Short.BYTES, name);
		return new String(name, StandardCharsets.UTF_8);
	}
}
