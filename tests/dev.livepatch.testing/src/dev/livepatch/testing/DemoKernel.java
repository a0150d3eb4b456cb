package dev.livepatch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.process.ToolException;

/** The real kernel build and patch tools that tests run on: those of the environment, else what releng/demo left in the user's cache. */
public final class DemoKernel {
	private static KernelBuild kernel;

	private DemoKernel() {
	}

	/** The build directory: {@code LIVEPATCH_KERNEL}, else the demo kernel in the cache. */
	public static Path directory() {
		String chosen = System.getenv().getOrDefault("LIVEPATCH_KERNEL", "");
		return chosen.isEmpty() ? cache().resolve("kernel/build") : Path.of(chosen);
	}

	/** Where the scripts keep what they prepare for the tests. */
	public static Path cache() {
		return machine().cache();
	}

	/** One for all tests of a run: opening and indexing it is not what they are about. */
	public static synchronized KernelBuild open() {
		if (kernel == null) {
			try {
				kernel = KernelBuild.open(directory());
			} catch (KernelException e) {
				throw new AssertionError("the tests need the demo kernel (releng/setup, then releng/kernel/build): " + e.getMessage(), e);
			}
		}
		return kernel;
	}

	/** The machine's patch tools with a cache of the test's own. */
	public static Toolchain toolchain(Path cache) {
		Toolchain machine = machine();
		return new Toolchain(machine.kpatchDir(), machine.kpatchData(), cache);
	}

	public static AffectedObject object(String path) {
		try {
			return new AffectedObject(open().command(path).orElseThrow(), open().parent(path).orElseThrow());
		} catch (KernelException e) {
			throw new AssertionError(path + ": " + e.getMessage(), e);
		}
	}

	public static String text(String kernelPath) {
		try {
			return Files.readString(open().sourceFile(kernelPath), StandardCharsets.ISO_8859_1);
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

	/** Every file below a directory with size and time of its last change of any kind, to see that nothing was written. */
	public static Map<String, String> snapshot(Path directory) throws IOException {
		Map<String, String> result = new TreeMap<>();
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
				result.put(file.toString(), changed + " " + Files.getAttribute(file, "size", LinkOption.NOFOLLOW_LINKS));
			}
		}
		return result;
	}

	private static Toolchain machine() {
		try {
			return Toolchain.locate(System.getenv());
		} catch (ToolException e) {
			throw new AssertionError("the tests need the kpatch tools (releng/setup): " + e.getMessage(), e);
		}
	}
}
