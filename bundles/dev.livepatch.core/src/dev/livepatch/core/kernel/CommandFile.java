package dev.livepatch.core.kernel;

import dev.livepatch.core.kernel.TreePaths.Located;
import dev.livepatch.core.kernel.TreePaths.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the text of a {@code .NAME.o.cmd} file. Both names of the command are known: {@code cmd_X} (before Linux 6.4) and {@code savedcmd_X}. */
final class CommandFile {
	private static final Set<String> KEYWORDS = Set.of("if", "then", "else", "elif", "fi", "!", "{", "}", "set", "do", "done");

	private CommandFile() {
	}

	/**
	 * @param object path of the object relative to the build directory
	 * @return empty where no compiler or assembler made the object (linked from others, for instance)
	 */
	static Optional<RecordedCommand> parse(String object, String text, TreePaths paths) {
		List<List<String>> commands = ShellWords.commands(unescaped(value(text, "cmd_" + object)));
		Optional<List<String>> compiler = commands.stream().map(CommandFile::withoutKeywords).filter(CommandFile::compiles).findFirst();
		if (compiler.isEmpty()) {
			return Optional.empty();
		}
		Optional<List<String>> objtool = commands.stream().map(CommandFile::withoutKeywords).filter(CommandFile::isObjtool).findFirst();
		String recorded = value(text, "source_" + object);
		Located source = paths.locate(recorded.isEmpty() ? compiler.get().getLast() : recorded);
		List<String> dependencies = new ArrayList<>();
		String sourceName = source.path();
		dependencies.add(sourceName);
		for (String dependency : dependencies(text, object)) {
			String name = paths.locate(dependency).path();
			if (!name.equals(sourceName)) {
				dependencies.add(name);
			}
		}
		String sourceFile = source.place() == Place.BUILD ? paths.absolute(source) : sourceName;
		return Optional.of(new RecordedCommand(object, sourceFile, compiler.get(), objtool, dependencies));
	}

	/** The value of the first assignment to the variable, or to its {@code saved} form; empty if there is none. */
	private static String value(String text, String variable) {
		for (String line : (Iterable<String>) text.lines()::iterator) {
			String rest = line.startsWith("saved") ? line.substring(5) : line;
			if (rest.startsWith(variable) && rest.startsWith(" := ", variable.length())) {
				return rest.substring(variable.length() + 4).strip();
			}
		}
		return "";
	}

	private static List<String> dependencies(String text, String object) {
		int start = text.indexOf("deps_" + object + " := ");
		if (start < 0) {
			return List.of();
		}
		List<String> result = new ArrayList<>();
		for (String line : (Iterable<String>) text.substring(text.indexOf(":= ", start) + 3).lines()::iterator) {
			boolean more = line.endsWith("\\");
			String name = (more ? line.substring(0, line.length() - 1) : line).strip();
			if (!name.isEmpty() && !name.startsWith("$(wildcard")) {
				result.add(name);
			}
			if (!more) {
				break;
			}
		}
		return result;
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
		return command.size() > 3 && command.contains("-c") && command.contains("-o") && !isObjtool(command);
	}

	private static boolean isObjtool(List<String> command) {
		return !command.isEmpty() && (command.get(0).equals("objtool") || command.get(0).endsWith("/objtool"));
	}
}
