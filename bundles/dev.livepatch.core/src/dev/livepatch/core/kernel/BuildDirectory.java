package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a directory says of itself that a kernel was built in.
 *
 * @param build   its real path
 * @param release as {@code uname -r} would print it
 */
record BuildDirectory(Path build, SourceTree.Found source, String release, KernelConfig config) {
	private static final Path RELEASE = Path.of("include/config/kernel.release");
	/** What is compiled into the kernel; a distribution gives it another name than that of the source's version. */
	private static final Path COMPILED_RELEASE = Path.of("include/generated/utsrelease.h");
	private static final Pattern UTS_RELEASE = Pattern.compile("(?m)^#define UTS_RELEASE \"([^\"\\s]+)\"");

	/** @throws KernelException if the directory is no kernel build, or its source tree cannot be found; the message says what to choose or do */
	static BuildDirectory open(Path buildDir) throws KernelException {
		try {
			Path build = buildDir.toRealPath();
			if (!Files.isDirectory(build)) {
				throw new KernelException(build + " is a file; choose the directory that the kernel was built in");
			}
			Path config = build.resolve(".config");
			if (!Files.isRegularFile(config)) {
				throw new KernelException(SourceTree.isSource(build)
						? build + " is a kernel source tree that nothing was built in (no .config); build the kernel, or choose the directory given to make as O="
						: build + " is not a kernel build: it has no .config; choose the directory that the kernel was built in");
			}
			if (!Files.isRegularFile(build.resolve(RELEASE))) {
				throw new KernelException(build + " is configured but not built (no " + RELEASE + "); run make there first");
			}
			return new BuildDirectory(build, SourceTree.find(build), release(build), KernelConfig.parse(Files.readString(config, StandardCharsets.ISO_8859_1)));
		} catch (KernelException e) {
			throw e;
		} catch (NoSuchFileException e) {
			throw new KernelException(buildDir + " does not exist; choose the directory that the kernel was built in", e);
		} catch (IOException e) {
			throw new KernelException("the kernel build " + buildDir + " cannot be read: " + e.getMessage(), e);
		}
	}

	private static String release(Path build) throws IOException {
		if (Files.isRegularFile(build.resolve(COMPILED_RELEASE))) {
			Matcher matcher = UTS_RELEASE.matcher(Files.readString(build.resolve(COMPILED_RELEASE), StandardCharsets.ISO_8859_1));
			if (matcher.find()) {
				return matcher.group(1);
			}
		}
		return Files.readString(build.resolve(RELEASE)).strip();
	}
}
