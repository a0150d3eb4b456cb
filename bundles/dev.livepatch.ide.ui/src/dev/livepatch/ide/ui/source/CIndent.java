package dev.livepatch.ide.ui.source;

import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.DocumentCommand;
import org.eclipse.jface.text.IAutoEditStrategy;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.TextUtilities;

/** Indents as the kernel's coding style says: a new line begins with the tabs that it needs, and a closing brace goes below the line that its block was opened in. */
public final class CIndent implements IAutoEditStrategy {

	@Override
	public void customizeDocumentCommand(IDocument document, DocumentCommand command) {
		if (command.text == null || command.length > 0 || !command.doit) {
			return;
		}
		try {
			if (TextUtilities.equals(document.getLegalLineDelimiters(), command.text) >= 0) {
				IRegion line = document.getLineInformationOfOffset(command.offset);
				String before = document.get(line.getOffset(), command.offset - line.getOffset());
				String previous = line.getOffset() == 0 ? "" : line(document, document.getLineOfOffset(line.getOffset()) - 1);
				command.text += Indentation.after(previous, before);
			} else if (command.text.equals("}")) {
				close(document, command);
			}
		} catch (BadLocationException e) {
			ILog.of(CIndent.class).error("A line of a C file could not be indented", e);
		}
	}

	/** The brace is the first of its line: all before it gives way to the indentation of the line that the block begins in. */
	private static void close(IDocument document, DocumentCommand command) throws BadLocationException {
		int at = document.getLineOfOffset(command.offset);
		int start = document.getLineOffset(at);
		if (!document.get(start, command.offset - start).isBlank()) {
			return;
		}
		int open = 1;
		for (int line = at - 1; line >= 0 && open > 0; line--) {
			String text = line(document, line);
			open -= Indentation.braces(text);
			if (open <= 0) {
				command.text = Indentation.of(text) + "}";
				command.length = command.offset - start;
				command.offset = start;
			}
		}
	}

	private static String line(IDocument document, int line) throws BadLocationException {
		IRegion region = document.getLineInformation(line);
		return document.get(region.getOffset(), region.getLength());
	}
}
