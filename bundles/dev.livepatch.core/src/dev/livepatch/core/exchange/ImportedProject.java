package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.PatchNames;
import dev.livepatch.core.change.ProjectSettings;

/** A new live patch project of what was imported. */
public final class ImportedProject {

	private ImportedProject() {
	}

	/**
	 * Makes the project's directory: all of it, or nothing.
	 *
	 * @param directory its last name is the patch's
	 * @throws FileAlreadyExistsException if there is something of that name
	 * @throws IOException                if it cannot be written, or its name cannot be a patch's
	 */
	public static void write(Path directory, Import imported) throws IOException {
		Path target = directory.toAbsolutePath().normalize();
		String name = target.getNameCount() == 0 ? "/" : target.getFileName().toString();
		if (!PatchNames.isValid(name)) {
			throw new IOException(name + " cannot be the name of a project; it has to be " + PatchNames.rule());
		}
		if (Files.exists(target)) {
			throw new FileAlreadyExistsException(target + " is there already; choose another name, or remove it");
		}
		Path parent = Files.createDirectories(target.getParent());
		Path beside = Files.createTempDirectory(parent, "." + name);
		try {
			fill(beside, name, imported);
			Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(parent));
			Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
		} finally {
			if (Files.exists(beside)) {
				Scratch.delete(beside);
			}
		}
	}

	private static void fill(Path root, String name, Import imported) throws IOException {
		Files.writeString(root.resolve(ProjectSettings.FILE), "name = \"" + name + "\"\ndescription = \"" + imported.message().subject().replaceAll("[\"\\\\]", "\\\\$0") + "\"\n");
		file(root.resolve(name + ".patch"), imported.patch());
		if (LivepatchProject.hasSources(imported.change())) {
			for (FileChange change : imported.change().files()) {
				file(root.resolve(LivepatchProject.SOURCES).resolve(change.path()), change.patched().orElseThrow());
			}
		}
		for (Map.Entry<String, String> patch : imported.series().entrySet()) {
			file(root.resolve(KeptSeries.DIRECTORY).resolve(patch.getKey()), patch.getValue());
		}
	}

	private static void file(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text, StandardCharsets.ISO_8859_1);
	}
}
