package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns the file names that kbuild recorded (relative to the build directory, or absolute by any of the tree's names) into names
 * relative to the source tree or the build directory.
 */
final class TreePaths {
	private final String build;
	private final String source;
	private final List<String> aliases;
	private final Map<String, Located> known = new ConcurrentHashMap<>();
	private final Map<String, String> realDirectories = new ConcurrentHashMap<>();

	/** Where a recorded file lies. */
	enum Place {
		SOURCE, BUILD, OUTSIDE
	}

	/** @param path relative to its place; absolute outside of both trees */
	record Located(Place place, String path) {
	}

	/**
	 * @param build   real path of the build directory
	 * @param source  real path of the source tree
	 * @param aliases other names of the source tree that commands may have been recorded with
	 */
	TreePaths(Path build, Path source, List<String> aliases) {
		this.build = build.toString();
		this.source = source.toString();
		this.aliases = List.copyOf(aliases);
	}

	Located locate(String recorded) {
		return known.computeIfAbsent(recorded, this::find);
	}

	private Located find(String recorded) {
		String path = normalized(recorded.startsWith("/") ? recorded : build + "/" + recorded);
		return inTrees(path).or(() -> inAliases(path)).or(() -> inTrees(real(path))).orElse(new Located(Place.OUTSIDE, path));
	}

	/** The file's absolute name. */
	String absolute(Located located) {
		return switch (located.place()) {
			case SOURCE -> source + "/" + located.path();
			case BUILD -> build + "/" + located.path();
			case OUTSIDE -> located.path();
		};
	}

	private Optional<Located> inTrees(String path) {
		// the build directory may lie in the source tree, never the other way round
		if (!build.equals(source) && below(path, build)) {
			return Optional.of(new Located(Place.BUILD, path.substring(build.length() + 1)));
		}
		return below(path, source) ? Optional.of(new Located(Place.SOURCE, path.substring(source.length() + 1))) : Optional.empty();
	}

	private Optional<Located> inAliases(String path) {
		return aliases.stream().filter(a -> below(path, a)).findFirst().map(a -> new Located(Place.SOURCE, path.substring(a.length() + 1)));
	}

	private String real(String path) {
		int slash = path.lastIndexOf('/');
		return realDirectories.computeIfAbsent(path.substring(0, slash + 1), TreePaths::realDirectory) + path.substring(slash);
	}

	private static String realDirectory(String directory) {
		try {
			String real = Path.of(directory).toRealPath().toString();
			return real.equals("/") ? "" : real;
		} catch (IOException | InvalidPathException e) {
			// gone since the build, or damaged: its recorded name is all there is
			return directory.substring(0, directory.length() - 1);
		}
	}

	/** Whether this system has files of such a name. */
	static boolean possible(String path) {
		try {
			Path.of(path);
			return true;
		} catch (InvalidPathException e) {
			return false;
		}
	}

	private static boolean below(String path, String root) {
		return path.length() > root.length() && path.charAt(root.length()) == '/' && path.startsWith(root);
	}

	private static String normalized(String path) {
		return (path.contains("/.") || path.contains("//")) && possible(path) ? Path.of(path).normalize().toString() : path;
	}
}
