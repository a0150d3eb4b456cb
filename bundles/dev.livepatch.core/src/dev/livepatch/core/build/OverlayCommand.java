package dev.livepatch.core.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.livepatch.core.kernel.RecordedCommand;

/**
 * Turns a recorded compiler command into one that compiles an overlay and writes nothing into the kernel's trees.
 * Options by gcc's manual, "Directory Options" and "Preprocessor Options"; clang understands the same.
 */
final class OverlayCommand {
	/** Changes whenever the arguments made here do, so that no object made by the old ones is taken from the cache. */
	static final String VERSION = "7";
	private static final List<String> DIRECTORY_OPTIONS = List.of("-isystem", "-iquote", "-idirafter", "-I");
	private static final Set<String> FILE_OPTIONS = Set.of("-include", "-imacros");
	private static final Set<String> DROPPED_WITH_VALUE = Set.of("-o", "-MF", "-MT", "-MQ");
	private static final Set<String> DROPPED = Set.of("-c", "-MD", "-MMD", "-MP");

	private final RecordedCommand command;
	private final SourceRoot source;
	private final Overlay overlay;

	OverlayCommand(RecordedCommand command, SourceRoot source, Overlay overlay) {
		this.command = command;
		this.source = source;
		this.overlay = overlay;
	}

	/**
	 * @param patchHeaders directory of the headers that a patched file may include from the patch tool
	 * @param object       where the object goes
	 * @param dependencies where the list of included files goes
	 */
	List<String> arguments(Path patchHeaders, Path object, Path dependencies) {
		List<String> recorded = command.compiler();
		List<String> result = new ArrayList<>();
		int firstOption = firstOption(recorded);
		for (int i = 0; i < recorded.size(); i++) {
			if (i == firstOption) {
				quoteDirectories(result);
			}
			String argument = recorded.get(i);
			boolean last = i + 1 == recorded.size();
			if (i == source.argument() || DROPPED.contains(argument) || argument.startsWith("-Wp,-M")) {
				continue;
			}
			if (DROPPED_WITH_VALUE.contains(argument) && !last) {
				i++;
			} else if (FILE_OPTIONS.contains(argument) && !last) {
				result.add(argument);
				result.add(overlaid(recorded.get(++i)));
			} else if (DIRECTORY_OPTIONS.contains(argument) && !last) {
				directory(result, argument, recorded.get(++i));
			} else if (joinedDirectory(argument) != null) {
				String option = joinedDirectory(argument);
				directory(result, option, argument.substring(option.length()));
			} else {
				result.add(LeftOut.argument(argument));
			}
		}
		result.addAll(List.of("-ffunction-sections", "-fdata-sections", "-fdiagnostics-color=never", "-I" + patchHeaders));
		if (recorded.stream().anyMatch(a -> a.startsWith("-gz"))) {
			// the differ reads debug sections as they are
			result.add("-gz=none");
		}
		// what the kernel's own object shows of its source paths, both versions show, whatever directory they are compiled in
		result.add("-fmacro-prefix-map=" + overlay.root() + "/=" + source.mappedPrefix(command, "macro"));
		result.add("-fdebug-prefix-map=" + overlay.root() + "/=" + source.mappedPrefix(command, "debug"));
		result.addAll(List.of("-MMD", "-MF", dependencies.toString(), "-c", "-o", object.toString(), sourceFile()));
		return result;
	}

	private String sourceFile() {
		return Overlay.isGenerated(command) ? command.compiler().get(source.argument()) : overlay.root().resolve(command.source()).toString();
	}

	/** Where the compiler would have looked for {@code #include "local.h"} before any other directory: beside the source, and in its build directory. */
	private void quoteDirectories(List<String> result) {
		if (!Overlay.isGenerated(command)) {
			result.addAll(List.of("-iquote", source.spelledDirectory(command.source())));
		}
		String built = SourceRoot.directoryOf(command.object());
		result.addAll(List.of("-iquote", built.isEmpty() ? "." : built));
	}

	private void directory(List<String> result, String option, String directory) {
		String kernelPath = source.kernelPath(directory);
		if (kernelPath != null && overlay.hasDirectory(kernelPath)) {
			add(result, option, overlay.root().resolve(kernelPath).toString());
		}
		add(result, option, directory);
	}

	private static void add(List<String> result, String option, String directory) {
		if (option.equals("-I")) {
			result.add(option + directory);
		} else {
			result.addAll(List.of(option, directory));
		}
	}

	private String overlaid(String file) {
		String kernelPath = source.kernelPath(file);
		return kernelPath != null && overlay.hasFile(kernelPath) ? overlay.root().resolve(kernelPath).toString() : file;
	}

	private static String joinedDirectory(String argument) {
		return DIRECTORY_OPTIONS.stream().filter(o -> argument.startsWith(o) && argument.length() > o.length()).findFirst().orElse(null);
	}

	private static int firstOption(List<String> arguments) {
		int i = 0;
		while (i < arguments.size() && !arguments.get(i).startsWith("-")) {
			i++;
		}
		return i;
	}
}
