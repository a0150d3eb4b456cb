package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;

/**
 * Makes a patch module as kpatch-build does: links what the differ extracted, builds it with kpatch's hook as an external module against the kernel build
 * (which kbuild leaves as it is), and turns kpatch's relocations into the kernel's.
 */
public final class PatchModuleBuilder {
	private static final Duration LINK = Duration.ofSeconds(60);
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,39}");

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
		return build(kernel, toolchain, name, replace, objects, Map.of(), outDir, cancellation);
	}

	/** @param more C files that are built into the module, by their names without {@code .c} */
	PatchModule build(KernelBuild kernel, Toolchain toolchain, String name, boolean replace, List<PatchedObject> objects, Map<String, String> more, Path outDir,
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
			Path work = Kbuild.directory(out.resolve("module"));
			try {
				prepare(work, toolchain);
				for (Map.Entry<String, String> file : more.entrySet()) {
					Files.writeString(work.resolve(file.getKey() + ".c"), file.getValue());
				}
				link(kernel, objects, work, cancellation);
				make(kernel, name, replace, more.keySet(), work, cancellation);
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
		Kbuild.run(new ToolCommand(arguments, work, LINK), work.resolve("link.log"), cancellation);
	}

	private static void make(KernelBuild kernel, String name, boolean replace, Set<String> more, Path work, Cancellation cancellation) throws ToolException {
		String file = PatchModule.fileNameFor(name);
		List<String> settings = new ArrayList<>(List.of("KPATCH_NAME=" + file, "CFLAGS_MODULE=" + (replace ? "" : "-DKLP_REPLACE_ENABLE=false")));
		if (!more.isEmpty()) {
			// in place of what kpatch's Makefile names
			settings.add(file + "-objs=patch-hook.o output.o" + more.stream().sorted().map(m -> " " + m + ".o").collect(Collectors.joining()));
		}
		Kbuild.make(kernel, work, settings, cancellation);
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
		Kbuild.run(new ToolCommand(arguments, work, LINK), work.resolve("klp.log"), cancellation);
	}
}
