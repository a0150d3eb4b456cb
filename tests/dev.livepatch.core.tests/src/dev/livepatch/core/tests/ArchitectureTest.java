package dev.livepatch.core.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bundles may know of which. */
class ArchitectureTest {

	@ParameterizedTest
	@CsvSource({ "core, org.eclipse.", "core, dev.livepatch.vm", "core, dev.livepatch.cli", "core, dev.livepatch.ide", "vm, org.eclipse.", "vm, dev.livepatch.cli",
			"vm, dev.livepatch.ide", "cli, org.eclipse.", "cli, dev.livepatch.ide", "ide, dev.livepatch.ide.ui", "ide, org.eclipse.swt", "ide, org.eclipse.jface",
			"ide, dev.livepatch.cli", "ide.ui, dev.livepatch.cli" })
	void bundleDoesNotMention(String bundle, String forbidden) throws IOException {
		List<String> offenders = new ArrayList<>();
		Path sources = checkout().resolve("bundles/dev.livepatch." + bundle);
		int seen = 0;
		try (Stream<Path> files = Files.walk(sources.resolve("src"))) {
			for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
				seen++;
				if (Files.readString(file).contains("import " + forbidden)) {
					offenders.add(sources.relativize(file).toString());
				}
			}
		}
		assertTrue(seen > 0, "no sources below " + sources);
		assertEquals(List.of(), offenders);
	}

	private static Path checkout() {
		for (Path directory = Path.of("").toAbsolutePath(); directory != null; directory = directory.getParent()) {
			if (Files.isDirectory(directory.resolve("bundles/dev.livepatch.core"))) {
				return directory;
			}
		}
		throw new IllegalStateException("no checkout above " + Path.of("").toAbsolutePath());
	}
}
