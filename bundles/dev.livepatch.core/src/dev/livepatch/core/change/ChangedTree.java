package dev.livepatch.core.change;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.livepatch.core.change.ChangeSet.Note;

/** A kernel tree with changes on top, in memory. */
final class ChangedTree {
	private final TreeFiles tree;
	private final Map<String, Entry> entries = new TreeMap<>();
	private final List<Note> notes = new ArrayList<>();

	/**
	 * @param kernel the tree's own text; empty if the tree has no such file
	 * @param text   the text now; empty if there is no such file any more
	 * @param origin the tree's file that it was moved from, if it was
	 */
	private record Entry(Optional<String> kernel, Optional<String> text, Optional<String> origin) {
	}

	ChangedTree(TreeFiles tree) {
		this.tree = tree;
	}

	/** Begins with a file changed already. */
	void add(FileChange file) {
		Optional<String> kernel = file instanceof FileChange.Renamed ? Optional.empty() : file.original();
		Optional<String> origin = file instanceof FileChange.Renamed renamed ? Optional.of(renamed.from()) : Optional.empty();
		entries.put(file.path(), new Entry(kernel, file.patched(), origin));
		origin.ifPresent(from -> entries.put(from, new Entry(file.original(), Optional.empty(), Optional.empty())));
	}

	Optional<String> linkRefusal(String path) {
		return tree.linkRefusal(path);
	}

	Optional<String> text(String path) throws IOException {
		return entry(path).text();
	}

	/** The path's {@link #text} has been asked for before. */
	void write(String path, String text) {
		Entry entry = entries.get(path);
		entries.put(path, new Entry(entry.kernel(), Optional.of(text), entry.origin()));
	}

	void delete(String path) {
		entries.put(path, new Entry(entries.get(path).kernel(), Optional.empty(), Optional.empty()));
	}

	void move(String from, String to, String text) {
		Entry source = entries.get(from);
		Optional<String> origin = source.origin().or(() -> source.kernel().map(k -> from));
		entries.put(to, new Entry(entries.get(to).kernel(), Optional.of(text), origin));
		delete(from);
	}

	void note(Note note) {
		notes.add(note);
	}

	/** What differs from the tree. */
	ChangeSet change(String name) {
		Set<String> moved = new HashSet<>();
		List<FileChange> files = new ArrayList<>();
		entries.forEach((path, entry) -> {
			if (entry.text().isEmpty() || entry.text().equals(entry.kernel())) {
				return;
			}
			String text = entry.text().get();
			if (entry.kernel().isPresent()) {
				files.add(new FileChange.Modified(path, entry.kernel().get(), text));
			} else if (entry.origin().isPresent() && entries.get(entry.origin().get()).text().isEmpty() && moved.add(entry.origin().get())) {
				files.add(new FileChange.Renamed(path, entry.origin().get(), entries.get(entry.origin().get()).kernel().orElseThrow(), text));
			} else {
				files.add(new FileChange.Added(path, text));
			}
		});
		entries.forEach((path, entry) -> {
			if (entry.text().isEmpty() && entry.kernel().isPresent() && !moved.contains(path)) {
				files.add(new FileChange.Deleted(path, entry.kernel().get()));
			}
		});
		files.sort(java.util.Comparator.comparing(FileChange::path));
		return new ChangeSet(name, files, notes);
	}

	private Entry entry(String path) throws IOException {
		Entry known = entries.get(path);
		if (known == null) {
			Optional<String> text = tree.read(path);
			known = new Entry(text, text, Optional.empty());
			entries.put(path, known);
		}
		return known;
	}
}
