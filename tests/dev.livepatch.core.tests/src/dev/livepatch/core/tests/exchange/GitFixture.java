package dev.livepatch.core.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A git repository of a test's own, under settings that a user might have and that must not matter. */
final class GitFixture {
	static final String AUTHOR = "J\u00f6rg M\u00fcller <joerg@example.org>";
	final Path root;

	GitFixture(Path root) throws IOException {
		this.root = Files.createDirectories(root);
		git("init", "-q", "-b", "main");
		git("config", "user.name", "J\u00f6rg M\u00fcller");
		git("config", "user.email", "joerg@example.org");
		for (String[] setting : new String[][] { { "diff.noprefix", "true" }, { "color.ui", "always" }, { "diff.external", "/bin/false" }, { "format.attach", "true" },
				{ "log.showSignature", "true" }, { "format.pretty", "oneline" }, { "core.autocrlf", "false" } }) {
			git("config", setting[0], setting[1]);
		}
	}

	GitFixture file(String path, String text) throws IOException {
		Path file = root.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text, StandardCharsets.ISO_8859_1);
		return this;
	}

	/** Commits everything, changed or not, and returns the commit's name. */
	String commit(String message) throws IOException {
		git("add", "-A");
		git("commit", "-q", "--allow-empty", "-m", message);
		return git("rev-parse", "HEAD").strip();
	}

	/** Runs git in the repository and returns what it prints. */
	String git(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("git"));
		command.addAll(List.of(arguments));
		return run(root, command);
	}

	static String run(Path directory, List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_AUTHOR_DATE", "2024-02-03T04:05:06+0100", "GIT_COMMITTER_DATE", "2024-02-03T04:05:06+0100"));
		Process process = builder.start();
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			assertEquals(0, process.waitFor(), String.join(" ", command) + ": " + out);
		} catch (InterruptedException e) {
			throw new IOException(e);
		}
		return out;
	}

	static String lines(int from, int to) {
		StringBuilder text = new StringBuilder();
		for (int i = from; i <= to; i++) {
			text.append("line ").append(i).append('\n');
		}
		return text.toString();
	}
}
