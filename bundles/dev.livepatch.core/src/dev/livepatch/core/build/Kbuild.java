package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/** The kernel's own build of external modules, which leaves the kernel build as it is (Documentation/kbuild/modules.rst). */
final class Kbuild {
	private static final Duration DEADLINE = Duration.ofSeconds(180);
	// make splits names at spaces and colons, and quotes nothing in M=
	private static final Pattern SAFE_PATH = Pattern.compile("[A-Za-z0-9_./+,@-]+");
	private static final Pattern UNDEFINED = Pattern.compile("(?:ERROR: modpost: |ERROR: |WARNING: modpost: |WARNING: )?\"([^\"]+)\" \\[[^\\]]*\\] undefined!");

	private Kbuild() {
	}

	/** An empty directory to build in: of this name if make can take it, else elsewhere. */
	static Path directory(Path wanted) throws IOException {
		if (!SAFE_PATH.matcher(wanted.toString()).matches()) {
			return Files.createTempDirectory("livepatch-module");
		}
		CacheFiles.delete(wanted);
		return Files.createDirectories(wanted);
	}

	/**
	 * Builds what a directory's Makefile names.
	 *
	 * @param settings variables for make, as {@code NAME=VALUE}
	 */
	static void make(KernelBuild kernel, Path work, List<String> settings, Cancellation cancellation) throws ToolException {
		List<String> arguments = new ArrayList<>(List.of("make", "-C", kernel.build().toString(), "M=" + work, "-j2", "KCFLAGS=",
				// pahole cannot read such modules, and nobody asks for their types
				"CONFIG_DEBUG_INFO_BTF_MODULES=",
				// each object has been seen by objtool; in what is linked of them, calls are without their relocations for a while (CONFIG_KLP_BUILD has it look at that only)
				"delay-objtool="));
		arguments.addAll(settings);
		compiler(kernel).ifPresent(c -> arguments.add("CC=" + c));
		// variables of a make that this program was started from
		Map<String, String> environment = Map.of("MAKEFLAGS", "", "MFLAGS", "", "MAKELEVEL", "", "KBUILD_OUTPUT", "", "KBUILD_EXTRA_SYMBOLS", "");
		run(new ToolCommand(arguments, work, environment, DEADLINE), work.resolve("make.log"), cancellation);
	}

	/** @throws ToolException if it fails; the message names the log with its command and output */
	static void run(ToolCommand command, Path log, Cancellation cancellation) throws ToolException {
		ToolResult result = Tool.run(command, cancellation);
		if (result.exitCode() == 0) {
			return;
		}
		String output = result.stdout() + result.stderr();
		try {
			Files.writeString(log, "in " + command.directory() + "\n" + String.join("\n", command.arguments()) + "\n\nexit code " + result.exitCode()
					+ "\n" + output, StandardCharsets.UTF_8);
		} catch (IOException e) {
			throw new ToolException(command.tool() + " failed: " + reason(result) + "; its log cannot be written to " + log, e);
		}
		throw new ToolException(command.tool() + " failed: " + reason(result) + " (inputs are in " + log.getParent() + ", the log is " + log + ")");
	}

	private static String reason(ToolResult result) {
		Matcher undefined = UNDEFINED.matcher(result.stdout() + result.stderr());
		TreeSet<String> symbols = new TreeSet<>();
		while (undefined.find()) {
			symbols.add(undefined.group(1));
		}
		if (!symbols.isEmpty()) {
			return "the patch uses " + String.join(", ", symbols)
					+ ", which neither the kernel nor the patch defines; declare only what exists, or add its definition to the patch";
		}
		String ending = result.crashed() ? "signal " + (result.exitCode() - 128) : "code " + result.exitCode();
		return result.stderr().lines().filter(l -> l.contains("error") || l.contains("ERROR") || l.contains("***")).findFirst()
				.or(() -> result.stderr().lines().filter(l -> !l.isBlank()).findFirst()).map(l -> l.strip() + ", " + ending).orElse(ending);
	}

	/** The compiler the kernel was built with, which need not be the default one. */
	private static Optional<String> compiler(KernelBuild kernel) throws ToolException {
		try {
			return kernel.command("init/main.o").map(c -> String.join(" ", c.compiler().stream().takeWhile(a -> !a.startsWith("-")).toList()));
		} catch (KernelException e) {
			throw new ToolException(e.getMessage(), e);
		}
	}
}
