package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.ProjectSettings;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/**
 * What somebody with kpatch-build and nothing of ours needs to build the patch: the patch files, the kernel's configuration, and how to call it (kpatch-build(1)).
 *
 * @param probes whether the project's settings and probes go with it
 */
public record KpatchBundle(LivepatchProject project, KernelBuild kernel, ChangeSet change, PatchExport patches, boolean probes) {
	private static final Duration PACKING = Duration.ofMinutes(2);

	/**
	 * Makes a directory, or an archive if the name ends in {@code .tar.gz}. An archive of that name is replaced, a directory never.
	 *
	 * @throws FileAlreadyExistsException if there is a directory of that name
	 */
	public void write(Path target, Cancellation cancellation) throws IOException {
		boolean archive = target.getFileName().toString().endsWith(".tar.gz");
		if (Files.exists(target) && (!archive || Files.isDirectory(target))) {
			throw new FileAlreadyExistsException(target + " is there already; choose another name, or remove it");
		}
		Path parent = Files.createDirectories(target.toAbsolutePath().normalize().getParent());
		String name = archive ? target.getFileName().toString().replaceFirst("\\.tar\\.gz$", "") : target.getFileName().toString();
		try (Scratch scratch = new Scratch()) {
			Path content = scratch.file(name);
			fill(content, cancellation);
			if (archive) {
				Path packed = scratch.file(name + ".packed");
				pack(scratch.directory(), name, packed, cancellation);
				Files.move(packed, target, StandardCopyOption.REPLACE_EXISTING);
			} else {
				moved(content, parent.resolve(name));
			}
		}
	}

	private void fill(Path content, Cancellation cancellation) throws IOException {
		List<Path> files = patches.write(content, kernel.source(), change, cancellation);
		Files.copy(kernel.build().resolve(".config"), content.resolve("config"));
		Files.writeString(content.resolve("README"), readme(files.stream().map(f -> f.getFileName().toString()).toList()));
		if (probes) {
			Files.copy(project.root().resolve(ProjectSettings.FILE), content.resolve(ProjectSettings.FILE));
			for (Path probe : project.probes()) {
				if (Files.isRegularFile(probe)) {
					Path copy = content.resolve(project.root().relativize(probe).toString());
					Files.createDirectories(copy.getParent());
					Files.copy(probe, copy);
				}
			}
		}
	}

	private String readme(List<String> files) {
		String name = project.settings().name();
		String options = project.settings().replace() ? "" : " --non-replace";
		return """
				%s: a live patch for Linux %s, to be built with kpatch-build
				%s
				Built on this side from
				  source         %s
				  build          %s
				  configuration  config (beside this file)

				To build it, with the source, the configuration and the compiler that the running kernel was built with, and that build's vmlinux:

				  kpatch-build --sourcedir %s \\
				    --config config --vmlinux %s \\
				    --name livepatch-%s%s \\
				    %s

				Where source and vmlinux lie elsewhere, only these two options change. kpatch-build patches the source while it works and reverts that; give it a copy.
				It builds the whole kernel first, and needs GNU awk (gawk), which some distributions' packages do not ask for.
				The result is livepatch-%s.ko; load it with insmod, and take it off with
				  echo 0 > /sys/kernel/livepatch/%s/enabled
				""".formatted(name, kernel.release(), project.settings().description().filter(d -> !d.isBlank()).map(d -> d + "\n").orElse(""), kernel.source(), kernel.build(),
				quoted(kernel.source()), quoted(kernel.vmlinux()), name, options, String.join(" \\\n    ", files), name, "livepatch_" + name.replace('-', '_'))
				+ (probes ? "\nverify/ has scripts that fail without the patch and pass with it; livepatch.toml is the project's settings. kpatch-build needs neither.\n" : "");
	}

	/** For a person to paste into a shell. */
	private static String quoted(Path path) {
		String text = path.toString();
		return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
	}

	private static void pack(Path directory, String name, Path archive, Cancellation cancellation) throws IOException {
		ToolResult result = Tool.run(new ToolCommand(List.of("tar", "-czf", archive.toString(), "--", name), directory, PACKING), cancellation);
		if (result.exitCode() != 0) {
			throw new ToolException("tar failed: " + result.stderr().strip());
		}
	}

	/** Onto another file system too, and never half. */
	private static void moved(Path content, Path target) throws IOException {
		Path beside = Files.createTempDirectory(target.getParent(), "." + target.getFileName());
		try {
			try (var all = Files.walk(content)) {
				for (Path file : (Iterable<Path>) all::iterator) {
					Path copy = beside.resolve(content.relativize(file).toString());
					if (!file.equals(content)) {
						Files.copy(file, copy);
					}
				}
			}
			Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target.getParent()));
			Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
		} catch (AtomicMoveNotSupportedException e) {
			throw new IOException(target + " cannot be put in place: " + e.getMessage(), e);
		} finally {
			if (Files.exists(beside)) {
				Scratch.delete(beside);
			}
		}
	}
}
