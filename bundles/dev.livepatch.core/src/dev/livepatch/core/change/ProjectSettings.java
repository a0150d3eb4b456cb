package dev.livepatch.core.change;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a project's {@code livepatch.toml} says.
 * <pre>
 * name = "my-fix"              # the directory's name if left out
 * description = "what for"
 * replace = true               # replaces all older live patches (cumulative)
 * differ = "kpatch"
 * [verify]
 * probes = ["verify/*.sh"]     # in the project, run in the emulated kernel
 * [machine]
 * cpus = 2
 * memory = 512                 # MB
 * [check]
 * objects = 100                # not checked on save if a changed header reaches more
 * </pre>
 *
 * @param name    see {@link PatchNames}
 * @param replace whether the patch replaces all that were loaded before it
 * @param probes  globs or names relative to the project, inside of it
 * @param differ  which tool compares the objects
 * @param objects how many objects a changed header may reach for a check to compile them; empty if nothing is said
 */
public record ProjectSettings(String name, Optional<String> description, boolean replace, List<String> probes, String differ, Machine machine, OptionalInt objects) {
	public static final String FILE = "livepatch.toml";
	public static final String DEFAULT_DIFFER = "kpatch";
	public static final List<String> DEFAULT_PROBES = List.of("verify/*.sh");

	/**
	 * The emulated machine that the patch is verified on.
	 *
	 * @param cpus     1 to {@value #MAX_CPUS}
	 * @param memoryMb in MB, {@value #MIN_MEMORY_MB} to {@value #MAX_MEMORY_MB}
	 */
	public record Machine(int cpus, int memoryMb) {
		public static final int MAX_CPUS = 64;
		public static final int MIN_MEMORY_MB = 64;
		public static final int MAX_MEMORY_MB = 65536;
		public static final Machine DEFAULT = new Machine(2, 512);
	}

	public ProjectSettings {
		probes = List.copyOf(probes);
	}

	/** The settings of a project that says nothing but its name. */
	public static ProjectSettings named(String name) {
		return new ProjectSettings(name, Optional.empty(), true, DEFAULT_PROBES, DEFAULT_DIFFER, Machine.DEFAULT, OptionalInt.empty());
	}

	/**
	 * Reads a {@code livepatch.toml}.
	 *
	 * @throws ChangeException with the line, if it is not TOML, has a key that is not known, or a value that cannot be
	 */
	public static ProjectSettings read(Path toml) throws ChangeException {
		return SettingsReader.read(toml);
	}
}
