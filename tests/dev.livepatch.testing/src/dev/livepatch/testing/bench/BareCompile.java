package dev.livepatch.testing.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;

/** What kbuild would run for one object, and nothing else: the limit that a check is compared with. */
record BareCompile(KernelBuild kernel, RecordedCommand command, Path output) {

	void run() throws IOException {
		List<String> compiler = new ArrayList<>(command.compiler());
		compiler.removeIf(argument -> argument.startsWith("-Wp,-MMD,"));
		step(compiler);
		if (command.objtool().isPresent()) {
			step(command.objtool().get());
		}
	}

	private void step(List<String> arguments) throws IOException {
		List<String> redirected = arguments.stream().map(a -> a.equals(command.object()) ? output.toString() : a).toList();
		ToolResult result = Tool.run(new ToolCommand(redirected, kernel.build(), Duration.ofMinutes(2)), Cancellation.NEVER);
		if (result.exitCode() != 0) {
			throw new IOException(command.object() + " does not compile: " + result.stderr());
		}
	}
}
