package dev.livepatch.core.search;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.Workers;
import dev.livepatch.core.process.Cancellation;

/** Looks for a pattern in many files with all processors, line by line. */
public final class SourceSearch {
	/** Matches of one search; who finds more has to ask for less. */
	public static final int MOST = 50_000;
	private static final long LARGEST_FILE = 64L << 20;
	private static final int LONGEST_LINE = 1 << 20;
	private final Pattern pattern;
	private final Function<String, Path> location;
	private final Consumer<List<SourceMatch>> found;
	private final Cancellation cancellation;
	private final AtomicInteger matches = new AtomicInteger();
	private final List<Unsearched> unsearched = Collections.synchronizedList(new ArrayList<>());

	/** A file, or a part of it, that was not searched, and why. */
	public record Unsearched(String file, String reason) {
	}

	/**
	 * The end of a search.
	 *
	 * @param matches    how many the consumer was given, at most {@link #MOST}
	 * @param complete   whether that is all there are
	 * @param unsearched sorted by file
	 */
	public record Outcome(int matches, boolean complete, List<Unsearched> unsearched) {
	}

	private SourceSearch(Pattern pattern, Function<String, Path> location, Consumer<List<SourceMatch>> found, Cancellation cancellation) {
		this.pattern = pattern;
		this.location = location;
		this.found = found;
		this.cancellation = cancellation;
	}

	/**
	 * Searches files, in no order.
	 *
	 * @param files    relative to the kernel's source tree
	 * @param location where each is
	 * @param found    is given the matches of each file that has some, in their order, as soon as it is done; from several threads
	 * @param progress is told how many files are done, each time there is one more; from several threads
	 * @throws CancellationException if cancelled, in the middle of a line if that takes long
	 */
	public static Outcome run(Pattern pattern, List<String> files, Function<String, Path> location, Consumer<List<SourceMatch>> found, IntConsumer progress, Cancellation cancellation) {
		SourceSearch search = new SourceSearch(pattern, location, found, cancellation);
		AtomicInteger done = new AtomicInteger();
		try {
			Workers.run(files.size(), () -> search, (all, i) -> {
				all.search(files.get(i));
				progress.accept(done.incrementAndGet());
			}, cancellation);
		} catch (IOException e) {
			throw new IllegalStateException("each file's errors are its own", e);
		}
		int matches = search.matches.get();
		return new Outcome(Math.min(matches, MOST), matches <= MOST, search.unsearched.stream().sorted(Comparator.comparing(Unsearched::file)).toList());
	}

	private void search(String file) {
		if (matches.get() > MOST) {
			return;
		}
		List<SourceMatch> ofFile = new ArrayList<>();
		try {
			Path path = location.apply(file);
			long size = Files.size(path);
			if (size > LARGEST_FILE) {
				unsearched.add(new Unsearched(file, "it is larger than " + (LARGEST_FILE >> 20) + " MB"));
				return;
			}
			byte[] content = Files.readAllBytes(path);
			if (isBinary(content)) {
				unsearched.add(new Unsearched(file, "it is no text: it has a byte 0"));
				return;
			}
			lines(file, decode(content), ofFile);
		} catch (NoSuchFileException e) {
			unsearched.add(new Unsearched(file, "it is no longer there"));
		} catch (IOException e) {
			unsearched.add(new Unsearched(file, "it cannot be read: " + e.getMessage()));
		} catch (StackOverflowError e) {
			unsearched.add(new Unsearched(file, "the regular expression repeats a group too often in one of its lines"));
		}
		if (!ofFile.isEmpty()) {
			found.accept(List.copyOf(ofFile));
		}
	}

	private void lines(String file, String text, List<SourceMatch> ofFile) {
		Matcher matcher = pattern.matcher(new CancellableText(text, cancellation));
		int line = 1;
		for (int start = 0; start < text.length(); line++) {
			int newline = text.indexOf('\n', start);
			int next = newline < 0 ? text.length() : newline + 1;
			int end = newline < 0 ? text.length() : newline > start && text.charAt(newline - 1) == '\r' ? newline - 1 : newline;
			if (end - start > LONGEST_LINE) {
				unsearched.add(new Unsearched(file, "line " + line + " is longer than " + LONGEST_LINE + " characters"));
			} else {
				matcher.region(start, end);
				while (matcher.find()) {
					if (matcher.end() > matcher.start()) {
						if (matches.incrementAndGet() > MOST) {
							return;
						}
						ofFile.add(SourceMatch.of(file, line, text, start, end, matcher.start(), matcher.end()));
					}
				}
			}
			start = next;
		}
	}

	private static boolean isBinary(byte[] content) {
		for (byte b : content) {
			if (b == 0) {
				return true;
			}
		}
		return false;
	}

	/** Some old files of the kernel are in Latin-1. */
	private static String decode(byte[] content) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
		} catch (CharacterCodingException e) {
			return new String(content, StandardCharsets.ISO_8859_1);
		}
	}
}
