package dev.livepatch.core.kernel;

import java.nio.file.Path;
import java.util.Map;

/** Where files are kept that can be made again. */
public final class CacheDirectory {
	/** Environment variable: the directory for derived files. */
	public static final String VARIABLE = "LIVEPATCH_CACHE";

	private CacheDirectory() {
	}

	/**
	 * Where {@link #VARIABLE} says, else below the XDG cache directory.
	 *
	 * @param environment as {@link System#getenv()}
	 */
	public static Path of(Map<String, String> environment) {
		String own = environment.getOrDefault(VARIABLE, "");
		if (!own.isEmpty()) {
			return Path.of(own).toAbsolutePath();
		}
		String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
		// by the XDG base directory specification, a relative path there is to be ignored
		Path base = xdg.startsWith("/") ? Path.of(xdg) : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache");
		return base.resolve("livepatch-tools");
	}
}
