package dev.livepatch.ide.ui.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.osgi.util.NLS;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.statushandlers.StatusManager;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.check.OwnPlace;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.kernel.KernelFiles;

/** Opens a place of the patched sources: in the project's file, in its patch, or else in the kernel's own file; or in the latter anyway. */
final class PlaceOpener extends Job {
	private final IProject project;
	private final SourcePlace place;
	private final boolean kernels;
	private final IWorkbenchPage page;

	/** @param kernels whether the kernel's own file is to be opened, although the project has one */
	PlaceOpener(IProject project, SourcePlace place, boolean kernels, IWorkbenchPage page) {
		super(NLS.bind(Messages.opening, place.file()));
		this.project = project;
		this.place = place;
		this.kernels = kernels;
		this.page = page;
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		Optional<OwnPlace> own = kernels ? Optional.empty() : OwnPlace.of(project, place);
		if (own.isPresent()) {
			show(() -> IDE.openEditor(page, own.get().file()), own.get().line());
			return Status.OK_STATUS;
		}
		try {
			KernelBuild kernel = KernelBuilds.of(project);
			if (!Files.isRegularFile(kernel.sourceFile(place.file()))) {
				return Status.warning(NLS.bind(Messages.noPlace, place.file()));
			}
			if (kernels) {
				int line = originalLine(kernel);
				show(() -> KernelFiles.openOriginal(page, project, kernel, place.file()), line);
			} else {
				show(() -> KernelFiles.open(page, project, kernel, place.file()), place.line());
			}
			return Status.OK_STATUS;
		} catch (IOException e) {
			return Status.error(e.getMessage(), e);
		}
	}

	/** Places are counted in the patched file. */
	private int originalLine(KernelBuild kernel) throws IOException {
		for (FileChange change : LivepatchProject.open(ProjectLayout.of(project).directory()).change(kernel).files()) {
			if (change instanceof FileChange.Modified modified && modified.path().equals(place.file()) && place.line() > 0) {
				return LineMap.between(modified.before(), modified.after()).toOriginal(place.line());
			}
		}
		return place.line();
	}

	/** Makes an editor, in the UI thread. */
	@FunctionalInterface
	private interface Opening {
		IEditorPart open() throws PartInitException;
	}

	private void show(Opening opening, int line) {
		page.getWorkbenchWindow().getWorkbench().getDisplay().asyncExec(() -> {
			try {
				ITextEditor editor = Adapters.adapt(opening.open(), ITextEditor.class);
				IDocument document = editor == null ? null : editor.getDocumentProvider().getDocument(editor.getEditorInput());
				if (document != null && line > 0) {
					IRegion region = document.getLineInformation(Math.min(line, document.getNumberOfLines()) - 1);
					editor.selectAndReveal(region.getOffset(), region.getLength());
				}
			} catch (PartInitException e) {
				StatusManager.getManager().handle(e, LivepatchUi.ID);
			} catch (BadLocationException e) {
				StatusManager.getManager().handle(Status.error(NLS.bind(Messages.notOpened, place.file(), e.getMessage()), e));
			}
		});
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE;
	}
}
