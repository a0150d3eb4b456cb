package dev.livepatch.ide.project;

import java.nio.charset.StandardCharsets;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.ide.kernel.KernelFileCopy;

/** A change as the author's files below {@code src}. */
public final class SourceFiles {

	private SourceFiles() {
	}

	/** Makes {@code src} with every file of the change in it. */
	public static void write(ProjectLayout layout, ChangeSet change, IProgressMonitor monitor) throws CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, change.files().size() + 1);
		KernelFileCopy.createFolders(layout.sources(), progress.split(1));
		for (FileChange file : change.files()) {
			KernelFileCopy.write(layout.source(file.path()), file.patched().orElseThrow().getBytes(StandardCharsets.ISO_8859_1), progress.split(1));
		}
	}
}
