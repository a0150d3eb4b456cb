package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/** The kernel's own versions of objects, compiled once each. */
final class Originals {
	private static final String WARNINGS = "warnings";
	private final KernelBuild kernel;
	private final Toolchain toolchain;
	private final Duration deadline;
	private final OriginalCache cache;
	private final Path failures;

	Originals(KernelBuild kernel, Toolchain toolchain, ObjectCompiler.Limits limits) {
		this.kernel = kernel;
		this.toolchain = toolchain;
		this.deadline = limits.compile();
		this.cache = new OriginalCache(toolchain.cache().resolve("originals"), limits.cacheBytes());
		this.failures = toolchain.cache().resolve("failures");
	}

	/**
	 * @param warnings the keys of the compiler's warnings ({@link VersionCompiler.Result#warningKeys})
	 * @param time     spent compiling or finding it
	 * @param cached   whether it was there already
	 */
	record Original(Path object, Set<String> warnings, Duration time, boolean cached) {
	}

	void warm(AffectedObject object, Cancellation cancellation) throws ToolException {
		cached(object, text(object), cancellation);
	}

	/** The object in {@code work/original}, from the cache or compiled into it. */
	Original get(AffectedObject object, String text, Path work, Cancellation cancellation) throws ToolException {
		long start = System.nanoTime();
		Path output = work.resolve("original").resolve(object.path());
		try {
			while (true) {
				OriginalCache.Entry entry = cached(object, text, cancellation);
				try {
					Path made = entry.directory().resolve(OriginalCache.OBJECT);
					link(made, output);
					Files.deleteIfExists(CloneLogs.beside(output));
					Optional<Path> clones = CloneLogs.written(made);
					if (clones.isPresent()) {
						link(clones.get(), CloneLogs.beside(output));
					}
					Set<String> warnings = new HashSet<>(Files.readAllLines(entry.directory().resolve(WARNINGS)));
					return new Original(output, warnings, Duration.ofNanos(System.nanoTime() - start), entry.hit());
				} catch (NoSuchFileException e) {
					// evicted by another process between two steps: make it again
					cancellation.check();
				}
			}
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException(object.path() + ": original object: " + e.getMessage(), e);
		}
	}

	private OriginalCache.Entry cached(AffectedObject object, String text, Cancellation cancellation) throws ToolException {
		VersionCompiler compiler = new VersionCompiler(kernel, toolchain, object.command(), deadline);
		String key = compiler.key(text);
		// the entry in the making goes when it fails
		Path log = failures.resolve(key + ".log");
		return cache.get(key, directory -> {
			Path root = directory.resolve("source");
			Overlay overlay = Overlay.original(root, object.command(), text);
			try {
				VersionCompiler.Result result = compiler.compile(overlay, directory.resolve(OriginalCache.OBJECT), log, cancellation);
				Files.write(directory.resolve(WARNINGS), result.warningKeys());
			} catch (CompileException e) {
				throw new ToolException("the kernel's own " + object.command().source() + " does not compile with its recorded command ("
						+ e.getMessage() + "): is the source tree the one that the kernel was built from, with the same compiler?", e);
			}
			CacheFiles.delete(root);
		}, cancellation);
	}

	private static void link(Path entry, Path output) throws IOException {
		Files.createDirectories(output.getParent());
		Files.deleteIfExists(output);
		try {
			Files.createLink(output, entry);
		} catch (NoSuchFileException | FileAlreadyExistsException e) {
			throw e;
		} catch (IOException | UnsupportedOperationException e) {
			// the work directory is on another file system than the cache
			Files.copy(entry, output);
		}
	}

	/** The source's text in the kernel tree, as the change knows it. */
	String text(AffectedObject object, ChangeSet change) throws ToolException {
		String source = object.command().source();
		for (FileChange file : change.files()) {
			if (file.originalPath().filter(source::equals).isPresent()) {
				return file.original().orElseThrow();
			}
		}
		return text(object);
	}

	private String text(AffectedObject object) throws ToolException {
		Path file = kernel.sourceFile(object.command().source());
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		} catch (IOException e) {
			throw new ToolException("the kernel's source file " + file + " cannot be read: " + e.getMessage(), e);
		}
	}
}
