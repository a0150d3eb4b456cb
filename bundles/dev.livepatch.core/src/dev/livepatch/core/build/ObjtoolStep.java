package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.RecordedCommand;

/**
 * The objtool run that follows a compile. Where kbuild delays it to the link of {@code vmlinux.o} ({@code delay-objtool} in {@code scripts/Makefile.lib}:
 * LTO, IBT, KLP_BUILD) or of a module, the flags are taken from there, since the differ compares and a module needs ORC data and static call sites object by object.
 */
final class ObjtoolStep {
	private static final Pattern DELAYED = Pattern.compile("\\s(\\S*tools/objtool/objtool)\\s([^;]*?--orc[^;]*?)\\s\\S+\\.o\\b");
	// about the whole link, of no use for a single object; what objtool warns of is the author's to judge
	private static final Set<String> LINK_ONLY = Set.of("--link", "--vmlinux", "--noinstr", "--ibt", "--unret", "--dry-run", "--klp-symids", "--werror", "--Werror");

	/** What is compiled so is not linked into {@code vmlinux.o}: the vDSO, boot and real-mode code, and what is only made assembly of. */
	private static final Set<String> OUTSIDE = Set.of("-S", "-m16", "-m32", "-fPIC", "-fPIE", "-fpie");

	private ObjtoolStep() {
	}

	/** objtool's arguments for an object, wherever it lies; empty if the kernel build ran none on it or on what it was linked into. */
	static Optional<List<String>> arguments(RecordedCommand command, Path build, Path object) throws IOException {
		Optional<List<String>> recorded = command.objtool();
		if (recorded.isEmpty() && command.compiler().stream().noneMatch(OUTSIDE::contains)) {
			recorded = delayed(build).map(flags -> withObject(flags, command));
		}
		return recorded.map(arguments -> {
			List<String> result = new ArrayList<>(arguments);
			result.removeIf(LINK_ONLY::contains);
			result.set(0, program(arguments.get(0), build));
			result.set(result.size() - 1, object.toString());
			return List.copyOf(result);
		});
	}

	private static List<String> withObject(List<String> flags, RecordedCommand command) {
		List<String> result = new ArrayList<>(flags);
		if (command.compiler().contains("-DMODULE")) {
			result.add("--module");
		}
		result.add(command.object());
		return result;
	}

	private static Optional<List<String>> delayed(Path build) throws IOException {
		String text;
		try {
			text = Files.readString(build.resolve(".vmlinux.o.cmd"), StandardCharsets.ISO_8859_1);
		} catch (NoSuchFileException e) {
			return Optional.empty();
		}
		Matcher matcher = DELAYED.matcher(text);
		if (!matcher.find()) {
			return Optional.empty();
		}
		List<String> arguments = new ArrayList<>(List.of(matcher.group(1)));
		arguments.addAll(List.of(matcher.group(2).strip().split("\\s+")));
		return Optional.of(List.copyOf(arguments));
	}

	/** A program as the build directory's shell would have found it. */
	static String program(String recorded, Path build) {
		return recorded.contains("/") ? build.resolve(recorded).normalize().toString() : recorded;
	}
}
