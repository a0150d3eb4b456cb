package dev.livepatch.core.change;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a project's {@code livepatch.toml} says.
 * <pre>
 * name = "my-fix"              # the directory's name if left out
 * description = "what for"
 * author = "Name &lt;address&gt;"  # who signs exported patches off
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
 * @param author  who signs exported patches off, as {@code Name <address>}; empty if nothing is said
 * @param replace whether the patch replaces all that were loaded before it
 * @param probes  globs or names relative to the project, inside of it
 * @param differ  which tool compares the objects
 * @param objects how many objects a changed header may reach for a check to compile them; empty if nothing is said
 */
public record ProjectSettings(String name, Optional<String> description, Optional<String> author, boolean replace, List<String> probes, String differ, Machine machine, OptionalInt objects) {
	private static final Pattern AUTHOR = Pattern.compile("[^<>\\p{Cntrl}]*[^<>\\p{Cntrl}\\s] <[^<>\\s\\p{Cntrl}]+@[^<>\\s\\p{Cntrl}]+>");
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
		return new ProjectSettings(name, Optional.empty(), Optional.empty(), true, DEFAULT_PROBES, DEFAULT_DIFFER, Machine.DEFAULT, OptionalInt.empty());
	}

	/**
	 * Reads a {@code livepatch.toml}.
	 *
	 * @throws ChangeException with the line, if it is not TOML, has a key that is not known, or a value that cannot be
	 */
	public static ProjectSettings read(Path toml) throws ChangeException {
		return SettingsReader.read(toml);
	}

	/** Whether it is a person as mails and git name them: {@code Name <address>}. */
	public static boolean isAuthor(String text) {
		return AUTHOR.matcher(text).matches();
	}

	/**
	 * The text of a {@code livepatch.toml} with another author; all else stays as it is written.
	 *
	 * @throws IllegalArgumentException if it is no {@linkplain #isAuthor author}
	 */
	public static String withAuthor(String toml, String author) {
		if (!isAuthor(author)) {
			throw new IllegalArgumentException("no author: " + author);
		}
		String setting = "author = \"" + author.replaceAll("[\"\\\\]", "\\\\$0") + "\"";
		List<String> lines = new ArrayList<>(toml.lines().toList());
		int line = TomlLines.of(toml, "author");
		if (line > 0) {
			lines.set(line - 1, setting);
		} else {
			lines.add(Math.max(TomlLines.of(toml, "name"), TomlLines.of(toml, "description")), setting);
		}
		return String.join("\n", lines) + "\n";
	}
}
