package dev.livepatch.ide.ui.outline;

import org.eclipse.core.runtime.IAdapterFactory;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.contentoutline.IContentOutlinePage;

import dev.livepatch.ide.ui.source.CSourceTester;

/** The outline of C files in the generic editor; those of other files are left to others. */
public final class COutlineFactory implements IAdapterFactory {

	@Override
	public <T> T getAdapter(Object adaptable, Class<T> type) {
		return type == IContentOutlinePage.class && adaptable instanceof ITextEditor editor && CSourceTester.isC(editor.getEditorInput()) && editor.getAdapter(ITextViewer.class) != null
				? type.cast(new COutlinePage(editor)) : null;
	}

	@Override
	public Class<?>[] getAdapterList() {
		return new Class<?>[] { IContentOutlinePage.class };
	}
}
