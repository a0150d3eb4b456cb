package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/** Runs git so that neither the user's settings nor a repository's change what it prints, fetch anything or run other programs. */
final class Git {
	private static final Duration DEADLINE = Duration.ofMinutes(5);
	private static final long MAX_BYTES = 64L << 20;
	private static final Map<String, String> ENVIRONMENT = Map.of("GIT_OPTIONAL_LOCKS", "0", "GIT_TERMINAL_PROMPT", "0", "GIT_NO_LAZY_FETCH", "1",
			"GIT_PAGER", "cat", "GIT_NO_REPLACE_OBJECTS", "1", "GIT_LITERAL_PATHSPECS", "1");
	private static final List<String> SAFE = List.of("--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never",
			"-c", "log.showSignature=false", "-c", "core.attributesFile=/dev/null", "-c", "core.quotePath=true", "-c", "i18n.logOutputEncoding=UTF-8", "-c", "i18n.commitEncoding=UTF-8");

	private final Path directory;
	private final Cancellation cancellation;

	/** @param directory in which git runs */
	Git(Path directory, Cancellation cancellation) {
		this.directory = directory;
		this.cancellation = cancellation;
	}

	/** @throws ToolException if it cannot be started or takes too long; any exit code is an answer */
	ToolResult run(String... arguments) throws ToolException {
		return Tool.run(command(arguments), cancellation);
	}

	/** As {@link #run}, reading a file. */
	ToolResult reading(Path input, String... arguments) throws ToolException {
		return Tool.run(command(arguments).reading(input), cancellation);
	}

	/** As {@link #run}, with what it prints in a file. */
	ToolResult into(Path output, String... arguments) throws ToolException {
		return Tool.run(command(arguments), output, cancellation);
	}

	/** What git prints, one character for each byte; empty if it failed. */
	Optional<String> bytes(Path scratch, String... arguments) throws IOException {
		ToolResult result = into(scratch, arguments);
		if (result.exitCode() != 0) {
			return Optional.empty();
		}
		if (Files.size(scratch) > MAX_BYTES) {
			throw new IOException("git printed more than " + (MAX_BYTES >> 20) + " MiB for " + String.join(" ", arguments));
		}
		return Optional.of(Files.readString(scratch, StandardCharsets.ISO_8859_1));
	}

	/** Git's own complaint in one line. */
	static String complaint(ToolResult result) {
		return result.stderr().lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().map(l -> l.replaceFirst("^(fatal|error): ", ""))
				.orElse("git exited with code " + result.exitCode());
	}

	private ToolCommand command(String... arguments) {
		List<String> all = new ArrayList<>(List.of("git"));
		all.addAll(SAFE);
		all.addAll(List.of(arguments));
		return new ToolCommand(all, directory, ENVIRONMENT, DEADLINE);
	}
}
