package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/**
 * Compares the compiler that is installed now with the one that made vmlinux. Another one makes other code from the same source, so
 * that functions seem changed which are not.
 */
final class CompilerCheck {
	private static final Duration DEADLINE = Duration.ofSeconds(20);
	private static final Pattern IDENT = Pattern.compile("(?m)^\\s*\\.ident\\s+\"(.*)\"\\s*$");
	/** Built into every kernel. */
	private static final List<String> SAMPLES = List.of("init/main.o", "kernel/fork.o", "init/version.o", "fs/open.o");
	private final KernelBuild kernel;
	private final KernelChecks report;

	CompilerCheck(KernelBuild kernel, KernelChecks report) {
		this.kernel = kernel;
		this.report = report;
	}

	void run() {
		try {
			Optional<RecordedCommand> sample = sample();
			if (sample.isEmpty()) {
				report.error("no compile commands are recorded in " + kernel.build() + " (init/.main.o.cmd and others are missing)",
						"build the kernel there, and keep the .cmd files");
				return;
			}
			List<String> compiler = driver(sample.get());
			Optional<String> now = ident(compiler);
			if (now.isEmpty()) {
				report.error("the compiler that the kernel was built with (" + String.join(" ", compiler) + ") cannot be run",
						"install it: " + kernel.config().value("CONFIG_CC_VERSION_TEXT").orElse(String.join(" ", compiler)));
				return;
			}
			compare(compiler, now.get());
		} catch (KernelException e) {
			report.error(e.getMessage(), "build the kernel again");
		}
	}

	private void compare(List<String> compiler, String now) {
		Optional<List<String>> comments = comments();
		if (comments.isEmpty()) {
			return;
		}
		List<String> then = comments.get();
		String remedy = "install the compiler that the kernel was built with ("
				+ kernel.config().value("CONFIG_CC_VERSION_TEXT").orElse(then.isEmpty() ? "unknown" : then.getFirst()) + "), or build the kernel again with this one";
		if (then.isEmpty()) {
			report.warning("vmlinux does not say which compiler made it (no .comment section), so it cannot be compared with " + now, remedy);
		} else if (!then.contains(now)) {
			report.error("the compiler is another than the kernel's: " + String.join(" ", compiler) + " is now " + now + ", vmlinux was made by "
					+ String.join(" and ", then), remedy);
		}
	}

	private Optional<RecordedCommand> sample() throws KernelException {
		for (String object : SAMPLES) {
			Optional<RecordedCommand> command = kernel.command(object);
			if (command.isPresent()) {
				return command;
			}
		}
		return Optional.empty();
	}

	/** Empty if vmlinux is missing or damaged, which the other checks tell. */
	private Optional<List<String>> comments() {
		try {
			return Files.isRegularFile(kernel.vmlinux()) ? Optional.of(ObjectFile.read(kernel.vmlinux()).comments()) : Optional.empty();
		} catch (IOException e) {
			return Optional.empty();
		}
	}

	/** The program, and a launcher like ccache before it. */
	private static List<String> driver(RecordedCommand command) {
		List<String> result = new ArrayList<>();
		for (String argument : command.compiler()) {
			if (argument.startsWith("-")) {
				break;
			}
			result.add(argument);
		}
		return result;
	}

	/** What the compiler would write into {@code .comment}, from the assembly of an empty file. */
	private Optional<String> ident(List<String> compiler) {
		List<String> arguments = new ArrayList<>(compiler);
		arguments.addAll(List.of("-S", "-x", "c", "-o", "-", "/dev/null"));
		try {
			ToolResult result = Tool.run(new ToolCommand(arguments, kernel.build(), DEADLINE), Cancellation.NEVER);
			Matcher matcher = IDENT.matcher(result.stdout());
			return result.exitCode() == 0 && matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
		} catch (ToolException e) {
			return Optional.empty();
		}
	}
}
