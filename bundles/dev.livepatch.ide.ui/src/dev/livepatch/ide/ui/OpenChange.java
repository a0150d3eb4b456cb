package dev.livepatch.ide.ui;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.eclipse.core.filebuffers.FileBuffers;
import org.eclipse.core.filebuffers.ITextFileBuffer;
import org.eclipse.core.filebuffers.LocationKind;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;

/** A project's change as its editors show it, saved or not; characters are those of the documents, so that places in both are the same. */
public final class OpenChange {

	private OpenChange() {
	}

	/** Not for the UI thread where it can be avoided: reads every changed file and its original. */
	public static ChangeSet of(IProject project) throws CoreException {
		ProjectLayout layout = ProjectLayout.of(project);
		List<IFile> files = new ArrayList<>();
		if (layout.sources().exists()) {
			layout.sources().accept(resource -> {
				if (resource instanceof IFile file) {
					files.add(file);
				}
				return resource.getType() != IResource.FOLDER || !resource.getName().startsWith(".");
			});
		}
		try {
			Path tree = KernelBuilds.of(project).source();
			List<FileChange> changes = new ArrayList<>();
			for (IFile file : files) {
				String path = layout.kernelPath(file).orElseThrow();
				Path original = tree.resolve(path);
				Charset charset = Charset.forName(file.getCharset());
				changes.add(Files.isRegularFile(original) ? new FileChange.Modified(path, new String(Files.readAllBytes(original), charset), text(file, charset))
						: new FileChange.Added(path, text(file, charset)));
			}
			changes.sort(Comparator.comparing(FileChange::path));
			return new ChangeSet(project.getName(), changes, List.of());
		} catch (IOException | UnsupportedCharsetException e) {
			throw new CoreException(Status.error(NLS.bind(Messages.notCompared, project.getName(), e.getMessage()), e));
		}
	}

	private static String text(IFile file, Charset charset) throws CoreException {
		ITextFileBuffer buffer = FileBuffers.getTextFileBufferManager().getTextFileBuffer(file.getFullPath(), LocationKind.IFILE);
		return buffer != null ? buffer.getDocument().get() : new String(file.readAllBytes(), charset);
	}
}
