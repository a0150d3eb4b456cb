package dev.livepatch.core.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.kernel.TreePaths.Located;
import dev.livepatch.core.kernel.TreePaths.Place;

/**
 * Reads {@code .NAME.o.cmd} files. Both names of the command are known: {@code cmd_X} (before Linux 6.4) and {@code savedcmd_X}.
 * For one thread; reading many files with one reader saves the work of naming the same headers again.
 */
final class CommandReader {
	private static final Set<String> KEYWORDS = Set.of("if", "then", "else", "elif", "fi", "!", "{", "}", "do", "done");
	private final TreePaths paths;
	private final DependencyScanner scanner = new DependencyScanner();
	private Located[] located = new Located[1 << 10];

	CommandReader(TreePaths paths) {
		this.paths = paths;
	}

	/**
	 * @param object path of the object relative to the build directory
	 * @param text   of its command file
	 * @return empty where no compiler or assembler made the object (linked from others, for instance)
	 */
	Optional<RecordedCommand> read(String object, byte[] text) {
		List<List<String>> commands = ShellWords.commands(unescaped(command(object, text))).stream().map(CommandReader::withoutKeywords).toList();
		Optional<List<String>> compiler = commands.stream().filter(CommandReader::compiles).findFirst();
		if (compiler.isEmpty()) {
			return Optional.empty();
		}
		int[] files = scanner.files(text);
		Located source = files.length > 0 ? located(files[0]) : paths.locate(compiler.get().getLast());
		List<String> dependencies = new ArrayList<>(files.length + 1);
		dependencies.add(source.path());
		for (int file : files) {
			Located dependency = located(file);
			if (!dependency.equals(source)) {
				dependencies.add(dependency.path());
			}
		}
		String sourceFile = source.place() == Place.BUILD ? paths.absolute(source) : source.path();
		return Optional.of(new RecordedCommand(object, sourceFile, compiler.get(), commands.stream().filter(CommandReader::isObjtool).findFirst(), dependencies));
	}

	private Located located(int file) {
		if (file >= located.length) {
			located = Arrays.copyOf(located, Math.max(file + 1, located.length * 2));
		}
		if (located[file] == null) {
			located[file] = paths.locate(scanner.names().name(file));
		}
		return located[file];
	}

	/** What stands behind {@code cmd_X := } or {@code savedcmd_X := }, empty if there is neither. */
	private static String command(String object, byte[] text) {
		String assignment = "cmd_" + object + " := ";
		int at = 0;
		while (at < text.length) {
			int end = at;
			while (end < text.length && text[end] != '\n') {
				end++;
			}
			String line = new String(text, at, end - at, StandardCharsets.ISO_8859_1);
			String rest = line.startsWith("saved") ? line.substring("saved".length()) : line;
			if (rest.startsWith(assignment)) {
				return rest.substring(assignment.length()).strip();
			}
			at = end + 1;
		}
		return "";
	}

	/** Undoes the escapes of {@code make-cmd} in {@code scripts/Kbuild.include}. */
	private static String unescaped(String command) {
		return command.replace("$(pound)", "#").replace("$$", "$");
	}

	private static List<String> withoutKeywords(List<String> command) {
		int first = 0;
		while (first < command.size() && KEYWORDS.contains(command.get(first))) {
			first++;
		}
		return command.subList(first, command.size());
	}

	private static boolean compiles(List<String> command) {
		return command.size() > 3 && (command.contains("-c") || command.contains("-S")) && command.contains("-o") && !isObjtool(command);
	}

	private static boolean isObjtool(List<String> command) {
		return !command.isEmpty() && (command.get(0).equals("objtool") || command.get(0).endsWith("/objtool"));
	}
}
