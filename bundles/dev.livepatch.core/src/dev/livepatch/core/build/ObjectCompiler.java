package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Awaited;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/**
 * Compiles the two versions of an object with the kernel's recorded command, in directories of their own: nothing is written into the kernel's source or
 * build tree. Originals are cached by content. Safe for use by several threads, for different objects or work directories.
 */
public final class ObjectCompiler {
	private final KernelBuild kernel;
	private final Toolchain toolchain;
	private final Limits limits;
	private final QuotedIncludes includes;
	private final Originals originals;

	public ObjectCompiler(KernelBuild kernel, Toolchain toolchain) {
		this(kernel, toolchain, Limits.USUAL);
	}

	public ObjectCompiler(KernelBuild kernel, Toolchain toolchain, Limits limits) {
		this.kernel = kernel;
		this.toolchain = toolchain;
		this.limits = limits;
		this.includes = new QuotedIncludes(kernel.source());
		this.originals = new Originals(kernel, toolchain, limits);
	}

	/**
	 * How far to go.
	 *
	 * @param compile    for one run of the compiler or objtool; a kernel's biggest files take some 20 s
	 * @param cacheBytes of all cached originals together, from where on those used least recently go
	 */
	public record Limits(Duration compile, long cacheBytes) {
		public static final Limits USUAL = new Limits(Duration.ofSeconds(120), 2L << 30);
	}

	/**
	 * Compiles both versions, at the same time where the original is not cached. The objects are {@code original/OBJECT} and {@code patched/OBJECT} in the
	 * work directory.
	 *
	 * @param workDir for files that may be looked at later; what an earlier run left of this object there is replaced
	 * @throws CompileException if the patched version does not compile
	 * @throws ToolException    if a tool fails otherwise, or the original does not compile; the message names the log in the work directory
	 */
	public CompiledPair compile(AffectedObject object, ChangeSet change, Path workDir, Cancellation cancellation)
			throws ToolException, CompileException {
		Path work = workDir.toAbsolutePath().normalize();
		AtomicBoolean abandoned = new AtomicBoolean();
		FutureTask<Originals.Original> original = new FutureTask<>(
				() -> originals.get(object, originals.text(object, change), work, () -> abandoned.get() || cancellation.isCancelled()));
		Thread thread = Thread.ofPlatform().daemon().name("original of " + object.path()).start(original);
		boolean compiled = false;
		try {
			Patched patched = patched(object, change, work, cancellation);
			compiled = true;
			Originals.Original first = Awaited.result(original, ToolException.class);
			return new CompiledPair(object, first.object(), patched.object, CloneLogs.written(first.object()), CloneLogs.written(patched.object),
					patched.result.newWarnings(first.warnings()), first.time(),
					patched.result.time(), first.cached());
		} catch (CompileException e) {
			// the author mends and saves again: then the original shall be there
			compiled = true;
			Awaited.result(original, ToolException.class);
			throw e;
		} finally {
			abandoned.set(!compiled);
			join(thread);
		}
	}

	/** Compiles the original into the cache, if it is not there: when a file is opened, so that its first save is quick. */
	public void warm(AffectedObject object, Cancellation cancellation) throws ToolException {
		originals.warm(object, cancellation);
	}

	/**
	 * The checksums by which modules know what an object exports ({@code CONFIG_MODVERSIONS}), as they would be with a change.
	 *
	 * @param workDir as for {@link #compile}
	 * @return by symbol, {@code 0x} and eight digits; empty if this kernel has no such checksums, or makes them otherwise than by {@code genksyms}
	 */
	public Map<String, String> exportVersions(AffectedObject object, ChangeSet change, Path workDir, Cancellation cancellation) throws ToolException {
		SymbolVersions versions = new SymbolVersions(kernel, toolchain, limits.compile());
		if (!versions.known()) {
			return Map.of();
		}
		Path work = workDir.toAbsolutePath().normalize().resolve("exports").resolve(object.path());
		try {
			CacheFiles.delete(work);
			Files.createDirectories(work);
			Overlay original = Overlay.original(work.resolve("original"), object.command(), originals.text(object, change));
			Overlay patched = Overlay.patched(work.resolve("patched"), object.command(), kernel.source(), change, includes);
			if (patched.shadowed()) {
				patched.mirror(object.command(), kernel.source());
			}
			Map<String, String> result = versions.of(object.command(), original, patched, work, cancellation);
			CacheFiles.delete(work);
			return result;
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException(object.path() + ": work directory " + work + ": " + e.getMessage(), e);
		}
	}

	private record Patched(Path object, VersionCompiler.Result result) {
	}

	private Patched patched(AffectedObject object, ChangeSet change, Path work, Cancellation cancellation) throws ToolException, CompileException {
		Path output = work.resolve("patched").resolve(object.path());
		Path root = work.resolve("overlay").resolve(object.path());
		try {
			CacheFiles.delete(root);
			Files.createDirectories(output.getParent());
			Files.deleteIfExists(output);
			Files.deleteIfExists(CloneLogs.beside(output));
			Overlay overlay = Overlay.patched(root, object.command(), kernel.source(), change, includes);
			VersionCompiler.Result result = patched(object, overlay, output, cancellation);
			CacheFiles.delete(root);
			return new Patched(output, result);
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException(object.path() + ": work directory " + work + ": " + e.getMessage(), e);
		}
	}

	private VersionCompiler.Result patched(AffectedObject object, Overlay overlay, Path output, Cancellation cancellation)
			throws CompileException, IOException {
		VersionCompiler compiler = new VersionCompiler(kernel, toolchain, object.command(), limits.compile());
		try {
			VersionCompiler.Result result = compiler.compile(overlay, output, log(output), cancellation);
			if (result.stale().isEmpty()) {
				return result;
			}
		} catch (CompileException e) {
			if (!overlay.shadowed()) {
				CacheFiles.delete(overlay.root());
				throw e;
			}
		}
		// an include that is no plain line of the including file reached past the overlay, or may have
		overlay.mirror(object.command(), kernel.source());
		VersionCompiler.Result result;
		try {
			result = compiler.compile(overlay, output, log(output), cancellation);
		} catch (CompileException e) {
			CacheFiles.delete(overlay.root());
			throw e;
		}
		if (!result.stale().isEmpty()) {
			throw new ToolException(object.path() + " could not be compiled with the changed " + String.join(", ", result.stale())
					+ ": the compiler found the kernel's own version first (see " + overlay.root() + ")");
		}
		return result;
	}

	private static Path log(Path object) {
		return object.resolveSibling(object.getFileName() + ".log");
	}

	private static void join(Thread thread) {
		boolean interrupted = false;
		while (thread.isAlive()) {
			try {
				thread.join();
			} catch (InterruptedException e) {
				// its compiler is being ended; leaving before would leave a process behind
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}
}
