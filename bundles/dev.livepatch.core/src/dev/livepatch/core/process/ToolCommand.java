package dev.livepatch.core.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of an external tool. Never a shell string: names from patches and objects arrive as whole arguments.
 *
 * @param arguments   the program and its arguments
 * @param directory   the working directory
 * @param environment variables added to this process's own environment
 * @param deadline    after which the tool and its descendants are killed
 * @param stdin       what the tool reads; nothing if empty
 */
public record ToolCommand(List<String> arguments, Path directory, Map<String, String> environment, Duration deadline, Optional<Path> stdin) {

	public ToolCommand {
		arguments = List.copyOf(arguments);
		environment = Map.copyOf(environment);
	}

	public ToolCommand(List<String> arguments, Path directory, Map<String, String> environment, Duration deadline) {
		this(arguments, directory, environment, deadline, Optional.empty());
	}

	public ToolCommand(List<String> arguments, Path directory, Duration deadline) {
		this(arguments, directory, Map.of(), deadline);
	}

	/** The same, with a file for its input. */
	public ToolCommand reading(Path file) {
		return new ToolCommand(arguments, directory, environment, deadline, Optional.of(file));
	}

	/** The program's file name, for messages. */
	public String tool() {
		return Path.of(arguments.get(0)).getFileName().toString();
	}
}
