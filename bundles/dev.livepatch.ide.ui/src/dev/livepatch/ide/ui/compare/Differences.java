package dev.livepatch.ide.ui.compare;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.compare.ITypedElement;
import org.eclipse.compare.structuremergeviewer.DiffNode;
import org.eclipse.compare.structuremergeviewer.Differencer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectFiles;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.OpenChange;

/**
 * What a project changes, as the compare editor's tree: a folder of the kernel for each that has changed files.
 *
 * @param release of the kernel
 * @param root    a single file, or all of them below a node without sides; null if nothing differs
 */
record Differences(String release, DiffNode root) {

	/** Not for the UI thread. */
	static Differences of(Scope scope, IProgressMonitor monitor) throws CoreException {
		ProjectLayout layout = ProjectLayout.of(scope.project());
		try {
			KernelBuild kernel = KernelBuilds.of(scope.project());
			boolean files = layout.sources().exists();
			ChangeSet change = files ? OpenChange.of(scope.project()) : LivepatchProject.open(layout.directory()).change(kernel.source(), monitor::isCanceled);
			List<FileChange> meant = change.files().stream().filter(f -> scope.contains(f.path())).filter(f -> scope.isOneFile() || !isAsBefore(f)).toList();
			return new Differences(kernel.release(), root(layout, meant, files));
		} catch (IOException e) {
			throw new CoreException(Status.error(NLS.bind(Messages.Differences_impossible, scope.project().getName(), e.getMessage()), e));
		}
	}

	private static boolean isAsBefore(FileChange change) {
		return change instanceof FileChange.Modified modified && modified.before().equals(modified.after());
	}

	private static DiffNode root(ProjectLayout layout, List<FileChange> changes, boolean files) throws CoreException {
		if (changes.isEmpty()) {
			return null;
		}
		if (changes.size() == 1) {
			return leaf(null, layout, changes.getFirst(), files);
		}
		DiffNode root = new DiffNode(Differencer.NO_CHANGE);
		Map<String, DiffNode> folders = new HashMap<>();
		for (FileChange change : changes) {
			String path = change.path();
			String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
			DiffNode parent = folders.computeIfAbsent(folder, f -> new DiffNode(root, Differencer.NO_CHANGE, null, new FolderSide(f), new FolderSide(f)));
			leaf(parent, layout, change, files);
		}
		return root;
	}

	private static DiffNode leaf(DiffNode parent, ProjectLayout layout, FileChange change, boolean files) throws CoreException {
		IFile file = layout.source(change.path());
		Optional<Charset> charset = files ? Optional.of(Charset.forName(file.getCharset())) : Optional.empty();
		ITypedElement own = files ? new ProjectSide(file) : side(change.path(), change.patched(), charset);
		ITypedElement kernels = side(change.originalPath().orElse(change.path()), change.original(), charset);
		int kind = switch (change) {
			case FileChange.Added a -> Differencer.ADDITION;
			case FileChange.Deleted d -> Differencer.DELETION;
			case FileChange.Modified m -> Differencer.CHANGE;
			case FileChange.Renamed r -> Differencer.CHANGE;
		};
		return new DiffNode(parent, kind, null, own, kernels);
	}

	/** @param charset that the text was decoded with; empty if its characters are bytes */
	private static ITypedElement side(String path, Optional<String> text, Optional<Charset> charset) {
		if (text.isEmpty()) {
			return null;
		}
		byte[] bytes = text.get().getBytes(charset.orElse(StandardCharsets.ISO_8859_1));
		return new TextSide(path, bytes, charset.orElseGet(() -> ProjectFiles.charset(bytes)).name());
	}
}
