package dev.livepatch.ide.check;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.kernel.KernelBuild;

/** Keeps one {@link Checker} for each kernel build in use, so that what it has learnt of the kernel serves the next save too. */
public final class Checkers {
	private static final ConcurrentMap<Path, Kept> KEPT = new ConcurrentHashMap<>();

	private record Kept(KernelBuild kernel, Toolchain tools, Checker checker) {
	}

	private Checkers() {
	}

	/** A new one where the kernel was built anew or other tools were chosen. */
	public static Checker of(KernelBuild kernel, Toolchain tools) {
		return KEPT.compute(kernel.build(), (build, kept) -> kept != null && kept.kernel == kernel && kept.tools.equals(tools) ? kept
				: new Kept(kernel, tools, new Checker(kernel, tools))).checker;
	}
}
