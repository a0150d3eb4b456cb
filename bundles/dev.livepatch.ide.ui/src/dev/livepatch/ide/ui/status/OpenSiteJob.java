package dev.livepatch.ide.ui.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.osgi.util.NLS;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.statushandlers.StatusManager;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.status.Site;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.kernel.KernelFiles;

/** Opens a place of the kernel's sources, in the project's version of the file if it has one. */
final class OpenSiteJob extends Job {
	private final IProject project;
	private final Site site;

	OpenSiteJob(IProject project, Site site) {
		super(NLS.bind(Messages.opening, site.file()));
		this.project = project;
		this.site = site;
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		try {
			KernelBuild kernel = KernelBuilds.of(project);
			if (!Files.isRegularFile(kernel.sourceFile(site.file()))) {
				return Status.warning(NLS.bind(Messages.noFile, site.file(), kernel.source()));
			}
			int line = line(kernel);
			PlatformUI.getWorkbench().getDisplay().asyncExec(() -> open(kernel, line));
			return Status.OK_STATUS;
		} catch (IOException e) {
			return Status.error(e.getMessage(), e);
		}
	}

	/** The kernel's lines may be elsewhere in the project's version. */
	private int line(KernelBuild kernel) throws IOException {
		IFile own = ProjectLayout.of(project).source(site.file());
		if (own.getLocation() == null || !own.exists()) {
			return site.line();
		}
		return LineMap.between(Files.readString(kernel.sourceFile(site.file()), StandardCharsets.ISO_8859_1), Files.readString(own.getLocation().toPath(), StandardCharsets.ISO_8859_1))
				.toPatched(site.line());
	}

	private void open(KernelBuild kernel, int line) {
		IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
		IWorkbenchPage page = window == null ? null : window.getActivePage();
		if (page == null) {
			return;
		}
		try {
			IEditorPart editor = KernelFiles.open(page, project, kernel, site.file());
			if (editor instanceof ITextEditor text && line > 0) {
				var document = text.getDocumentProvider().getDocument(text.getEditorInput());
				var region = document.getLineInformation(Math.min(line, document.getNumberOfLines()) - 1);
				text.selectAndReveal(region.getOffset(), region.getLength());
			}
		} catch (PartInitException e) {
			StatusManager.getManager().handle(e, LivepatchUi.ID);
		} catch (BadLocationException e) {
			// the file has become shorter since: it is open at least
			StatusManager.getManager().handle(Status.warning(e.getMessage(), e));
		}
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE;
	}
}
