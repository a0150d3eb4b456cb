package dev.livepatch.core.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.PatchWriter;

/**
 * An edit of the author's files that a finding can be met with. Nothing is written by it: whoever offers it applies it.
 *
 * @param title what it does, as a menu says it
 * @param texts the new text of each file that it edits, by kernel path; all are files of the change
 */
public record Fix(FixKind kind, String title, Map<String, String> texts) {
	public Fix {
		texts = Map.copyOf(new TreeMap<>(texts));
	}

	/** The change after the fix; files that are as in the kernel again are no part of it any more. */
	public ChangeSet applied(ChangeSet change) {
		List<FileChange> files = new ArrayList<>();
		for (FileChange file : change.files()) {
			String text = texts.get(file.path());
			FileChange fixed = text == null ? file : switch (file) {
				case FileChange.Modified m -> new FileChange.Modified(m.path(), m.before(), text);
				case FileChange.Added a -> new FileChange.Added(a.path(), text);
				case FileChange.Renamed r -> new FileChange.Renamed(r.path(), r.from(), r.before(), text);
				case FileChange.Deleted d -> d;
			};
			if (!(fixed instanceof FileChange.Modified m && m.before().equals(m.after()))) {
				files.add(fixed);
			}
		}
		return new ChangeSet(change.name(), files, change.notes());
	}

	/** What it edits, as a unified diff of the author's files before and after. */
	public String preview(ChangeSet change) {
		List<FileChange> edits = new ArrayList<>();
		for (FileChange file : change.files()) {
			if (texts.containsKey(file.path())) {
				edits.add(new FileChange.Modified(file.path(), file.patched().orElse(""), texts.get(file.path())));
			}
		}
		return PatchWriter.write(new ChangeSet(change.name(), edits, List.of()));
	}
}
