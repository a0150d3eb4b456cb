package dev.livepatch.ide.ui.search;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.TreeViewer;

/** Directories, their files, their lines: those of a result that have matches. */
final class FoundTree implements ITreeContentProvider {

	/** @param path ends with a slash; empty for the source tree itself */
	record Directory(String path) {
	}

	/** @param path relative to the kernel's source tree */
	record SourceFile(String path) {
		Directory directory() {
			return new Directory(path.substring(0, path.lastIndexOf('/') + 1));
		}

		String name() {
			return path.substring(path.lastIndexOf('/') + 1);
		}
	}

	private final TreeViewer viewer;
	private final Map<String, Map<String, TreeSet<SourceLine>>> directories = new TreeMap<>();
	private KernelSearchResult result;

	FoundTree(TreeViewer viewer) {
		this.viewer = viewer;
	}

	@Override
	public void inputChanged(org.eclipse.jface.viewers.Viewer of, Object before, Object input) {
		directories.clear();
		result = (KernelSearchResult) input;
		if (result != null) {
			for (Object line : result.getElements()) {
				update((SourceLine) line);
			}
		}
	}

	/** In the UI thread. */
	void changed(Object[] lines) {
		for (Object line : lines) {
			update((SourceLine) line);
		}
		viewer.refresh();
	}

	void clear() {
		directories.clear();
		viewer.refresh();
	}

	private void update(SourceLine line) {
		Map<String, TreeSet<SourceLine>> files = directories.computeIfAbsent(line.directory(), d -> new TreeMap<>());
		TreeSet<SourceLine> lines = files.computeIfAbsent(line.file(), f -> new TreeSet<>(Comparator.comparingInt(SourceLine::number).thenComparingInt(SourceLine::shownAt)));
		if (result.getMatchCount(line) > 0) {
			lines.add(line);
			return;
		}
		lines.remove(line);
		if (lines.isEmpty()) {
			files.remove(line.file());
		}
		if (files.isEmpty()) {
			directories.remove(line.directory());
		}
	}

	/** Matches in and below an element. */
	int count(Object element) {
		return switch (element) {
			case SourceLine line -> result.getMatchCount(line);
			case SourceFile file -> lines(file).stream().mapToInt(result::getMatchCount).sum();
			case Directory directory -> directories.getOrDefault(directory.path(), Map.of()).values().stream().flatMap(TreeSet::stream).mapToInt(result::getMatchCount).sum();
			default -> 0;
		};
	}

	private TreeSet<SourceLine> lines(SourceFile file) {
		return directories.getOrDefault(file.directory().path(), Map.of()).getOrDefault(file.path(), new TreeSet<>());
	}

	@Override
	public Object[] getElements(Object input) {
		return directories.keySet().stream().map(Directory::new).toArray();
	}

	@Override
	public Object[] getChildren(Object element) {
		return switch (element) {
			case Directory directory -> directories.getOrDefault(directory.path(), Map.of()).keySet().stream().map(SourceFile::new).toArray();
			case SourceFile file -> lines(file).toArray();
			default -> new Object[0];
		};
	}

	@Override
	public Object getParent(Object element) {
		return switch (element) {
			case SourceLine line -> new SourceFile(line.file());
			case SourceFile file -> file.directory();
			default -> null;
		};
	}

	@Override
	public boolean hasChildren(Object element) {
		return !(element instanceof SourceLine);
	}
}
