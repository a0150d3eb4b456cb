package dev.livepatch.ide.ui.status;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.codemining.AbstractCodeMiningProvider;
import org.eclipse.jface.text.codemining.ICodeMining;
import org.eclipse.jface.text.codemining.LineHeaderCodeMining;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.status.EditedFunctions.Stated;
import dev.livepatch.core.status.FileFacts;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.status.FileStatus;

/** The status of a function as a line above it: of those that were edited, or of all. Says what is known already, and is asked again when more is. */
public final class StatusMinings extends AbstractCodeMiningProvider {

	/** A line above another one. @param line from 0 */
	private record Above(int line, String text) {
	}

	private static final class Mining extends LineHeaderCodeMining {
		Mining(Above above, IDocument document, StatusMinings provider) throws BadLocationException {
			super(above.line(), document, provider);
			setLabel(above.text());
		}
	}

	@Override
	public CompletableFuture<List<? extends ICodeMining>> provideCodeMinings(ITextViewer viewer, IProgressMonitor monitor) {
		ITextEditor editor = getAdapter(ITextEditor.class);
		Display display = PlatformUI.getWorkbench().getDisplay();
		// the editor's reconciler asks too, in a thread of its own
		return CompletableFuture.supplyAsync(() -> minings(editor, viewer), display.getThread() == Thread.currentThread() ? Runnable::run : display::asyncExec);
	}

	private List<ICodeMining> minings(ITextEditor editor, ITextViewer viewer) {
		List<ICodeMining> minings = new ArrayList<>();
		if (editor != null && viewer.getTextWidget() != null && !viewer.getTextWidget().isDisposed()) {
			EditorStatus.attach(editor, viewer).status().ifPresent(status -> {
				for (Above above : above(status)) {
					try {
						minings.add(new Mining(above, viewer.getDocument(), this));
					} catch (BadLocationException e) {
						// the text has become shorter: what is above it will be asked for again
					}
				}
			});
		}
		return minings;
	}

	/** Stands for all that is to be drawn. */
	static Object shown(FileStatus status) {
		return above(status);
	}

	private static List<Above> above(FileStatus status) {
		List<Above> lines = new ArrayList<>();
		switch (status.facts()) {
			case FileFacts.NotBuilt file -> lines.add(new Above(0, file.why()));
			case FileFacts.Unknown file -> lines.add(new Above(0, file.why()));
			case FileFacts.Known file -> {
				file.caution().ifPresent(caution -> lines.add(new Above(0, caution)));
				file.fanOut().ifPresent(fanOut -> lines.add(new Above(0, fanOut.text())));
			}
		}
		for (Stated function : LivepatchPreferences.chosen(LivepatchPreferences.ALL_STATUSES) ? status.functions() : status.edited()) {
			lines.add(new Above(function.function().extent().firstLine() - 1, function.summary()));
		}
		return lines;
	}
}
