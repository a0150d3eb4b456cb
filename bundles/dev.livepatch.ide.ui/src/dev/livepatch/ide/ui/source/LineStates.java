package dev.livepatch.ide.ui.source;

import java.util.Arrays;

import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.DocumentEvent;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IDocumentListener;
import org.eclipse.jface.text.IRegion;

import dev.livepatch.core.source.Lexer;
import dev.livepatch.core.source.Lexer.Sink;
import dev.livepatch.core.source.Lexer.State;

/** Knows in what state each line of a document begins, found out as far as it was asked for, and follows its edits. */
final class LineStates implements IDocumentListener {
	private static final Sink NOBODY = (kind, start, end) -> {
	};
	private final IDocument document;
	private State[] begins = { State.CODE };
	/** As many lines as have their state in {@link #begins}. */
	private int known = 1;
	private int firstChanged;
	private int lastChanged;
	private int damageEnd;

	LineStates(IDocument document) {
		this.document = document;
		// before the viewer, which asks what is to be painted anew
		document.addPrenotifiedDocumentListener(this);
	}

	void dispose() {
		document.removePrenotifiedDocumentListener(this);
	}

	/** Shows the tokens of some lines. */
	void tokens(int firstLine, int lastLine, Sink sink) throws BadLocationException {
		while (known <= firstLine) {
			set(known, read(known - 1, NOBODY));
			known++;
		}
		for (int line = firstLine; line <= lastLine; line++) {
			State next = read(line, sink);
			if (line + 1 == known && known < document.getNumberOfLines()) {
				set(known++, next);
			}
		}
	}

	/** Where the effect of the last edit ends: an offset in the document as it is now. */
	int damageEnd() {
		return damageEnd;
	}

	@Override
	public void documentAboutToBeChanged(DocumentEvent event) {
		try {
			firstChanged = document.getLineOfOffset(event.getOffset());
			lastChanged = document.getLineOfOffset(event.getOffset() + event.getLength());
		} catch (BadLocationException e) {
			throw new IllegalStateException(e);
		}
	}

	@Override
	public void documentChanged(DocumentEvent event) {
		try {
			int inserted = event.getText() == null ? 0 : event.getText().length();
			int last = document.getLineOfOffset(event.getOffset() + inserted);
			int line = last;
			if (known > lastChanged + 1) {
				splice(lastChanged, last);
				line = follow(last);
			} else {
				known = Math.min(known, firstChanged + 1);
			}
			IRegion end = document.getLineInformation(line);
			damageEnd = end.getOffset() + end.getLength();
		} catch (BadLocationException e) {
			ILog.of(LineStates.class).error("A C file's colours do not follow its edits", e);
		}
	}

	/** Line {@code before} of the old text is line {@code now}; what lies between the first changed one and it is not known yet. */
	private void splice(int before, int now) {
		int moved = known - before - 1;
		int length = now + 1 + moved;
		State[] spliced = Arrays.copyOf(begins, Math.max(begins.length, length));
		System.arraycopy(begins, before + 1, spliced, now + 1, moved);
		begins = spliced;
		known = length;
	}

	/** Reads on until a line begins as before; answers the last one that is read. */
	private int follow(int last) throws BadLocationException {
		int line = firstChanged;
		while (true) {
			State next = read(line, NOBODY);
			if (line + 1 >= known || line >= last && begins[line + 1] == next) {
				return line;
			}
			begins[++line] = next;
		}
	}

	private State read(int line, Sink sink) throws BadLocationException {
		IRegion region = document.getLineInformation(line);
		String text = document.get(region.getOffset(), region.getLength());
		int offset = region.getOffset();
		return Lexer.line(text, 0, text.length(), begins[line], (kind, start, end) -> sink.token(kind, offset + start, offset + end));
	}

	private void set(int line, State state) {
		if (line == begins.length) {
			begins = Arrays.copyOf(begins, 2 * line);
		}
		begins[line] = state;
	}
}
