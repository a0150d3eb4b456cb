package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the source tree that a build directory was built from: the directory itself, the {@code source} link, or what the Makefile of an {@code O=} build includes. */
final class SourceTree {
	private static final List<Pattern> MAKEFILE = List.of(Pattern.compile("(?m)^\\s*include\\s+(\\S+)/Makefile\\s*$"),
			Pattern.compile("(?m)\\bMAKEARGS\\s*:=\\s*-C\\s+(\\S+)"),
			Pattern.compile("(?m)\\b(?:KBUILD_SRC|abs_srctree|srctree|KERNELSRC)\\s*[:?]?=\\s*(\\S+)\\s*$"));

	private SourceTree() {
	}

	/**
	 * @param names every name the commands may have been recorded with, absolute; the first that exists is the tree
	 */
	record Found(Path root, List<String> names) {
	}

	static Found find(Path build) throws KernelException {
		if (isSource(build)) {
			return new Found(build, List.of());
		}
		Set<Path> candidates = new LinkedHashSet<>();
		try {
			Path link = build.resolve("source");
			if (Files.isSymbolicLink(link)) {
				candidates.add(build.resolve(Files.readSymbolicLink(link)).normalize());
			} else if (Files.isDirectory(link)) {
				candidates.add(link);
			}
			candidates.addAll(inMakefile(build));
			for (Path candidate : candidates) {
				if (isSource(candidate)) {
					return new Found(candidate.toRealPath(), candidates.stream().map(Path::toString).toList());
				}
			}
		} catch (IOException e) {
			throw new KernelException("the source tree of the kernel build " + build + " cannot be found: " + e.getMessage(), e);
		}
		throw new KernelException(candidates.isEmpty()
				? build + " does not say which source tree it was built from (no source link, no Makefile that includes one); choose the directory given to make as O="
				: "the source tree of " + build + " is not at " + new ArrayList<>(candidates).getFirst()
						+ "; put it back there, or build the kernel again from where it is now");
	}

	static boolean isSource(Path directory) {
		return Files.isRegularFile(directory.resolve("Kconfig")) && Files.isRegularFile(directory.resolve("Makefile"))
				&& Files.isDirectory(directory.resolve("arch/x86"));
	}

	private static List<Path> inMakefile(Path build) throws IOException {
		Path makefile = build.resolve("Makefile");
		if (!Files.isRegularFile(makefile) || Files.size(makefile) > 1 << 16) {
			return List.of();
		}
		String text = Files.readString(makefile, java.nio.charset.StandardCharsets.ISO_8859_1);
		List<Path> found = new ArrayList<>();
		for (Pattern pattern : MAKEFILE) {
			Matcher matcher = pattern.matcher(text);
			while (matcher.find()) {
				if (!matcher.group(1).contains("$")) {
					found.add(build.resolve(matcher.group(1)).normalize());
				}
			}
		}
		return found;
	}
}
