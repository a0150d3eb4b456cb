package dev.livepatch.core.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.exchange.Decisions.FileKey;

/**
 * A file's part of a series, or a hunk of it, as somebody names it in a line of text: {@code FILE} or {@code FILE:HUNK}, and {@code PATCH:FILE} or {@code PATCH:FILE:HUNK}
 * where several patches of a series change the file.
 *
 * @param patch number of the patch in the series, from 1; empty: whichever change the file
 * @param hunk  number of the hunk in the file's part of the patch, from 1; empty: all of it
 */
public record Part(OptionalInt patch, String file, OptionalInt hunk) {
	private static final Pattern FORM = Pattern.compile("(?:(\\d{1,4}):)?(.+?)(?::(\\d{1,6}))?");

	/** Reads a name. Any text is one, at least of a file. */
	public static Part of(String text) {
		Matcher matcher = FORM.matcher(text);
		return matcher.matches() ? new Part(number(matcher.group(1)), matcher.group(2), number(matcher.group(3))) : new Part(OptionalInt.empty(), text, OptionalInt.empty());
	}

	private static OptionalInt number(String digits) {
		return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
	}

	/** The shortest name that is understood in a series of so many patches. */
	public static Part of(FileResult file, OptionalInt hunk, int patches) {
		return new Part(patches > 1 ? OptionalInt.of(file.key().patch() + 1) : OptionalInt.empty(), file.path(), hunk);
	}

	/**
	 * The files' parts that are meant, in the order in which they are applied.
	 *
	 * @throws IllegalArgumentException if there are none, or several have such a hunk; says which there are
	 */
	public List<FileResult> in(Backport backport) {
		List<FileResult> found = new ArrayList<>();
		List<String> others = new ArrayList<>();
		for (PatchResult result : backport.patches()) {
			for (FileResult part : result.files()) {
				boolean named = part.path().equals(file) && (patch.isEmpty() || patch.getAsInt() == part.key().patch() + 1);
				boolean there = hunk.isEmpty() || hunk.getAsInt() >= 1 && hunk.getAsInt() <= part.hunks().size();
				if (named && there) {
					found.add(part);
				}
				others.add(of(part, OptionalInt.empty(), backport.patches().size()) + (named ? " with " + part.hunks().size() + " hunks" : ""));
			}
		}
		if (found.isEmpty()) {
			throw new IllegalArgumentException("there is no " + this + "; there are " + String.join(", ", others));
		}
		if (hunk.isPresent() && found.size() > 1) {
			throw new IllegalArgumentException(this + " can be " + String.join(" or ", found.stream().map(f -> of(f, hunk, backport.patches().size()).toString()).toList()) + "; say which");
		}
		return found;
	}

	/**
	 * Leaves parts out, in the order of the series: what is decided about a file is void for the patches after it.
	 *
	 * @throws IllegalArgumentException as {@link #in}
	 */
	public static Decisions drop(List<Part> parts, Decisions decisions, Backport backport) {
		Map<FileKey, Set<Integer>> dropped = new HashMap<>();
		for (Part part : parts) {
			part.in(backport).forEach(file -> dropped.computeIfAbsent(file.key(), k -> new TreeSet<>()).add(part.hunk.orElse(0)));
		}
		Decisions result = decisions;
		for (PatchResult patch : backport.patches()) {
			for (FileResult file : patch.files()) {
				Set<Integer> hunks = dropped.getOrDefault(file.key(), Set.of());
				if (hunks.contains(0)) {
					result = result.leave(file);
				} else {
					for (int hunk : hunks) {
						result = result.drop(file, hunk - 1);
					}
				}
			}
		}
		return result;
	}

	/** Applies the file's part of each patch to another file of the kernel. */
	public Decisions redirect(Decisions decisions, Backport backport, String path) {
		Decisions result = decisions;
		for (FileResult part : in(backport)) {
			result = result.redirect(part, path);
		}
		return result;
	}

	@Override
	public String toString() {
		return (patch.isPresent() ? patch.getAsInt() + ":" : "") + file + (hunk.isPresent() ? ":" + hunk.getAsInt() : "");
	}
}
