package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.SymbolType;

/**
 * Where the symbols of a stripped module are. Distributions strip modules of their debug information, and with it of the file symbols that tell
 * which of several local symbols of one name is meant; both are in a debug file with the same build id.
 */
final class DebugFile {
	private static final Path SYSTEM = Path.of("/usr/lib/debug/lib/modules");

	private DebugFile() {
	}

	/**
	 * The file itself if nothing is missing in it; else {@code FILE.debug} beside it (gdb's convention), or what the debug package installs.
	 *
	 * @throws KernelException if the file is stripped and no debug file of the same build can be found
	 */
	static Path of(Path file, Path build, String release) throws KernelException {
		Optional<Path> found = find(file, build, release);
		if (found.isPresent()) {
			return found.get();
		}
		Optional<String> id = buildId(file);
		throw new KernelException(file + " was stripped, so that its local symbols cannot be told apart" + (id.isPresent()
				? "; install the kernel's debug package, or put the debug file of the same build (build id " + id.get() + ") beside it as " + file.getFileName() + ".debug"
				: ", and has no build id by which its debug file would be known; build it again, and keep its symbols"));
	}

	private static Optional<String> buildId(Path file) throws KernelException {
		try {
			return ObjectFile.read(file).buildId();
		} catch (IOException e) {
			throw unreadable(file, e);
		}
	}

	/**
	 * As {@link #of}; empty if the file is stripped and no debug file of the same build can be found.
	 *
	 * @throws KernelException if the file, or a debug file, cannot be read
	 */
	static Optional<Path> find(Path file, Path build, String release) throws KernelException {
		try {
			ObjectFile stripped = ObjectFile.read(file);
			if (hasFiles(stripped)) {
				return Optional.of(file);
			}
			List<Path> candidates = List.of(file.resolveSibling(file.getFileName() + ".debug"),
					SYSTEM.resolve(release).resolve("kernel").resolve(build.relativize(file)));
			Optional<String> id = stripped.buildId();
			for (Path candidate : candidates) {
				if (Files.isRegularFile(candidate) && id.isPresent() && ObjectFile.read(candidate).buildId().equals(id)) {
					return Optional.of(candidate);
				}
			}
			return Optional.empty();
		} catch (IOException e) {
			throw unreadable(file, e);
		}
	}

	private static KernelException unreadable(Path file, IOException e) {
		return new KernelException("the symbols of " + file + " cannot be read: " + e.getMessage(), e);
	}

	private static boolean hasFiles(ObjectFile object) throws ObjectFormatException {
		return object.symbols().stream().anyMatch(s -> s.type() == SymbolType.FILE);
	}
}
