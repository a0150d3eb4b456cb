package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code #include "name"} lines of kernel files, which the compiler looks up beside the including file first. Remembers what it read:
 * the objects that a header reaches share most of their files.
 */
final class QuotedIncludes {
	private static final Pattern LINE = Pattern.compile("^[ \t]*#[ \t]*include[ \t]*\"([^\"\n]+)\"", Pattern.MULTILINE);
	private final Path tree;
	private final Map<String, List<String>> byFile = new ConcurrentHashMap<>();

	QuotedIncludes(Path tree) {
		this.tree = tree;
	}

	/** The kernel paths that a file's quoted includes would have if they lie beside it; others may not exist. */
	List<String> of(String kernelPath) throws IOException {
		List<String> known = byFile.get(kernelPath);
		if (known == null) {
			known = in(kernelPath, Files.readString(tree.resolve(kernelPath), StandardCharsets.ISO_8859_1));
			byFile.put(kernelPath, known);
		}
		return known;
	}

	/** As {@link #of}, for a text that the file might have. */
	static List<String> in(String kernelPath, String text) {
		// most headers have none: a plain search is much quicker than the pattern
		if (!text.contains("include \"") && !text.contains("include\t\"") && !text.contains("include\"")) {
			return List.of();
		}
		List<String> result = new ArrayList<>();
		Matcher matcher = LINE.matcher(text);
		while (matcher.find()) {
			Path beside = Path.of("/", SourceRoot.directoryOf(kernelPath), matcher.group(1)).normalize();
			result.add(beside.toString().substring(1));
		}
		return List.copyOf(result);
	}
}
