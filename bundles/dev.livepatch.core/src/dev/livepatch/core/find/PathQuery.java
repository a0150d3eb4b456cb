package dev.livepatch.core.find;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody types to name a file of a kernel tree: a part of its name, or of its path with {@code /} between the beginnings of folders' names,
 * {@code *} for any text and {@code ?} for any character in each, and {@code :n} for a line.
 * Case does not matter. Safe to share between threads.
 */
public final class PathQuery {
	private static final Pattern LINE = Pattern.compile("(.*?):(\\d{1,9})(?::\\d*)?:?");
	private final String path;
	private final OptionalInt line;
	private final List<Part> folders;
	private final Part name;
	private final Map<String, Optional<Fit>> known = new ConcurrentHashMap<>();

	/** What was typed of a folder's or file's name. */
	private record Part(String text) {

		boolean begins(String name) {
			return Wildcards.match(text + "*", name);
		}

		Optional<Fit> fit(String name) {
			if (begins(name)) {
				boolean plain = plain(text);
				boolean stem = plain && !text.isEmpty() && name.substring(text.length()).lastIndexOf('.') == 0;
				return Optional.of(Wildcards.match(text, name) ? Fit.NAME : stem ? Fit.STEM : Fit.PREFIX);
			}
			if (!plain(text)) {
				return Optional.empty();
			}
			return Words.begin(name, text) ? Optional.of(Fit.WORDS) : name.contains(text) ? Optional.of(Fit.PART) : Optional.empty();
		}
	}

	private PathQuery(String path, OptionalInt line) {
		this.path = path;
		this.line = line;
		List<String> parts = Arrays.asList((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
		folders = parts.subList(0, parts.size() - 1).stream().map(Part::new).toList();
		name = new Part(parts.getLast());
	}

	public static PathQuery of(String typed) {
		String text = typed.strip().toLowerCase(Locale.ROOT);
		Matcher matcher = LINE.matcher(text);
		return matcher.matches() ? new PathQuery(matcher.group(1), OptionalInt.of(Integer.parseInt(matcher.group(2)))) : new PathQuery(text.replaceAll(":.*", ""), OptionalInt.empty());
	}

	/** The line that was asked for, from 1 (0 if somebody typed that). */
	public OptionalInt line() {
		return line;
	}

	/** Whether the same paths answer both. */
	public boolean finds(PathQuery other) {
		return path.equals(other.path);
	}

	/** Whether every path that answers this one answers another too, so that only its answers have to be looked at. */
	public boolean narrows(PathQuery other) {
		return path.startsWith(other.path) && path.lastIndexOf('/') == other.path.lastIndexOf('/') && plain(path) && plain(other.path);
	}

	private static boolean plain(String path) {
		return path.indexOf('*') < 0 && path.indexOf('?') < 0;
	}

	/** @param file relative to the tree */
	public Optional<Fit> fit(String file) {
		return known.computeIfAbsent(file, this::findFit);
	}

	private Optional<Fit> findFit(String file) {
		String[] parts = file.toLowerCase(Locale.ROOT).split("/");
		Optional<Fit> fit = name.fit(parts[parts.length - 1]);
		if (fit.isEmpty() || folders.isEmpty()) {
			return fit;
		}
		int above = parts.length - 1;
		boolean adjacent = above >= folders.size();
		for (int i = 0; i < folders.size() && adjacent; i++) {
			adjacent = folders.get(i).begins(parts[above - folders.size() + i]);
		}
		return adjacent ? fit : scattered(parts) ? Optional.of(Fit.SCATTERED) : Optional.empty();
	}

	/** Whether the folders come in the order in which they were typed. */
	private boolean scattered(String[] parts) {
		int found = 0;
		for (int i = 0; i < parts.length - 1 && found < folders.size(); i++) {
			found += folders.get(found).begins(parts[i]) ? 1 : 0;
		}
		return found == folders.size();
	}

	/**
	 * The order in which answers are wanted: by how well they fit, then by how near they are to the file at hand, then short names first.
	 *
	 * @param near the file at hand, relative to the tree; empty if there is none
	 */
	public Comparator<String> order(String near) {
		return Comparator.comparing((String file) -> fit(file).orElse(Fit.SCATTERED)).thenComparing(Comparator.comparingInt((String file) -> nearness(file, near)).reversed())
				.thenComparingInt(file -> file.length() - file.lastIndexOf('/')).thenComparing(Comparator.naturalOrder());
	}

	/** How many folders both are in; that of the very same folder counts most. */
	private static int nearness(String file, String near) {
		if (near.isEmpty()) {
			return 0;
		}
		int common = 0;
		int folders = 0;
		while (common < file.length() && common < near.length() && file.charAt(common) == near.charAt(common)) {
			folders += file.charAt(common) == '/' ? 1 : 0;
			common++;
		}
		boolean same = file.lastIndexOf('/') == near.lastIndexOf('/') && common > file.lastIndexOf('/');
		return same ? Integer.MAX_VALUE : folders;
	}
}
