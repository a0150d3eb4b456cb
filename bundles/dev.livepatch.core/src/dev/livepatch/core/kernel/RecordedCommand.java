package dev.livepatch.core.kernel;

import java.util.List;
import java.util.Optional;

/**
 * What kbuild recorded about one object in its {@code .NAME.o.cmd} file (format: {@code scripts/Kbuild.include}, {@code fixdep}).
 *
 * @param object       path of the object relative to the build directory, for instance {@code fs/proc/meminfo.o}
 * @param source       the file compiled, relative to the source tree where it lies in it (then never starting with {@code /} or {@code ..}), else absolute
 * @param compiler     the compiler's argument list as a shell would have split it, {@code -c -o OBJECT SOURCE} and {@code -Wp,-MMD,…} included
 * @param objtool      objtool's argument list with the object as its last argument, if it was run as a step of its own
 * @param dependencies every file the object was made from (source included), relative to the source tree where it lies in it,
 *                     else relative to the build directory where it lies in that ({@code include/generated/…}), else absolute
 */
public record RecordedCommand(String object, String source, List<String> compiler, Optional<List<String>> objtool, List<String> dependencies) {

	public RecordedCommand {
		compiler = List.copyOf(compiler);
		objtool = objtool.map(List::copyOf);
		dependencies = List.copyOf(dependencies);
	}

	/** Whether the object was compiled with {@code -pg}/{@code -mfentry}, so that its functions can be traced and patched. */
	public boolean traceable() {
		return compiler.contains("-mfentry") || compiler.stream().anyMatch(a -> a.startsWith("-fpatchable-function-entry"));
	}
}
