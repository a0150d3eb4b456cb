package dev.livepatch.ide.check;

import java.nio.charset.Charset;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.CoreException;

/** Where lines begin and end, so that editors can underline what a marker is about. Reads each file once. */
public final class SourceLines {
	private final Map<IFile, Optional<String>> texts = new HashMap<>();

	/**
	 * A line's text without the white space around it.
	 *
	 * @param start in characters from the file's beginning
	 * @param end   after the last character
	 */
	public record Extent(int start, int end) {
	}

	/**
	 * @param line from 1
	 * @return empty if the file has no such line, or nothing in it
	 */
	public Optional<Extent> extent(IFile file, int line) {
		return text(file).flatMap(text -> extent(text, line));
	}

	/** A file's text; empty if it cannot be read. */
	Optional<String> text(IFile file) {
		return texts.computeIfAbsent(file, SourceLines::read);
	}

	static Optional<Extent> extent(String text, int line) {
		int start = 0;
		for (int i = 1; i < line; i++) {
			start = text.indexOf('\n', start) + 1;
			if (start == 0) {
				return Optional.empty();
			}
		}
		int newline = text.indexOf('\n', start);
		int end = newline < 0 ? text.length() : newline;
		while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
			end--;
		}
		while (start < end && Character.isWhitespace(text.charAt(start))) {
			start++;
		}
		return line > 0 && start < end ? Optional.of(new Extent(start, end)) : Optional.empty();
	}

	private static Optional<String> read(IFile file) {
		try {
			return Optional.of(new String(file.readAllBytes(), Charset.forName(file.getCharset())));
		} catch (CoreException | UnsupportedCharsetException e) {
			// deleted meanwhile, or unreadable as text: the line's number has to do
			return Optional.empty();
		}
	}
}
