package dev.livepatch.ide.ui.source;

import java.util.Optional;

import org.eclipse.core.runtime.ListenerList;
import org.eclipse.jface.text.DocumentEvent;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IDocumentExtension4;
import org.eclipse.jface.text.IDocumentListener;
import org.eclipse.jface.text.ITextInputListener;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Display;

/** Reads what the C text in a viewer says, in the background, whenever it has changed. One for all who want to know; attached by the first. For the UI thread; goes with the text widget. */
public final class SourceReader {
	private static final String KEY = SourceReader.class.getName();
	private final Display display;
	private final ListenerList<Runnable> listeners = new ListenerList<>(ListenerList.IDENTITY);
	private final IDocumentListener edits = new IDocumentListener() {
		@Override
		public void documentAboutToBeChanged(DocumentEvent event) {
			// only what it becomes counts
		}

		@Override
		public void documentChanged(DocumentEvent event) {
			job.changed(document.get(), stamp());
		}
	};
	private final ITextInputListener inputs = new ITextInputListener() {
		@Override
		public void inputDocumentAboutToBeChanged(IDocument before, IDocument after) {
			unbind();
		}

		@Override
		public void inputDocumentChanged(IDocument before, IDocument after) {
			bind(after);
		}
	};
	private IDocument document;
	private ReadJob job;
	private Source source;

	private SourceReader(Display display) {
		this.display = display;
	}

	/** The one of a viewer, attached now if it was not before. */
	public static SourceReader attach(ITextViewer viewer) {
		StyledText text = viewer.getTextWidget();
		if (text.getData(KEY) instanceof SourceReader known) {
			return known;
		}
		SourceReader reader = new SourceReader(text.getDisplay());
		text.setData(KEY, reader);
		viewer.addTextInputListener(reader.inputs);
		text.addDisposeListener(event -> {
			viewer.removeTextInputListener(reader.inputs);
			reader.unbind();
		});
		reader.bind(viewer.getDocument());
		return reader;
	}

	/** What the text says as it is; empty while that is being read. */
	public Optional<Source> source() {
		return Optional.ofNullable(source).filter(s -> s.stamp() == stamp());
	}

	/** Told whenever the source of another text was read. */
	public void addListener(Runnable listener) {
		listeners.add(listener);
	}

	public void removeListener(Runnable listener) {
		listeners.remove(listener);
	}

	private void bind(IDocument shown) {
		document = shown;
		if (document != null) {
			job = new ReadJob(now -> found(shown, now));
			document.addDocumentListener(edits);
			job.changed(document.get(), stamp());
		}
	}

	private void unbind() {
		if (document != null) {
			document.removeDocumentListener(edits);
			job.dispose();
		}
		document = null;
		job = null;
		source = null;
	}

	private long stamp() {
		return document instanceof IDocumentExtension4 stamped ? stamped.getModificationStamp() : 0;
	}

	/** Called in the background. */
	private void found(IDocument of, Source now) {
		if (!display.isDisposed()) {
			display.asyncExec(() -> {
				// a newer text has its own answer coming
				if (of == document && now.stamp() == stamp()) {
					source = now;
					listeners.forEach(Runnable::run);
				}
			});
		}
	}
}
