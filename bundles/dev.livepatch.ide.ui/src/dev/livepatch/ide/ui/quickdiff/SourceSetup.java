package dev.livepatch.ide.ui.quickdiff;

import org.eclipse.core.filebuffers.IDocumentSetupParticipant;
import org.eclipse.core.filebuffers.IDocumentSetupParticipantExtension;
import org.eclipse.core.filebuffers.LocationKind;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.IPath;
import org.eclipse.jface.text.IDocument;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;

import dev.livepatch.ide.project.ProjectLayout;

/** Notices the first file of a live patch project that is opened: from then on, there are change bars. */
public final class SourceSetup implements IDocumentSetupParticipant, IDocumentSetupParticipantExtension {

	@Override
	public void setup(IDocument document) {
		// without its location, nothing is known of a document
	}

	@Override
	public void setup(IDocument document, IPath location, LocationKind kind) {
		if (kind != LocationKind.IFILE || location.segmentCount() < 2 || !PlatformUI.isWorkbenchRunning()) {
			return;
		}
		IFile file = ResourcesPlugin.getWorkspace().getRoot().getFile(location);
		if (ProjectLayout.containing(file).flatMap(l -> l.kernelPath(file)).isPresent()) {
			if (Display.getCurrent() != null) {
				// at once: the editor that asks for the document is about to open
				ChangeBars.install();
			} else {
				PlatformUI.getWorkbench().getDisplay().asyncExec(ChangeBars::install);
			}
		}
	}
}
