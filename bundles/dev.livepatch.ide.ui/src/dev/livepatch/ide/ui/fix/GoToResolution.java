package dev.livepatch.ide.ui.fix;

import java.io.IOException;
import java.util.List;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Image;
import org.eclipse.ui.IMarkerResolution2;
import org.eclipse.ui.IMarkerResolutionRelevance;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.statushandlers.StatusManager;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.fix.FixKind;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.kernel.KernelFiles;

/** Opens a place where the change could be made instead, in the project or else in the kernel. */
final class GoToResolution implements IMarkerResolution2, IMarkerResolutionRelevance {
	private final String name;
	private final String kernelPath;
	private final int line;

	private GoToResolution(String name, String kernelPath, int line) {
		this.name = name;
		this.kernelPath = kernelPath;
		this.line = line;
	}

	/** As the check found them; lines are those of the text that was checked. */
	static List<GoToResolution> of(IMarker marker) {
		return marker.getAttribute(Markers.RELATED, "").lines().map(l -> l.split("\t")).filter(p -> p.length == 3 && p[2].matches("\\d{1,9}"))
				.map(p -> new GoToResolution(p[0], p[1], Integer.parseInt(p[2]))).toList();
	}

	@Override
	public String getLabel() {
		return NLS.bind(Messages.goTo, name);
	}

	@Override
	public String getDescription() {
		return NLS.bind(Messages.goToIs, new Object[] { name, kernelPath, line });
	}

	@Override
	public Image getImage() {
		return Icons.KERNEL_FILE.image();
	}

	@Override
	public int getRelevanceForResolution() {
		return FixKind.values().length + 1;
	}

	@Override
	public void run(IMarker marker) {
		IProject project = marker.getResource().getProject();
		IWorkbenchPage page = PlatformUI.getWorkbench().getActiveWorkbenchWindow().getActivePage();
		try {
			ITextEditor editor = Adapters.adapt(KernelFiles.open(page, project, KernelBuilds.of(project), kernelPath), ITextEditor.class);
			IDocument document = editor == null ? null : editor.getDocumentProvider().getDocument(editor.getEditorInput());
			if (document != null && line >= 1 && line <= document.getNumberOfLines()) {
				editor.selectAndReveal(document.getLineOffset(line - 1), document.getLineLength(line - 1));
			}
		} catch (CoreException | IOException | BadLocationException e) {
			StatusManager.getManager().handle(Status.error(NLS.bind(Messages.notShown, name, e.getMessage()), e), StatusManager.SHOW | StatusManager.LOG);
		}
	}
}
