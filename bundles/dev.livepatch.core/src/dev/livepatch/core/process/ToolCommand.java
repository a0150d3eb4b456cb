package dev.livepatch.core.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One run of an external tool. Never a shell string: names from patches and objects arrive as whole arguments.
 *
 * @param arguments   the program and its arguments
 * @param directory   the working directory
 * @param environment variables added to this process's own environment
 * @param deadline    after which the tool and its descendants are killed
 */
public record ToolCommand(List<String> arguments, Path directory, Map<String, String> environment, Duration deadline) {

	public ToolCommand {
		arguments = List.copyOf(arguments);
		environment = Map.copyOf(environment);
	}

	public ToolCommand(List<String> arguments, Path directory, Duration deadline) {
		this(arguments, directory, Map.of(), deadline);
	}

	/** The program's file name, for messages. */
	public String tool() {
		return Path.of(arguments.get(0)).getFileName().toString();
	}
}
