package dev.livepatch.cli;

import java.io.IOException;
import java.util.concurrent.CancellationException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

import dev.livepatch.core.process.Cancellation;

/** {@code livepatch check | build | fix | verify | inspect | import | export}. Standard output carries the report and nothing else. */
@Command(name = "livepatch", description = "Checks, builds and verifies Linux kernel live patches.", mixinStandardHelpOptions = true, version = "livepatch 0.1.0",
		subcommands = { CheckCommand.class, BuildCommand.class, FixCommand.class, VerifyCommand.class, InspectCommand.class, ImportCommand.class, ExportCommand.class },
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:patchable, built, verified, inspected, fits or exported", "1:not patchable, the verification failed, the kernel would refuse the module, or hunks do not fit", "2:usage error, change that cannot be compiled, or tool failure", "3:no functional change" })
public final class Main {
	/** Exit code for usage errors and tool failures. */
	static final int FAILURE = 2;
	private static final int INTERRUPTED = 130;

	private Main() {
	}

	public static void main(String[] arguments) {
		Interrupt interrupt = Interrupt.install();
		int code = run(interrupt, arguments);
		interrupt.finished();
		System.exit(code);
	}

	/** Runs one command line; the exit code is as the usage text says. */
	static int run(Cancellation cancellation, String... arguments) {
		CommandLine commandLine = new CommandLine(new Main(), new CommandFactory(cancellation));
		commandLine.setCaseInsensitiveEnumValuesAllowed(true);
		commandLine.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
		return commandLine.execute(arguments);
	}

	private static int failed(Exception e, CommandLine command) throws Exception {
		return switch (e) {
			case CancellationException c -> {
				command.getErr().println("livepatch: cancelled");
				yield INTERRUPTED;
			}
			case ParameterException p -> throw p;
			case IOException io -> {
				command.getErr().println("livepatch: " + Failure.text(io));
				yield FAILURE;
			}
			default -> throw e;
		};
	}
}
