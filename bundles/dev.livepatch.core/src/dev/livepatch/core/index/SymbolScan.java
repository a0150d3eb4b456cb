package dev.livepatch.core.index;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.Workers;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.source.CParser;

/**
 * Reads the declarations of all sources of a kernel, and writes their index. All numbers are big-endian: the magic, the number of names, the file's length, the offset of the table of
 * files; the offsets of the names' records, sorted by the names' bytes; the records (the name with its length before it, the number of its places, the places); the offsets of the files'
 * names, with their lengths before them; these.
 */
final class SymbolScan {
	/** Bytes of a place: the kind, the file's number, the line; behind them the owner's number among the names, or -1, if the kind has one. */
	static final int PLACE = 1 + 2 * Integer.BYTES;
	/** Indexes in the cache. */
	private static final int KEPT = 8;
	/** Longer names are no C that anybody wrote. */
	private static final int LONGEST_NAME = 1 << 12;
	private final List<String> files;
	private final Map<byte[], List<Declaration>> names = new TreeMap<>(Arrays::compareUnsigned);

	private SymbolScan(List<String> files) {
		this.files = files;
	}

	static SymbolScan run(KernelBuild kernel, IntConsumer progress, Cancellation cancellation) throws IOException {
		List<String> files = kernel.sources(cancellation);
		List<List<Declaration>> found = new ArrayList<>(Collections.nCopies(files.size(), List.of()));
		AtomicInteger done = new AtomicInteger();
		Workers.run(files.size(), () -> files, (sources, i) -> {
			found.set(i, declarations(kernel, sources.get(i)));
			progress.accept(done.incrementAndGet());
		}, cancellation);
		SymbolScan scan = new SymbolScan(files);
		for (List<Declaration> ofFile : found) {
			for (Declaration declaration : ofFile) {
				scan.names.computeIfAbsent(declaration.name().getBytes(StandardCharsets.UTF_8), n -> new ArrayList<>(1)).add(declaration);
			}
		}
		scan.names.keySet().removeIf(name -> name.length > LONGEST_NAME);
		return scan;
	}

	/** All of a file. */
	static List<Declaration> declarations(KernelBuild kernel, String file) throws IOException {
		try (CParser parser = CParser.open()) {
			String text = Files.readString(kernel.sourceFile(file), StandardCharsets.ISO_8859_1);
			return Declaration.of(file, text, parser.parse(text));
		} catch (NoSuchFileException e) {
			// generated, and cleaned up since
			return List.of();
		}
	}

	void write(Path file) throws IOException {
		byte[] content = content();
		Files.createDirectories(file.getParent());
		Path unfinished = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
		try {
			Files.write(unfinished, content);
			Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		} finally {
			Files.deleteIfExists(unfinished);
		}
		removeOthers(file.getParent());
	}

	/** Kernels come and go; the latest few are kept. */
	private static void removeOthers(Path directory) throws IOException {
		try (var listed = Files.list(directory)) {
			List<Path> oldest = listed.sorted(Comparator.comparing((Path p) -> p.toFile().lastModified()).reversed()).skip(KEPT).toList();
			for (Path old : oldest) {
				Files.deleteIfExists(old);
			}
		}
	}

	private byte[] content() throws IOException {
		Map<String, Integer> numbers = new HashMap<>();
		for (String file : files) {
			numbers.put(file, numbers.size());
		}
		Map<String, Integer> owners = new HashMap<>();
		for (byte[] name : names.keySet()) {
			owners.put(new String(name, StandardCharsets.UTF_8), owners.size());
		}
		int recordsAt = SymbolIndex.HEADER + names.size() * Integer.BYTES;
		ByteArrayOutputStream records = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(records);
		List<Integer> offsets = new ArrayList<>();
		for (Map.Entry<byte[], List<Declaration>> name : names.entrySet()) {
			offsets.add(recordsAt + out.size());
			text(out, name.getKey());
			out.writeInt(name.getValue().size());
			for (Declaration place : name.getValue()) {
				out.writeByte(place.kind().ordinal());
				out.writeInt(numbers.get(place.file()));
				out.writeInt(place.line());
				if (place.kind().hasOwner()) {
					out.writeInt(owners.getOrDefault(place.owner(), -1));
				}
			}
		}
		int fileTable = recordsAt + out.size();
		int filesAt = fileTable + files.size() * Integer.BYTES;
		ByteArrayOutputStream fileNames = new ByteArrayOutputStream();
		DataOutputStream filesOut = new DataOutputStream(fileNames);
		List<Integer> fileOffsets = new ArrayList<>();
		for (String file : files) {
			fileOffsets.add(filesAt + filesOut.size());
			text(filesOut, file.getBytes(StandardCharsets.UTF_8));
		}
		ByteBuffer content = ByteBuffer.allocate(filesAt + filesOut.size());
		content.putInt(SymbolIndex.MAGIC).putInt(names.size()).putInt(content.capacity()).putInt(fileTable);
		offsets.forEach(content::putInt);
		content.put(records.toByteArray());
		fileOffsets.forEach(content::putInt);
		return content.put(fileNames.toByteArray()).array();
	}

	private static void text(DataOutputStream out, byte[] text) throws IOException {
		out.writeShort(text.length);
		out.write(text);
	}
}
