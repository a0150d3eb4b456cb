package dev.livepatch.core.check;

import java.util.Optional;

/** The parts of the kernel tree whose code a live patch cannot reach, as {@code kpatch-build} draws the line. */
final class SupportedPaths {

	private SupportedPaths() {
	}

	/** Why nothing at this path can be live patched, or empty if it can. */
	static Optional<String> objection(String path) {
		if (path.startsWith("lib/")) {
			return Optional.of("code in lib/ is linked from an archive and shared with early boot");
		}
		if (path.endsWith(".S") || path.endsWith(".s")) {
			return Optional.of("assembly has no call to __fentry__ and no sections of its own");
		}
		if (path.contains("/vdso/")) {
			return Optional.of("the vDSO runs in user space");
		}
		if (path.startsWith("arch/x86/realmode/")) {
			return Optional.of("real mode code runs outside the kernel proper");
		}
		if (path.startsWith("arch/x86/boot/")) {
			return Optional.of("boot code has run and is gone");
		}
		if (path.startsWith("arch/x86/purgatory/")) {
			return Optional.of("it runs between two kernels, on the way of kexec");
		}
		return Optional.empty();
	}
}
