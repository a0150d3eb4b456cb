package dev.livepatch.ide.ui.fix;

import java.util.List;

import org.eclipse.core.filebuffers.FileBuffers;
import org.eclipse.core.filebuffers.ITextFileBuffer;
import org.eclipse.core.filebuffers.ITextFileBufferManager;
import org.eclipse.core.filebuffers.LocationKind;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.osgi.util.NLS;
import org.eclipse.text.undo.DocumentUndoManagerRegistry;
import org.eclipse.text.undo.IDocumentUndoManager;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.change.Lines;

/** Gives a file another text through its editor's document: one step to undo, not saved, and no line touched that stays as it is. */
final class DocumentEdit {

	private DocumentEdit() {
	}

	/** @param show whether the editor comes to the front */
	static void replace(IFile file, String text, boolean show) throws CoreException {
		IWorkbenchPage page = PlatformUI.getWorkbench().getActiveWorkbenchWindow().getActivePage();
		IEditorPart editor = IDE.openEditor(page, file, show);
		ITextEditor textEditor = Adapters.adapt(editor, ITextEditor.class);
		ITextFileBufferManager buffers = FileBuffers.getTextFileBufferManager();
		IPath path = file.getFullPath();
		buffers.connect(path, LocationKind.IFILE, null);
		try {
			ITextFileBuffer buffer = buffers.getTextFileBuffer(path, LocationKind.IFILE);
			int first = replace(buffer.getDocument(), text);
			if (textEditor == null) {
				// an editor that does not show the document would not show that it has changed
				buffer.commit(null, false);
			} else if (first >= 0) {
				textEditor.selectAndReveal(first, 0);
			}
		} catch (BadLocationException e) {
			throw new CoreException(Status.error(NLS.bind(Messages.changedMeanwhile, file.getName()), e));
		} finally {
			buffers.disconnect(path, LocationKind.IFILE, null);
		}
	}

	/** @return where the first edit is, -1 if nothing differs */
	private static int replace(IDocument document, String text) throws BadLocationException {
		List<Hunk> hunks = LineMap.between(document.get(), text).hunks();
		List<String> lines = Lines.of(text);
		DocumentUndoManagerRegistry.connect(document);
		IDocumentUndoManager undo = DocumentUndoManagerRegistry.getDocumentUndoManager(document);
		undo.beginCompoundChange();
		try {
			// from the end, so that the places of those before stay
			for (Hunk hunk : hunks.reversed()) {
				int start = offset(document, hunk.originalStart());
				document.replace(start, offset(document, hunk.originalEnd()) - start, String.join("", lines.subList(hunk.patchedStart() - 1, hunk.patchedEnd() - 1)));
			}
		} finally {
			undo.endCompoundChange();
			DocumentUndoManagerRegistry.disconnect(document);
		}
		return hunks.isEmpty() ? -1 : offset(document, hunks.getFirst().patchedStart());
	}

	/** @param line from 1; one past the last is the document's end */
	private static int offset(IDocument document, int line) throws BadLocationException {
		return line > document.getNumberOfLines() ? document.getLength() : document.getLineOffset(line - 1);
	}
}
