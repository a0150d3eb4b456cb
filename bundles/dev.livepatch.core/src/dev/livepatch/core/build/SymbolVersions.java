package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.Exports;
import dev.livepatch.core.kernel.Exports.Export;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/** The checksums by which a version of a source file would export its symbols: the kernel's own {@code genksyms}, fed as kbuild does ({@code cmd_gensymtypes_c} in scripts/Makefile.build). */
final class SymbolVersions {
	/** Since Linux 5.19; before, a line for the linker. */
	private static final Pattern VERSION = Pattern.compile("(?:#SYMVER |__crc_)(\\S+?)(?: = | )(0x[0-9a-f]{8})\\b");
	/** With line markers genksyms takes what a source file defines of a header's opaque types for private; a build can have made them without. */
	private static final List<List<String>> PREPROCESSORS = List.of(List.of(), List.of("-P"));
	private final KernelBuild kernel;
	private final Toolchain toolchain;
	private final Duration deadline;

	SymbolVersions(KernelBuild kernel, Toolchain toolchain, Duration deadline) {
		this.kernel = kernel;
		this.toolchain = toolchain;
		this.deadline = deadline;
	}

	/** Whether this kernel's checksums are made from the preprocessed text, by a program that is there. */
	boolean known() {
		return kernel.config().enabled("CONFIG_MODVERSIONS") && !kernel.config().enabled("CONFIG_GENDWARFKSYMS") && Files.isExecutable(genksyms());
	}

	/**
	 * The checksums with a change, by symbol, as {@code Module.symvers} writes them; empty if those of the running kernel cannot be made again, so that there is nothing to compare with.
	 *
	 * @param directory for derived files; exists
	 */
	Map<String, String> of(RecordedCommand command, Overlay original, Overlay patched, Path directory, Cancellation cancellation) throws IOException {
		Exports exports = kernel.exports();
		for (List<String> options : PREPROCESSORS) {
			Map<String, String> known = of(command, original, options, directory, cancellation);
			if (known.entrySet().stream().allMatch(e -> exports.of(e.getKey()).map(Export::version).equals(Optional.of(e.getValue())))) {
				return of(command, patched, options, directory, cancellation);
			}
		}
		return Map.of();
	}

	private Map<String, String> of(RecordedCommand command, Overlay overlay, List<String> options, Path directory, Cancellation cancellation) throws IOException {
		Path preprocessed = directory.resolve("preprocessed.i");
		List<String> arguments = new ArrayList<>();
		SourceRoot source = SourceRoot.of(command, kernel.build(), kernel.source());
		for (String argument : new OverlayCommand(command, source, overlay).arguments(toolchain.patchSources(), preprocessed, directory.resolve("included.d"))) {
			arguments.addAll(argument.equals("-c") ? List.of("-E", "-D__GENKSYMS__") : List.of(argument));
		}
		arguments.set(0, ObjtoolStep.program(arguments.get(0), kernel.build()));
		arguments.addAll(options);
		run(new ToolCommand(arguments, kernel.build(), deadline), cancellation);
		ToolResult result = run(new ToolCommand(List.of(genksyms().toString(), "-r", "/dev/null"), kernel.build(), deadline).reading(preprocessed), cancellation);
		Map<String, String> versions = new TreeMap<>();
		for (Matcher version = VERSION.matcher(result.stdout()); version.find();) {
			versions.put(version.group(1), version.group(2));
		}
		return versions;
	}

	private Path genksyms() {
		return kernel.build().resolve("scripts/genksyms/genksyms");
	}

	private static ToolResult run(ToolCommand command, Cancellation cancellation) throws ToolException {
		ToolResult result = Tool.run(command, cancellation);
		if (result.exitCode() != 0) {
			throw new ToolException(command.tool() + " failed with code " + result.exitCode() + " on the way to the exports' checksums: "
					+ result.stderr().lines().findFirst().orElse("no message"));
		}
		return result;
	}
}
