package dev.livepatch.core.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.livepatch.testing.Checkout;

/** The IDE's texts can be translated: they are in message files, all that are declared are there, and all that are there are used. */
class MessagesTest {
	private static final Pattern DECLARED = Pattern.compile("public static String (\\w+);");
	private static final Pattern USED = Pattern.compile("Messages\\.(\\w+)");
	/** What shows its argument to the user, with one that begins like a sentence. */
	private static final Pattern LITERAL = Pattern.compile("\\b(?:setText|setMessage|setErrorMessage|setToolTipText|setTitle|setDescription|setWindowTitle|setPartName|openQuestion"
			+ "|new Action|new MenuItem|Status\\.error|Status\\.warning|Status\\.info|setTaskName|subTask)\\(\\s*\"[&A-Z][^\"]*[a-z ]{3}");

	static Stream<Path> messages() throws IOException {
		return sources("dev.livepatch.ide", "dev.livepatch.ide.ui").filter(f -> f.endsWith("Messages.java"));
	}

	@ParameterizedTest
	@MethodSource("messages")
	void declaredWrittenAndUsedTextsAreTheSame(Path declaration) throws IOException {
		Set<String> declared = DECLARED.matcher(Files.readString(declaration)).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
		Properties written = new Properties();
		try (Reader in = Files.newBufferedReader(declaration.resolveSibling("messages.properties"))) {
			written.load(in);
		}
		assertFalse(declared.isEmpty(), declaration.toString());
		assertEquals(declared, new TreeSet<>(written.stringPropertyNames()));
		Set<String> used = new TreeSet<>();
		try (Stream<Path> users = Files.list(declaration.getParent())) {
			for (Path user : users.filter(f -> f.toString().endsWith(".java") && !f.equals(declaration)).toList()) {
				USED.matcher(Files.readString(user)).results().map(m -> m.group(1)).forEach(used::add);
			}
		}
		used.retainAll(declared);
		assertEquals(declared, used);
	}

	@Test
	void noTextIsWrittenInTheCode() throws IOException {
		List<String> found = new ArrayList<>();
		for (Path file : sources("dev.livepatch.ide", "dev.livepatch.ide.ui").filter(f -> f.toString().endsWith(".java")).toList()) {
			LITERAL.matcher(Files.readString(file)).results().forEach(m -> found.add(file.getFileName() + ": " + m.group()));
		}
		assertEquals(List.of(), found);
	}

	private static Stream<Path> sources(String... bundles) throws IOException {
		List<Path> files = new ArrayList<>();
		for (String bundle : bundles) {
			try (Stream<Path> walk = Files.walk(Checkout.root().resolve("bundles").resolve(bundle).resolve("src"))) {
				walk.filter(Files::isRegularFile).forEach(files::add);
			}
		}
		return files.stream().sorted();
	}
}
