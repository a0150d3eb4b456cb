package dev.livepatch.ide.ui.patch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Display;

import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.project.ProjectLayout;

/** Puts the project's patch file on the clipboard. */
final class CopyPatchJob extends Job {
	private final IProject project;
	private final Display display;

	CopyPatchJob(IProject project, Display display) {
		super(Messages.copyPatch);
		this.project = project;
		this.display = display;
		setUser(true);
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		try {
			LivepatchProject livepatch = LivepatchProject.open(ProjectLayout.of(project).directory());
			if (!Files.isRegularFile(livepatch.patchFile())) {
				return Status.warning(NLS.bind(Messages.noPatch, project.getName()));
			}
			String text = Files.readString(livepatch.patchFile(), StandardCharsets.ISO_8859_1);
			display.asyncExec(() -> {
				Clipboard clipboard = new Clipboard(display);
				clipboard.setContents(new Object[] { text }, new Transfer[] { TextTransfer.getInstance() });
				clipboard.dispose();
			});
			return Status.OK_STATUS;
		} catch (IOException e) {
			return Status.error(e.getMessage(), e);
		}
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE;
	}
}
