package dev.livepatch.ide.project;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;

/** Puts files into a project. */
public final class ProjectFiles {

	private ProjectFiles() {
	}

	/** Makes {@code src} with every file of the change in it. */
	public static void writeSources(ProjectLayout layout, ChangeSet change, IProgressMonitor monitor) throws CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, change.files().size() + 1);
		createFolders(layout.sources(), progress.split(1));
		for (FileChange file : change.files()) {
			write(layout.source(file.path()), file.patched().orElseThrow().getBytes(StandardCharsets.ISO_8859_1), progress.split(1));
		}
	}

	/** Creates a file with its folders. Texts that are no UTF-8 keep their bytes: the file is marked as ISO-8859-1. */
	public static void write(IFile file, byte[] content, IProgressMonitor monitor) throws CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, 3);
		createFolders(file.getParent(), progress.split(1));
		file.write(content, false, false, true, progress.split(1));
		Charset charset = charset(content);
		if (!charset.equals(StandardCharsets.UTF_8)) {
			file.setCharset(charset.name(), progress.split(1));
		}
	}

	/** Creates a folder and those it lies in. */
	public static void createFolders(IContainer container, IProgressMonitor monitor) throws CoreException {
		IPath path = container.getProjectRelativePath();
		SubMonitor progress = SubMonitor.convert(monitor, path.segmentCount());
		for (int i = 1; i <= path.segmentCount(); i++) {
			IFolder folder = container.getProject().getFolder(path.uptoSegment(i));
			if (!folder.exists()) {
				folder.refreshLocal(IResource.DEPTH_ZERO, null);
			}
			if (!folder.exists()) {
				folder.create(false, true, progress.split(1));
			}
		}
	}

	/** UTF-8, or for a text that is none ISO-8859-1, which keeps every byte. */
	public static Charset charset(byte[] content) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
			return StandardCharsets.UTF_8;
		} catch (CharacterCodingException e) {
			return StandardCharsets.ISO_8859_1;
		}
	}
}
