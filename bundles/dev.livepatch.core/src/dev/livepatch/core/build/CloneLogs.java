package dev.livepatch.core.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.kernel.KernelConfig;

/**
 * Where gcc writes what it inlined, cloned and removed while it made an object: beside the object, which stays the same to the byte.
 */
final class CloneLogs {
	/** Followed by the file (gcc's manual, "Developer Options", {@code -fdump-ipa-switch}). */
	private static final String OPTION = "-fdump-ipa-clones=";
	private static final int FIRST_VERSION = 90000;

	private CloneLogs() {
	}

	/** The compiler's argument for a log, none where the kernel's compiler (which is the one that compiles here) has no such option: gcc has it from 9 on. */
	static List<String> arguments(Path object, KernelConfig config) {
		boolean known = config.enabled("CONFIG_CC_IS_GCC") && config.value("CONFIG_GCC_VERSION").filter(CloneLogs::known).isPresent();
		return known ? List.of(OPTION + beside(object)) : List.of();
	}

	/** An object's log, if its compiler wrote one. */
	static Optional<Path> written(Path object) {
		return Optional.of(beside(object)).filter(Files::isRegularFile);
	}

	static Path beside(Path object) {
		return object.resolveSibling(object.getFileName() + ".ipa-clones");
	}

	/** @param version as kbuild computes it: 12.2.0 is 120200 */
	private static boolean known(String version) {
		return version.matches("\\d{5,7}") && Integer.parseInt(version) >= FIRST_VERSION;
	}
}
