package dev.livepatch.ide.ui.declaration;

import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.Region;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.index.Mention;
import dev.livepatch.ide.ui.kernel.KernelSource;

/**
 * Something that is mentioned in an editor on a source of a live patch project or its kernel.
 *
 * @param file   the edited one, relative to the kernel's source tree; empty for a file of the project that is no source of the kernel, for instance its patch
 * @param text   all of the editor, saved or not
 * @param region what is mentioned
 */
record SourcePlace(IProject project, String file, String text, Mention mention, IRegion region) {

	static Optional<SourcePlace> at(ITextEditor editor, int offset) {
		IDocument document = editor.getDocumentProvider() == null ? null : editor.getDocumentProvider().getDocument(editor.getEditorInput());
		Optional<KernelSource> source = document == null ? Optional.empty() : KernelSource.of(editor.getEditorInput());
		return source.flatMap(of -> {
			try {
				IRegion line = document.getLineInformationOfOffset(offset);
				return Mention.at(document.get(line.getOffset(), line.getLength()), offset - line.getOffset()).map(mention -> new SourcePlace(of.project(), of.path(),
						document.get(), mention, new Region(line.getOffset() + mention.start(), mention.text().length())));
			} catch (BadLocationException e) {
				// edited meanwhile
				return Optional.empty();
			}
		});
	}
}
