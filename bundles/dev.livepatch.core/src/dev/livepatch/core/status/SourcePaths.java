package dev.livepatch.core.status;

import dev.livepatch.core.kernel.KernelBuild;

/** Names of files in debug information as paths in the source tree. */
final class SourcePaths {
	private final KernelBuild kernel;

	SourcePaths(KernelBuild kernel) {
		this.kernel = kernel;
	}

	/** Relative to the source tree where it lies in it; names in debug information are absolute or relative to the build directory. */
	String kernelPath(String debugName) {
		return kernel.kernelPath(debugName);
	}

	/** Whether a name means a file of the source tree; it may have been built under another name of the tree. */
	boolean same(String debugName, String path) {
		String name = kernelPath(debugName);
		return name.equals(path) || name.startsWith("/") && name.endsWith("/" + path);
	}
}
