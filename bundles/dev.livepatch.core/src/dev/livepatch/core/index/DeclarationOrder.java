package dev.livepatch.core.index;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.livepatch.core.index.Declaration.Kind;

/**
 * Which of several declarations is meant in a file: its own first, then those of its directory, those of the headers that it includes, and the others.
 *
 * @param file     relative to the kernel's source tree
 * @param includes as they stand in the file: {@code linux/fs.h}, {@code internal.h}
 */
public record DeclarationOrder(String file, Set<String> includes) {
	private static final Pattern WORD = Pattern.compile("\\w+");
	private static final Pattern INCLUDE = Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"\\n]+)[>\"]");

	/** {@code LINUXINCLUDE} and {@code USERINCLUDE} of the kernel's Makefile. */
	private static final List<String> INCLUDE_PATH = List.of("arch/x86/include/", "arch/x86/include/generated/", "include/", "arch/x86/include/uapi/", "arch/x86/include/generated/uapi/",
			"include/uapi/", "include/generated/uapi/");

	/** @param text of the file */
	public static DeclarationOrder of(String file, String text) {
		return new DeclarationOrder(file, INCLUDE.matcher(text).results().map(r -> r.group(1)).collect(Collectors.toSet()));
	}

	/** Nearest first. */
	public List<Declaration> sorted(List<Declaration> declarations) {
		return declarations.stream().sorted(Comparator.comparingInt(this::distance).thenComparing(Declaration::kind).thenComparing(Declaration::file).thenComparingInt(Declaration::line))
				.toList();
	}

	/**
	 * Members whose type the file names come first.
	 *
	 * @param text of the file
	 */
	public List<Declaration> members(List<Declaration> members, String text) {
		Set<String> words = WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
		return sorted(members).stream().sorted(Comparator.comparing(m -> !words.contains(m.owner()))).toList();
	}

	/** Those that nothing else is nearer than, definitions if there are any: one is certainly meant, several are to be chosen from. */
	public List<Declaration> nearest(List<Declaration> declarations) {
		boolean defined = declarations.stream().anyMatch(d -> d.kind() != Kind.DECLARED_ONLY);
		List<Declaration> meant = defined ? declarations.stream().filter(d -> d.kind() != Kind.DECLARED_ONLY).toList() : declarations;
		int least = meant.stream().mapToInt(this::distance).min().orElse(0);
		return sorted(meant).stream().filter(d -> distance(d) == least).toList();
	}

	/** The files that an {@code #include} may mean, the one that the kernel's include path would find first. */
	public List<String> included(String include, List<String> files) {
		String beside = directory(file) + include;
		return files.stream().filter(f -> f.equals(beside) || f.endsWith("/" + include))
				.sorted(Comparator.comparing((String f) -> !f.equals(beside)).thenComparingInt(f -> onPath(f, include)).thenComparingInt(String::length).thenComparing(f -> f)).toList();
	}

	/** Behind the path's directories, if it is in none of them: makefiles add others. */
	private static int onPath(String file, String include) {
		int at = INCLUDE_PATH.indexOf(file.substring(0, file.length() - include.length()));
		return at < 0 ? INCLUDE_PATH.size() : at;
	}

	private int distance(Declaration declaration) {
		String at = declaration.file();
		if (at.equals(file)) {
			return 0;
		}
		if (directory(at).equals(directory(file))) {
			return 1;
		}
		return includes.stream().anyMatch(i -> at.endsWith("/" + i)) ? 2 : 3;
	}

	private static String directory(String path) {
		return path.substring(0, path.lastIndexOf('/') + 1);
	}
}
