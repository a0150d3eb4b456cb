package dev.livepatch.core.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bundles and packages may know of which. */
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

	/** Packages that know of each other are one package. */
	@ParameterizedTest
	@ValueSource(strings = { "core", "vm", "cli", "ide", "ide.ui" })
	void packagesDependOneWay(String bundle) throws IOException {
		Map<String, Set<String>> uses = packages("dev.livepatch." + bundle);
		assertTrue(uses.values().stream().anyMatch(u -> !u.isEmpty()) || uses.size() == 1, "nothing read of " + bundle);
		boolean fewer = true;
		while (fewer) {
			// what uses none of those left, or is used by none, is in no cycle
			fewer = uses.keySet().removeIf(name -> uses.get(name).isEmpty() || uses.values().stream().noneMatch(u -> u.contains(name)));
			uses.values().forEach(u -> u.retainAll(uses.keySet()));
		}
		assertEquals(Map.of(), uses);
	}

	/** The other packages of its bundle that each package imports from. */
	private static Map<String, Set<String>> packages(String bundle) throws IOException {
		Pattern imported = Pattern.compile("^import (?:static )?(" + Pattern.quote(bundle) + "(?:\\.[a-z]\\w*)*)\\.[A-Z]", Pattern.MULTILINE);
		Map<String, Set<String>> uses = new TreeMap<>();
		Path sources = checkout().resolve("bundles/" + bundle + "/src");
		try (Stream<Path> files = Files.walk(sources)) {
			for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
				String own = sources.relativize(file.getParent()).toString().replace('/', '.');
				Set<String> others = uses.computeIfAbsent(own, name -> new TreeSet<>());
				imported.matcher(Files.readString(file)).results().map(m -> m.group(1)).filter(name -> !name.equals(own)).forEach(others::add);
			}
		}
		return uses;
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
