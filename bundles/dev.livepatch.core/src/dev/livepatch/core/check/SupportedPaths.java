package dev.livepatch.core.check;

import java.util.Optional;

/**
 * The parts of the kernel tree whose code a live patch cannot reach, as {@code kpatch-build} draws the line. Of the vDSO it draws it by name as well; but files of that name are compiled
 * into the kernel proper too ({@code include/vdso}, {@code vma.c}), so there the objects decide.
 */
final class SupportedPaths {

	private SupportedPaths() {
	}

	/** Why nothing at this path can be live patched, or empty if it can. */
	static Optional<String> objection(String path) {
		if (path.startsWith("lib/") && !vdso(path)) {
			return Optional.of("code in lib/ is linked from an archive and shared with early boot");
		}
		if (path.endsWith(".S") || path.endsWith(".s")) {
			return Optional.of("assembly has no call to __fentry__ and no sections of its own");
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

	/** Why an object that is in neither vmlinux nor a module cannot be reached, as far as its place tells. */
	static Optional<String> nature(String object) {
		return vdso(object) ? Optional.of("the vDSO runs in user space") : objection(object);
	}

	private static boolean vdso(String path) {
		return path.contains("/vdso/");
	}
}
