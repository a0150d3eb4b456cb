package dev.livepatch.cli.tests;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.livepatch.testing.Checkout;
import dev.livepatch.testing.DemoKernel;

/** The command line as a user runs it: {@code releng/livepatch} in a process of its own. */
final class Livepatch {
	private static final Duration DEADLINE = Duration.ofMinutes(4);
	private final Path directory;

	/** @param directory the working directory, for output that the command may leave there */
	Livepatch(Path directory) {
		this.directory = directory;
	}

	record Result(int exitCode, String stdout, String stderr) {
		JsonNode json() throws IOException {
			return new ObjectMapper().readTree(stdout);
		}
	}

	Result run(String... arguments) throws IOException, InterruptedException {
		Path err = Files.createTempFile(directory, "stderr", ".txt");
		Process process = start(err, arguments);
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
			process.destroyForcibly();
			fail("livepatch " + String.join(" ", arguments) + " did not end within " + DEADLINE.toSeconds() + " s: " + Files.readString(err));
		}
		return new Result(process.exitValue(), out, Files.readString(err));
	}

	/** Starts it without waiting for its end; its complaints go to the file. */
	Process start(Path err, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(script().toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
		// takes what this build has made
		builder.environment().put("LIVEPATCH_BUILDING", "1");
		builder.environment().put("LIVEPATCH_KERNEL", DemoKernel.directory().toString());
		return builder.start();
	}

	private static Path script() {
		return Checkout.root().resolve("releng/livepatch");
	}
}
