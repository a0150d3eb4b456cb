package dev.livepatch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.process.ToolException;

/** Objects of the demo kernel, and changes to them. */
public final class KernelObjects {
	private static KernelBuild kernel;

	private KernelObjects() {
	}

	/** One for all tests of a run: opening and indexing it is not what they are about. */
	public static synchronized KernelBuild kernel() {
		if (kernel == null) {
			try {
				kernel = DemoKernel.open();
			} catch (KernelException e) {
				throw new AssertionError("the demo kernel cannot be opened: " + e.getMessage(), e);
			}
		}
		return kernel;
	}

	/** The machine's patch tools with a cache of the test's own. */
	public static Toolchain toolchain(Path cache) {
		try {
			return Toolchain.locate(DemoKernel.environment(cache));
		} catch (ToolException e) {
			throw new AssertionError("the kpatch tools cannot be found: " + e.getMessage(), e);
		}
	}

	public static AffectedObject object(String path) {
		try {
			return new AffectedObject(kernel().command(path).orElseThrow(), kernel().parent(path).orElseThrow());
		} catch (KernelException e) {
			throw new AssertionError(path + ": " + e.getMessage(), e);
		}
	}

	/** A kernel source file's text, as {@link FileChange} wants it. */
	public static String text(String kernelPath) {
		try {
			return Files.readString(kernel().sourceFile(kernelPath), StandardCharsets.ISO_8859_1);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** A file with one text in it replaced by another. */
	public static FileChange.Modified edit(String kernelPath, String from, String to) {
		String before = text(kernelPath);
		if (!before.contains(from)) {
			throw new AssertionError(kernelPath + " of this kernel does not contain: " + from);
		}
		return new FileChange.Modified(kernelPath, before, before.replace(from, to));
	}
}
