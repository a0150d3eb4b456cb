package dev.livepatch.core.build;

import java.nio.file.Path;

/**
 * A finished patch module.
 *
 * @param name as the kernel shows it, with {@code _} for {@code -}, for instance {@code livepatch_my_fix}
 * @param file the {@code .ko}
 */
public record PatchModule(String name, Path file) {
	private static final String PREFIX = "livepatch-";

	/** The name of the module that a patch becomes, as the kernel shows it. */
	public static String nameFor(String patch) {
		return (PREFIX + patch).replace('-', '_');
	}

	/** The file name of that module without {@code .ko}; kbuild makes the module's name from it. */
	static String fileNameFor(String patch) {
		return PREFIX + patch;
	}
}
