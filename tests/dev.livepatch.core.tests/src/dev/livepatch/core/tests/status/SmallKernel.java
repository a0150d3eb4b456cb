package dev.livepatch.core.tests.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.tests.kernel.BuildFixture;
import dev.livepatch.testing.DemoKernel;

/** A build directory in which one file of the demo kernel was compiled, and its object is to be put. */
record SmallKernel(BuildFixture fixture, Path build) {

	static SmallKernel of(Path directory, String stem, KernelBuild demo) throws Exception {
		BuildFixture fixture = BuildFixture.outOfTree(directory);
		Path build = directory.resolve("out");
		Path source = directory.resolve("linux");
		Files.createSymbolicLink(Files.createDirectories(build).resolve("source"), source);
		Path file = source.resolve(stem + ".c");
		Files.createDirectories(file.getParent());
		Files.writeString(file, DemoKernel.text(stem + ".c"), StandardCharsets.ISO_8859_1);
		String object = stem + ".o";
		int slash = object.lastIndexOf('/') + 1;
		fixture.put(object.substring(0, slash) + "." + object.substring(slash) + ".cmd",
				"cmd_" + object + " := gcc -D__KERNEL__ -mcmodel=kernel -pg -mfentry -c -o " + object + " " + file + "\n\nsource_" + object + " := " + file + "\n\ndeps_" + object + " := \\\n\n");
		return new SmallKernel(fixture, build);
	}

	KernelBuild open() throws Exception {
		return fixture.open();
	}
}
