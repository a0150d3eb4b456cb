package dev.livepatch.ide.ui.compare;

import org.eclipse.compare.ISharedDocumentAdapter;
import org.eclipse.compare.ResourceNode;
import org.eclipse.compare.SharedDocumentAdapter;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IAdaptable;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.Platform;
import org.eclipse.jface.text.IDocument;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.texteditor.IDocumentProvider;

/** The project's version of a file: the document of its editors, so that an edit on either is one on both, and a save is a save. */
final class ProjectSide extends ResourceNode implements IAdaptable {
	private final ISharedDocumentAdapter document = new SharedDocumentAdapter() {
		@Override
		public void flushDocument(IDocumentProvider provider, IEditorInput input, IDocument text, boolean overwrite) throws CoreException {
			saveDocument(provider, input, text, overwrite, new NullProgressMonitor());
		}
	};

	ProjectSide(IFile file) {
		super(file);
	}

	@Override
	public <T> T getAdapter(Class<T> adapter) {
		return adapter == ISharedDocumentAdapter.class ? adapter.cast(document) : Platform.getAdapterManager().getAdapter(this, adapter);
	}
}
