package dev.livepatch.ide.check;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.ide.project.ProjectLayout;

/** Keeps the project's patch file what its sources say. */
final class PatchFileWriter {

	private PatchFileWriter() {
	}

	/** The project's patch file, which may not exist. */
	static IFile file(ProjectLayout layout, LivepatchProject livepatch) {
		return layout.project().getFile(IPath.fromPath(livepatch.patchFile().getFileName()));
	}

	/** Does nothing where the patch file is the source itself, or would stay as it is. */
	static void write(ProjectLayout layout, LivepatchProject livepatch, ChangeSet change, IProgressMonitor monitor) throws CoreException {
		if (!layout.sources().exists()) {
			return;
		}
		IFile file = file(layout, livepatch);
		file.refreshLocal(IResource.DEPTH_ZERO, monitor);
		byte[] present = file.exists() ? file.readAllBytes() : new byte[0];
		byte[] text = PatchWriter.rewrite(new String(present, StandardCharsets.ISO_8859_1), change).getBytes(StandardCharsets.ISO_8859_1);
		boolean same = Arrays.equals(text, present);
		if (!same) {
			file.write(text, true, false, false, monitor);
		}
	}
}
