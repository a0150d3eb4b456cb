package dev.livepatch.core.build;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.StructSizes;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/**
 * What the differ needs to know of the kernel besides the two objects: symbol tables of the parents, and the sizes of the special sections' entries.
 * Read once for each kernel build and kept in the cache. Safe for use by several threads.
 */
public final class DifferInputs {
	private static final Duration READELF = Duration.ofSeconds(120);
	private final KernelBuild kernel;
	private final Path directory;
	private Map<String, String> structSizes;

	public DifferInputs(KernelBuild kernel, Toolchain toolchain) {
		this.kernel = kernel;
		this.directory = toolchain.cache().resolve("kernel-facts");
	}

	/** The sizes as create-diff-object's environment variables. */
	public synchronized Map<String, String> structSizes(Cancellation cancellation) throws ToolException {
		if (structSizes == null) {
			structSizes = SpecialSections.environment(readSizes(cancellation), kernel.config(), kernel.release());
		}
		return structSizes;
	}

	/** The kernel's {@code Module.symvers}. */
	public Path symvers() {
		return kernel.symvers();
	}

	/** A file with the text of {@code readelf -s --wide} of a parent, without what is {@link LeftOut} of the objects. */
	public Path symbolTable(ParentObject parent, Cancellation cancellation) throws ToolException {
		Path binary = symbolFile(parent);
		Path file = directory.resolve(key("symbols 4", binary) + ".symtab");
		return cached(file, unfinished -> {
			ToolResult result = Tool.run(new ToolCommand(List.of("readelf", "-s", "--wide", binary.toString()), kernel.build(), READELF),
					unfinished, cancellation);
			if (result.exitCode() != 0 || Files.size(unfinished) == 0) {
				throw new ToolException("readelf cannot read the symbols of " + binary + " (code " + result.exitCode() + "): "
						+ result.stderr().strip());
			}
			leaveOut(unfinished);
		}, cancellation);
	}

	private void leaveOut(Path symbols) throws IOException {
		Path kept = CacheFiles.beside(symbols);
		try (Stream<String> lines = Files.lines(symbols, StandardCharsets.ISO_8859_1)) {
			Files.write(kept, (Iterable<String>) lines.filter(line -> !LeftOut.symbol(line, kernel.config()))::iterator, StandardCharsets.ISO_8859_1);
			CacheFiles.publish(kept, symbols);
		} finally {
			Files.deleteIfExists(kept);
		}
	}

	private Path symbolFile(ParentObject parent) throws ToolException {
		try {
			return kernel.symbolFile(parent);
		} catch (KernelException e) {
			throw new ToolException(e.getMessage(), e);
		}
	}

	private Map<String, Integer> readSizes(Cancellation cancellation) throws ToolException {
		Path file = cached(directory.resolve(key("struct sizes", kernel.vmlinux()) + ".sizes"), unfinished -> {
			Properties sizes = new Properties();
			StructSizes.read(ObjectFile.read(kernel.vmlinux()), SpecialSections.structs(), cancellation)
					.forEach((name, size) -> sizes.setProperty(name, size.toString()));
			try (Writer writer = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
				sizes.store(writer, "sizes in bytes, from " + kernel.vmlinux());
			}
		}, cancellation);
		Properties sizes = new Properties();
		try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
			sizes.load(reader);
			Map<String, Integer> result = new TreeMap<>();
			sizes.stringPropertyNames().forEach(name -> result.put(name, Integer.valueOf(sizes.getProperty(name))));
			return result;
		} catch (IOException | IllegalArgumentException e) {
			throw new ToolException("struct sizes in " + file + " cannot be read: " + e.getMessage() + "; delete the file", e);
		}
	}

	private String key(String kind, Path binary) {
		return new CacheFiles.Key(kind).add(kernel.fingerprint()).stamp(binary).name();
	}

	@FunctionalInterface
	private interface Maker {
		void make(Path unfinished) throws IOException;
	}

	private Path cached(Path file, Maker maker, Cancellation cancellation) throws ToolException {
		if (Files.isRegularFile(file)) {
			return file;
		}
		try {
			CacheLock.holding(directory, file.toString(), cancellation, () -> {
				if (!Files.isRegularFile(file)) {
					make(file, maker);
				}
			});
			return file;
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException("facts about " + kernel.build() + " for the differ: " + e.getMessage(), e);
		}
	}

	private static void make(Path file, Maker maker) throws IOException {
		Path unfinished = CacheFiles.beside(file);
		try {
			maker.make(unfinished);
			CacheFiles.publish(unfinished, file);
		} finally {
			Files.deleteIfExists(unfinished);
		}
	}
}
