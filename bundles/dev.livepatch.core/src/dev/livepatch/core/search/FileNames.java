package dev.livepatch.core.search;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which files are meant: {@code *.c} any file of such a name, {@code mm/*.c} those of a directory, {@code drivers/net/} all below it. {@code *} and {@code ?} stand for any characters and
 * for one, but for no slash; {@code **} for slashes, too.
 */
public final class FileNames implements Predicate<String> {
	private final List<Pattern> patterns;

	private FileNames(List<Pattern> patterns) {
		this.patterns = patterns;
	}

	/** @param text patterns with commas or blanks between them; all files if there is none */
	public static FileNames of(String text) {
		return new FileNames(Arrays.stream(text.split("[,\\s]+")).filter(p -> !p.isEmpty()).map(FileNames::pattern).toList());
	}

	private static Pattern pattern(String glob) {
		StringBuilder expression = new StringBuilder(glob.contains("/") ? "" : "(?:.*/)?");
		for (int i = 0; i < glob.length(); i++) {
			char c = glob.charAt(i);
			if (c == '*' && glob.startsWith("**", i)) {
				expression.append(".*");
				i++;
			} else {
				expression.append(switch (c) {
					case '*' -> "[^/]*";
					case '?' -> "[^/]";
					default -> Pattern.quote(String.valueOf(c));
				});
			}
		}
		return Pattern.compile(expression + (glob.endsWith("/") ? ".*" : ""));
	}

	/** @param kernelPath relative to the source tree */
	@Override
	public boolean test(String kernelPath) {
		return patterns.isEmpty() || patterns.stream().anyMatch(p -> p.matcher(kernelPath).matches());
	}
}
