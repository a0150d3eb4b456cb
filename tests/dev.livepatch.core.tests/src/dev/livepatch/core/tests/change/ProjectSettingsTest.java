package dev.livepatch.core.tests.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ProjectSettings;

/** {@code livepatch.toml}. */
class ProjectSettingsTest {
	@TempDir
	private Path directory;

	@Test
	void everythingCanBeLeftOut() throws IOException {
		ProjectSettings settings = read("");
		assertEquals(new ProjectSettings("my-fix", Optional.empty(), Optional.empty(), true, List.of("verify/*.sh"), "kpatch", new ProjectSettings.Machine(2, 512), OptionalInt.empty()), settings);
		assertEquals(settings, read("# only a comment\n"));
		assertEquals(settings, read("[verify]\n[machine]\n"));
	}

	@Test
	void everythingCanBeSaid() throws IOException {
		assertEquals(new ProjectSettings("other_name", Optional.of("what for"), Optional.of("A. B. <ab@example.org>"), false, List.of("t/a.sh", "t/*.py"), "klp", new ProjectSettings.Machine(4, 1024), OptionalInt.of(7)), read("""
				name = "other_name"
				description = 'what for'
				author = "A. B. <ab@example.org>"
				replace = false
				differ = "klp"
				[verify]
				probes = ["t/a.sh", "t/*.py"]
				[machine]
				cpus = 4
				memory = 1024
				[check]
				objects = 7
				"""));
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(Arguments.of("nam = 'x'\n", 1, "there is no setting nam; known here are author, check, description, differ, machine, name, replace, verify"),
				Arguments.of("replace = true\n\n[machine]\ncpus = 1\nmemroy = 5\n", 5, "there is no setting machine.memroy; known here are cpus, memory"),
				Arguments.of("[probes]\nx = 1\n", 1, "there is no setting probes"),
				Arguments.of("name = 'x'\nreplace = 'perhaps'\n", 2, "replace has a value of the wrong kind"),
				Arguments.of("[machine]\ncpus = 'two'\n", 2, "machine.cpus has a value of the wrong kind"),
				Arguments.of("[machine]\ncpus = 0\n", 2, "machine.cpus is 0; it has to be 1 to 64"),
				Arguments.of("[machine]\n\nmemory = 1\n", 3, "machine.memory is 1; it has to be 64 to 65536"),
				Arguments.of("# x\nname = 'a b'\n", 2, "'a b' cannot be a patch's name"),
				Arguments.of("author = 'me'\n", 1, "author is 'me'; it has to be written Name <"),
				Arguments.of("[check]\nobjects = 0\n", 2, "check.objects is 0; it has to be 1 or more"),
				Arguments.of("differ = ''\n", 1, "differ is empty"),
				Arguments.of("[verify]\nprobes = ['../x.sh']\n", 2, "leads out"),
				Arguments.of("[verify]\nprobes = ['/bin/x.sh']\n", 2, "absolute"),
				Arguments.of("[verify]\nprobes = ['x[.sh']\n", 2, "is not a file name pattern"),
				Arguments.of("[verify]\nprobes = [[1]]\n", 2, "wrong kind"),
				Arguments.of("name = 'x'\nreplace = \n", 2, "not TOML"),
				Arguments.of("name = 'x'\nname = 'y'\n", 2, "not TOML"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void mistakesAreNamedWithTheirLine(String text, int line, String message) {
		ChangeException error = assertThrows(ChangeException.class, () -> read(text));
		assertTrue(error.getMessage().contains(message), error.getMessage());
		assertEquals(line, error.line(), error.getMessage());
		assertTrue(error.file().endsWith("livepatch.toml"), error.file());
	}

	@Test
	void theAuthorIsSetAndNothingElse() throws IOException {
		String author = "J\u00f6rg \"Joe\" M. <joerg@example.org>";
		String text = "# mine\nname = 'x' # why\n\n[machine]\ncpus = 1\n";
		String once = ProjectSettings.withAuthor(text, author);
		assertEquals("# mine\nname = 'x' # why\nauthor = \"J\u00f6rg \\\"Joe\\\" M. <joerg@example.org>\"\n\n[machine]\ncpus = 1\n", once);
		assertEquals(Optional.of(author), read(once).author());
		assertEquals(Optional.of("B <b@example.org>"), read(ProjectSettings.withAuthor(once, "B <b@example.org>")).author());
		assertEquals(Optional.of(author), read(ProjectSettings.withAuthor("[machine]\ncpus = 1\n", author)).author());
	}

	@Test
	void aDirectoryWhoseNameCannotBeAPatchsNeedsAName() throws IOException {
		Path odd = Files.createDirectory(directory.resolve("my fix"));
		Path toml = Files.writeString(odd.resolve("livepatch.toml"), "");
		ChangeException error = assertThrows(ChangeException.class, () -> ProjectSettings.read(toml));
		assertTrue(error.getMessage().contains("the directory's name 'my fix' cannot be a patch's name; set name"), error.getMessage());
	}

	@Test
	void whatIsNotTextIsRefused() throws IOException {
		Path toml = Files.write(directory.resolve("livepatch.toml"), new byte[] { (byte) 0xff, (byte) 0xfe });
		assertTrue(assertThrows(ChangeException.class, () -> ProjectSettings.read(toml)).getMessage().contains("not UTF-8"));
		assertTrue(assertThrows(ChangeException.class, () -> ProjectSettings.read(directory.resolve("none"))).getMessage().contains("no such file"));
	}

	private ProjectSettings read(String text) throws IOException {
		Path project = Files.createDirectories(directory.resolve("my-fix"));
		return ProjectSettings.read(Files.writeString(project.resolve("livepatch.toml"), text));
	}
}
