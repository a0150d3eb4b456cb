package dev.livepatch.core.listing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.SourceLine;

/** The source of one version of the kernel, line by line. Not for several threads. */
final class SourceText {
	private final AuthorSource source;
	private final boolean original;
	private final Map<String, List<String>> files = new HashMap<>();

	/** @param original whether the kernel's own version is meant, or the author's */
	SourceText(AuthorSource source, boolean original) {
		this.source = source;
		this.original = original;
	}

	/** With the path in the kernel tree. */
	SourcePlace place(SourceLine line) {
		return source.place(line);
	}

	/** The text of a line without the space around it; empty if the file cannot be read. */
	String line(SourcePlace place) {
		List<String> lines = files.computeIfAbsent(place.file(), this::lines);
		return place.line() > 0 && place.line() <= lines.size() ? lines.get(place.line() - 1).strip() : "";
	}

	private List<String> lines(String file) {
		return (original ? source.change(file).flatMap(FileChange::original).orElseGet(() -> source.text(file)) : source.text(file)).lines().toList();
	}
}
