package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/**
 * Makes a patch module as kpatch-build does: links what the differ extracted, builds it with kpatch's hook as an external module against the kernel build
 * (which kbuild leaves as it is), and turns kpatch's relocations into the kernel's.
 */
public final class PatchModuleBuilder {
	private static final Duration LINK = Duration.ofSeconds(60);
	private static final Duration KBUILD = Duration.ofSeconds(180);
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,39}");
	// make splits names at spaces and colons, and quotes nothing in M=
	private static final Pattern SAFE_PATH = Pattern.compile("[A-Za-z0-9_./+,@-]+");
	private static final Pattern UNDEFINED = Pattern.compile("(?:ERROR: modpost: |ERROR: |WARNING: modpost: |WARNING: )?\"([^\"]+)\" \\[[^\\]]*\\] undefined!");

	/**
	 * Builds the module {@code livepatch-NAME.ko} in a directory. One that is there already is replaced when the new one is complete.
	 *
	 * @param name    of the patch
	 * @param replace whether loading it replaces all patches loaded before (livepatch's atomic replace)
	 * @param objects at least one, of any parents
	 * @param outDir  is made if necessary
	 * @throws ToolException if a tool fails; its inputs and log are kept, the message says where
	 */
	public PatchModule build(KernelBuild kernel, Toolchain toolchain, String name, boolean replace, List<PatchedObject> objects, Path outDir,
			Cancellation cancellation) throws ToolException {
		if (!NAME.matcher(name).matches()) {
			throw new ToolException("a patch module cannot be named after \"" + name + "\": letters, digits, _ and - only, at most 40");
		}
		if (objects.isEmpty()) {
			throw new ToolException("there is nothing to put into a patch module: no object has a functional change");
		}
		if (replace && !Toolchain.klpReplace(kernel.release())) {
			throw new ToolException("kernel " + kernel.release() + " cannot replace patches (since 5.1); set replace = false in livepatch.toml");
		}
		String moduleFile = PatchModule.fileNameFor(name) + ".ko";
		try {
			Path out = Files.createDirectories(outDir.toAbsolutePath().normalize());
			Path work = workDirectory(out);
			try {
				prepare(work, toolchain);
				link(kernel, objects, work, cancellation);
				make(kernel, name, replace, work, cancellation);
				finish(kernel, toolchain, work, moduleFile, cancellation);
			} catch (CancellationException e) {
				CacheFiles.delete(work);
				throw e;
			}
			Path finished = CacheFiles.beside(out.resolve(moduleFile));
			Files.copy(work.resolve(moduleFile), finished, StandardCopyOption.REPLACE_EXISTING);
			CacheFiles.publish(finished, out.resolve(moduleFile));
			CacheFiles.delete(work);
			return new PatchModule(PatchModule.nameFor(name), out.resolve(moduleFile));
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException("patch module " + moduleFile + " in " + outDir + ": " + e.getMessage(), e);
		}
	}

	private static Path workDirectory(Path out) throws IOException {
		Path work = out.resolve("module");
		if (!SAFE_PATH.matcher(work.toString()).matches()) {
			return Files.createTempDirectory("livepatch-module");
		}
		CacheFiles.delete(work);
		return Files.createDirectories(work);
	}

	private static void prepare(Path work, Toolchain toolchain) throws IOException {
		try (DirectoryStream<Path> sources = Files.newDirectoryStream(toolchain.patchSources())) {
			for (Path source : sources) {
				// kpatch's Makefile among them; whatever was built there once is left behind
				if (source.toString().matches(".*(?:\\.[chS]|/Makefile)")) {
					Files.copy(source, work.resolve(source.getFileName().toString()));
				}
			}
		}
		// modpost reads the record of each linked object; this one was not made by kbuild
		Files.createFile(work.resolve(".output.o.cmd"));
	}

	private static void link(KernelBuild kernel, List<PatchedObject> objects, Path work, Cancellation cancellation) throws ToolException {
		List<String> arguments = new ArrayList<>(List.of("ld", "-r"));
		if (Toolchain.klpArch(kernel.release())) {
			arguments.addAll(List.of("--unique=.parainstructions", "--unique=.altinstructions"));
		}
		arguments.addAll(List.of("-o", "output.o"));
		objects.forEach(o -> arguments.add(o.differOutput().toAbsolutePath().toString()));
		run(new ToolCommand(arguments, work, LINK), work.resolve("link.log"), cancellation);
	}

	private static void make(KernelBuild kernel, String name, boolean replace, Path work, Cancellation cancellation) throws ToolException {
		List<String> arguments = new ArrayList<>(List.of("make", "-C", kernel.build().toString(), "M=" + work, "-j2",
				"KPATCH_NAME=" + PatchModule.fileNameFor(name), "KCFLAGS=", "CFLAGS_MODULE=" + (replace ? "" : "-DKLP_REPLACE_ENABLE=false"),
				// pahole cannot read such modules, and nobody asks for their types
				"CONFIG_DEBUG_INFO_BTF_MODULES="));
		compiler(kernel).ifPresent(c -> arguments.add("CC=" + c));
		// variables of a make that this program was started from
		Map<String, String> environment = Map.of("MAKEFLAGS", "", "MFLAGS", "", "MAKELEVEL", "", "KBUILD_OUTPUT", "", "KBUILD_EXTRA_SYMBOLS", "");
		run(new ToolCommand(arguments, work, environment, KBUILD), work.resolve("make.log"), cancellation);
	}

	/** The compiler the kernel was built with, which need not be the default one. */
	private static Optional<String> compiler(KernelBuild kernel) throws ToolException {
		try {
			return kernel.command("init/main.o").map(c -> String.join(" ", c.compiler().stream().takeWhile(a -> !a.startsWith("-")).toList()));
		} catch (KernelException e) {
			throw new ToolException(e.getMessage(), e);
		}
	}

	private static void finish(KernelBuild kernel, Toolchain toolchain, Path work, String moduleFile, Cancellation cancellation)
			throws IOException {
		Path linked = work.resolve("tmp.ko");
		Files.move(work.resolve(moduleFile), linked);
		List<String> arguments = new ArrayList<>(List.of(toolchain.createKlpModule().toString()));
		if (!Toolchain.klpArch(kernel.release())) {
			arguments.add("--no-klp-arch-sections");
		}
		arguments.addAll(List.of(linked.toString(), work.resolve(moduleFile).toString()));
		run(new ToolCommand(arguments, work, LINK), work.resolve("klp.log"), cancellation);
	}

	private static void run(ToolCommand command, Path log, Cancellation cancellation) throws ToolException {
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
}
