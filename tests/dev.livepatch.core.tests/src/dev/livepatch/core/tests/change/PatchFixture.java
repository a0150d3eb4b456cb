package dev.livepatch.core.tests.change;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** A tree of a few files, and patches for it. */
final class PatchFixture {
	final Path root;
	private final Path patches;

	PatchFixture(Path directory) throws IOException {
		this.root = Files.createDirectories(directory.toRealPath().resolve("linux"));
		this.patches = directory.toRealPath();
	}

	PatchFixture file(String path, String text) throws IOException {
		Path file = root.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text, StandardCharsets.ISO_8859_1);
		return this;
	}

	Path patch(String name, String text) throws IOException {
		return Files.writeString(patches.resolve(name), text, StandardCharsets.ISO_8859_1);
	}

	ChangeSet read(String patch) throws IOException {
		return read(patch("the.patch", patch));
	}

	ChangeSet read(Path... files) throws ChangeException {
		return read(Cancellation.NEVER, files);
	}

	ChangeSet read(Cancellation cancellation, Path... files) throws ChangeException {
		return PatchReader.read("the-patch", List.of(files), root, cancellation);
	}

	ChangeException refused(String patch) {
		return assertThrows(ChangeException.class, () -> read(patch));
	}

	Map<String, String> snapshot() throws IOException {
		return DemoKernel.snapshot(root);
	}
}
