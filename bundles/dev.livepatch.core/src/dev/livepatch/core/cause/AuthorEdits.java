package dev.livepatch.core.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.evidence.CSource;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.SourceLine;

/** What the author changed, function by function. Read once for a change, asked for each of its objects; safe for several threads. */
public final class AuthorEdits {
	private final AuthorSource source;
	private Map<String, FileEdits> files;

	public AuthorEdits(AuthorSource source) {
		this.source = source;
	}

	private synchronized Map<String, FileEdits> files() {
		if (files == null) {
			Map<String, FileEdits> read = new TreeMap<>();
			source.files().forEach(path -> read.put(path, new FileEdits(source.meant(path))));
			files = read;
		}
		return files;
	}

	/** The first edited line of the function that is declared at a place of the patched sources. */
	Optional<SourcePlace> inFunction(SourcePlace declared) {
		FileEdits edits = files().get(declared.file());
		if (edits == null) {
			return Optional.empty();
		}
		Optional<CSource.Piece> piece = edits.after().pieceAt(declared.line());
		OptionalInt line = piece.isPresent() ? edits.firstIn(piece.get().first(), piece.get().last()) : OptionalInt.empty();
		return line.isPresent() ? Optional.of(new SourcePlace(declared.file(), line.getAsInt())) : Optional.empty();
	}

	Optional<SourcePlace> inFunction(FunctionInfo function) {
		return inFunction(place(function));
	}

	Optional<SourcePlace> inFunction(SourceLine declared) {
		return inFunction(source.place(declared));
	}

	SourcePlace place(FunctionInfo function) {
		return source.place(new SourceLine(function.file(), function.line()));
	}

	/** A function's piece of a file. */
	record Place(String file, CSource.Piece piece) {
		boolean holds(SourcePlace place) {
			return place.file().equals(file) && piece.first() <= place.line() && place.line() <= piece.last();
		}
	}

	/** The edited functions, as far as the text shows them. */
	List<Place> functions() {
		List<Place> places = new ArrayList<>();
		files().forEach((path, edits) -> edits.functions().forEach(piece -> places.add(new Place(path, piece))));
		return places;
	}

	/** The first edit that adds a use of a name. */
	Optional<SourcePlace> firstSaying(String word) {
		for (Map.Entry<String, FileEdits> file : files().entrySet()) {
			OptionalInt line = file.getValue().firstSaying(word);
			if (line.isPresent()) {
				return Optional.of(new SourcePlace(file.getKey(), line.getAsInt()));
			}
		}
		return Optional.empty();
	}

	/** The first edited line of the preprocessor's that what is declared at a place comes after, in its file; else one in a header. */
	Optional<SourcePlace> directiveBefore(SourcePlace declared) {
		FileEdits own = files().get(declared.file());
		OptionalInt line = own == null ? OptionalInt.empty() : own.firstDirective(declared.line());
		if (line.isPresent()) {
			return Optional.of(new SourcePlace(declared.file(), line.getAsInt()));
		}
		return files().entrySet().stream().filter(file -> file.getKey().endsWith(".h") && file.getValue().firstDirective(Integer.MAX_VALUE).isPresent())
				.map(file -> new SourcePlace(file.getKey(), file.getValue().firstDirective(Integer.MAX_VALUE).getAsInt())).findFirst();
	}

	/** The edited definitions outside functions, by the file they are in. */
	Map<String, List<Definition>> definitions() {
		Map<String, List<Definition>> all = new TreeMap<>();
		files().forEach((path, edits) -> all.put(path, new ArrayList<>(edits.definitions())));
		return all;
	}
}
