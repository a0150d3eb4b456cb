package dev.livepatch.ide.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.project.SourceFiles;

/** Puts files of the kernel, or what a patch made of them, into a project. */
public final class KernelFileCopy {

	private KernelFileCopy() {
	}

	/**
	 * Copies a file of the kernel into the project's {@code src} folder, unless it is there already. A project that is its patch gets the patch's files first.
	 *
	 * @param original   the file in the kernel's source tree
	 * @param kernelPath its path relative to the tree
	 */
	public static IFile copy(IProject project, Path original, String kernelPath, IProgressMonitor monitor) throws CoreException {
		ProjectLayout layout = ProjectLayout.of(project);
		IFile target = layout.source(kernelPath);
		if (layout.isPatchOnly()) {
			expandPatch(layout, monitor);
			if (target.exists()) {
				throw new CoreException(Status.error(NLS.bind(Messages.patchedElsewhere, new Object[] { project.getName(), kernelPath, target.getProjectRelativePath() })));
			}
		}
		if (!target.exists()) {
			try {
				write(target, Files.readAllBytes(original), monitor);
			} catch (IOException e) {
				throw new CoreException(Status.error(NLS.bind(Messages.notCopied, original, e.getMessage()), e));
			}
		}
		return target;
	}

	/** From the first edit on, files say what the patch said before. */
	private static void expandPatch(ProjectLayout layout, IProgressMonitor monitor) throws CoreException {
		try {
			ChangeSet change = LivepatchProject.open(layout.directory()).change(KernelBuilds.of(layout.project()));
			if (!LivepatchProject.hasSources(change)) {
				throw new CoreException(Status.error(NLS.bind(Messages.onlyPatch, layout.project().getName())));
			}
			SourceFiles.write(layout, change, monitor);
		} catch (IOException e) {
			throw new CoreException(Status.error(NLS.bind(Messages.notExpanded, layout.project().getName(), e.getMessage()), e));
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
