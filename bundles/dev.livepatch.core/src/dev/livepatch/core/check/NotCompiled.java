package dev.livepatch.core.check;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.kernel.KernelBuild;

/** Why a changed file that no object of the kernel is made from takes no part in the live patch. */
record NotCompiled(Rule rule, String message) {
	private static final Pattern BUILD_FILE = Pattern.compile("(?:.*/)?(?:Makefile|Kbuild|Kconfig)(?:[._-][^/]*)?");
	private static final Pattern BESIDE_THE_KERNEL = Pattern.compile("(?:Documentation|LICENSES|scripts|tools|usr)/.*");
	private static final Pattern CODE = Pattern.compile(".*\\.(?:c|h|S|s|inc|rs|dts|dtsi)");

	/** Empty for a new file that a changed one may include. */
	static Optional<NotCompiled> of(FileChange file, KernelBuild kernel) throws IOException {
		String path = file.path();
		if (BESIDE_THE_KERNEL.matcher(path).matches()) {
			return besideTheKernel(path);
		}
		if (BUILD_FILE.matcher(path).matches()) {
			return Optional.of(new NotCompiled(Rule.BUILD_FILE, path + " says how the kernel is built; the objects are compiled as they were when this kernel was"));
		}
		if (!CODE.matcher(path).matches()) {
			return besideTheKernel(path);
		}
		if (file.originalPath().isPresent()) {
			return Optional.of(new NotCompiled(Rule.NOT_IN_KERNEL, notMade(file.originalPath().get(), kernel)));
		}
		return path.endsWith(".c") ? Optional.of(new NotCompiled(Rule.NEW_SOURCE, path + " is new: it takes part only where a changed file of the kernel includes it")) : Optional.empty();
	}

	private static Optional<NotCompiled> besideTheKernel(String path) {
		return Optional.of(new NotCompiled(Rule.BESIDE_THE_KERNEL, path + " is not part of the running kernel, and is left out"));
	}

	private static String notMade(String path, KernelBuild kernel) throws IOException {
		if (kernel.complete() || !path.endsWith(".c")) {
			return "no object of this kernel (" + kernel.release() + ") is made from " + path + ": the change has no effect on it";
		}
		return path + " was not compiled in " + kernel.build() + ", where this kernel (" + kernel.release() + ") was only prepared, so how to compile it is not recorded; run make "
				+ path.replaceFirst("c$", "o") + " there, once";
	}
}
