package dev.livepatch.core.status;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import dev.livepatch.core.kernel.KernelBuild;

/** Names of files in debug information as paths in the source tree. For one thread. */
final class SourcePaths {
	private final KernelBuild kernel;
	private final Map<String, String> known = new HashMap<>();

	SourcePaths(KernelBuild kernel) {
		this.kernel = kernel;
	}

	/** Relative to the source tree where it lies in it; names in debug information are absolute or relative to the build directory. */
	String kernelPath(String debugName) {
		return known.computeIfAbsent(debugName, this::find);
	}

	private String find(String debugName) {
		try {
			Path file = kernel.build().resolve(debugName).normalize();
			return file.startsWith(kernel.source()) ? kernel.source().relativize(file).toString() : debugName;
		} catch (InvalidPathException e) {
			return debugName;
		}
	}

	/** Whether a name means a file of the source tree; it may have been built under another name of the tree. */
	boolean same(String debugName, String path) {
		String name = kernelPath(debugName);
		return name.equals(path) || name.startsWith("/") && name.endsWith("/" + path);
	}
}
