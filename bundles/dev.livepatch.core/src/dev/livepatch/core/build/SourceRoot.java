package dev.livepatch.core.build;

import java.nio.file.Path;
import java.util.List;

import dev.livepatch.core.kernel.RecordedCommand;

/**
 * How one recorded command spells the kernel's source tree.
 *
 * @param build    the build directory, in which the command runs
 * @param tree     the source tree
 * @param prefix   what stands before a kernel path in the command: empty or {@code ./} for a build in the tree, else usually absolute; ends with {@code /}
 *                 unless empty
 * @param argument index of the source file among the command's arguments
 */
record SourceRoot(Path build, Path tree, String prefix, int argument) {

	/** @throws IllegalArgumentException if the command names no source file */
	static SourceRoot of(RecordedCommand command, Path build, Path tree) {
		int argument = sourceArgument(command);
		String spelled = command.compiler().get(argument);
		String prefix = spelled.endsWith(command.source()) ? spelled.substring(0, spelled.length() - command.source().length()) : "";
		if (command.source().startsWith("/") || !spelled.endsWith(command.source()) || !(prefix.isEmpty() || prefix.endsWith("/"))) {
			// generated, or spelled with detours: the usual spelling will do for the other files
			prefix = build.equals(tree) ? "" : tree + "/";
		}
		return new SourceRoot(build, tree, prefix, argument);
	}

	private static int sourceArgument(RecordedCommand command) {
		List<String> arguments = command.compiler();
		String name = Path.of(command.source()).getFileName().toString();
		for (int i = arguments.size() - 1; i > 0; i--) {
			String argument = arguments.get(i);
			if (!argument.startsWith("-") && !arguments.get(i - 1).equals("-o") && (argument.equals(name) || argument.endsWith("/" + name))) {
				return i;
			}
		}
		throw new IllegalArgumentException("the recorded command of " + command.object() + " does not name its source " + command.source());
	}

	/** The directory of a kernel path as the command would spell it. */
	String spelledDirectory(String kernelPath) {
		String directory = prefix + directoryOf(kernelPath);
		return directory.isEmpty() ? "." : directory;
	}

	/** The kernel path of a file or directory in the source tree, empty for the tree itself; null for others. Names are taken as they are, links not followed. */
	String kernelPath(String spelled) {
		Path path = build.resolve(spelled).normalize();
		if (path.startsWith(tree)) {
			return tree.relativize(path).toString();
		}
		Path recorded = build.resolve(prefix).normalize();
		return path.startsWith(recorded) ? recorded.relativize(path).toString() : null;
	}

	/** Applies the command's own prefix maps to the prefix: what the compiled object shows of it ({@code option}: macro or debug). */
	String mappedPrefix(RecordedCommand command, String option) {
		List<String> arguments = command.compiler();
		for (int i = arguments.size() - 1; i > 0; i--) {
			String argument = arguments.get(i);
			String map = argument.startsWith("-f" + option + "-prefix-map=") ? argument.substring(option.length() + "-f-prefix-map=".length())
					: argument.startsWith("-ffile-prefix-map=") ? argument.substring("-ffile-prefix-map=".length()) : "";
			int equals = map.indexOf('=');
			if (equals > 0 && prefix.startsWith(map.substring(0, equals))) {
				return map.substring(equals + 1) + prefix.substring(equals);
			}
		}
		return prefix;
	}

	static String directoryOf(String path) {
		int slash = path.lastIndexOf('/');
		return slash < 0 ? "" : path.substring(0, slash);
	}
}
