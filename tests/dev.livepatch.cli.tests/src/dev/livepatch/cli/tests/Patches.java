package dev.livepatch.cli.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.testing.DemoKernel;

/** Patches against the demo kernel's own sources. */
final class Patches {

	private Patches() {
	}

	/** A patch that replaces a text everywhere in one file. */
	static Path edit(Path directory, String kernelPath, String from, String to) throws IOException {
		ChangeSet change = new ChangeSet("edit", List.of(DemoKernel.edit(kernelPath, from, to)), List.of());
		Path patch = Files.createTempFile(directory, "edit", ".patch");
		return Files.writeString(patch, PatchWriter.write(change), StandardCharsets.ISO_8859_1);
	}

	/** The line, from 1, of the first occurrence of a text in the kernel's file. */
	static int lineOf(String kernelPath, String text) {
		String file = DemoKernel.text(kernelPath);
		return (int) file.substring(0, file.indexOf(text)).lines().count() + (file.charAt(file.indexOf(text) - 1) == '\n' ? 1 : 0);
	}
}
