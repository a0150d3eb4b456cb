package dev.livepatch.ide.ui.status;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.ListenerList;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.text.DocumentEvent;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IDocumentExtension4;
import org.eclipse.jface.text.IDocumentListener;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.jface.text.source.ISourceViewerExtension5;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IPropertyListener;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.status.FileStatus;
import dev.livepatch.ide.status.StatusJob;

/**
 * Keeps the statuses of one editor's functions up to date, whatever kind of text editor it is. Attached by what first needs them: the platform asks the provider of the lines above the
 * functions in every text editor, CDT's included. For the UI thread; goes with the editor's text widget.
 */
public final class EditorStatus {
	private static final String KEY = EditorStatus.class.getName();
	private final ITextEditor editor;
	private final ITextViewer viewer;
	private final Display display;
	private final IDocumentListener edits = new IDocumentListener() {
		@Override
		public void documentAboutToBeChanged(DocumentEvent event) {
			// only what it becomes counts
		}

		@Override
		public void documentChanged(DocumentEvent event) {
			moved |= event.getLength() + (event.getText() == null ? 0 : event.getText().length()) > 1;
			ask();
		}
	};
	private final IPropertyListener input = (source, property) -> {
		if (property == IEditorPart.PROP_INPUT) {
			unbind();
			bind();
		}
	};
	private final CheckResults.Listener checks = this::checked;
	private final IEclipsePreferences.IPreferenceChangeListener preference = event -> {
		if (event.getKey().equals(LivepatchPreferences.ALL_STATUSES.identifer())) {
			later(this::showMinings);
		}
	};
	private final ListenerList<Runnable> listeners = new ListenerList<>(ListenerList.IDENTITY);
	private EditorFile file;
	private IDocument document;
	private StatusAnnotations annotations;
	private StatusJob job;
	private FileStatus status;
	/** What the lines above functions were last drawn for. */
	private Object drawn;
	/** Whether lines may have come or gone since: what is drawn above them can be lost. */
	private boolean moved;

	private EditorStatus(ITextEditor editor, ITextViewer viewer) {
		this.editor = editor;
		this.viewer = viewer;
		this.display = viewer.getTextWidget().getDisplay();
	}

	/** The one of an editor, attached now if it was not before. */
	public static EditorStatus attach(ITextEditor editor, ITextViewer viewer) {
		StyledText text = viewer.getTextWidget();
		if (text.getData(KEY) instanceof EditorStatus known) {
			return known;
		}
		EditorStatus status = new EditorStatus(editor, viewer);
		text.setData(KEY, status);
		editor.addPropertyListener(status.input);
		CheckResults.addListener(status.checks);
		InstanceScope.INSTANCE.getNode(LivepatchIde.ID).addPreferenceChangeListener(status.preference);
		text.addDisposeListener(event -> status.dispose());
		status.bind();
		return status;
	}

	/** The one of a viewer, if something attached one. */
	public static Optional<EditorStatus> of(ITextViewer viewer) {
		StyledText text = viewer.getTextWidget();
		return text != null && !text.isDisposed() && text.getData(KEY) instanceof EditorStatus known ? Optional.of(known) : Optional.empty();
	}

	/** What is known of the text as it is; empty while it is being found out for the first time, or if the editor shows no kernel file. */
	public Optional<FileStatus> status() {
		return Optional.ofNullable(status);
	}

	/** Told in the UI thread whenever the status is another. */
	public void addListener(Runnable listener) {
		listeners.add(listener);
	}

	public void removeListener(Runnable listener) {
		listeners.remove(listener);
	}

	Optional<EditorFile> file() {
		return Optional.ofNullable(file);
	}

	private void bind() {
		file = EditorFile.of(editor.getEditorInput()).orElse(null);
		document = editor.getDocumentProvider() == null ? null : editor.getDocumentProvider().getDocument(editor.getEditorInput());
		if (file == null || document == null) {
			return;
		}
		IAnnotationModel model = editor.getDocumentProvider().getAnnotationModel(editor.getEditorInput());
		annotations = model == null ? null : new StatusAnnotations(model);
		job = new StatusJob(file.project(), file.path(), file.charset(), this::found);
		document.addDocumentListener(edits);
		ask();
	}

	private void unbind() {
		if (job != null) {
			job.dispose();
			document.removeDocumentListener(edits);
		}
		if (annotations != null) {
			annotations.show(List.of());
		}
		job = null;
		annotations = null;
		status = null;
	}

	private void dispose() {
		unbind();
		editor.removePropertyListener(input);
		CheckResults.removeListener(checks);
		InstanceScope.INSTANCE.getNode(LivepatchIde.ID).removePreferenceChangeListener(preference);
	}

	private void ask() {
		if (job != null) {
			job.changed(document.get(), stamp());
		}
	}

	private long stamp() {
		return document instanceof IDocumentExtension4 stamped ? stamped.getModificationStamp() : 0;
	}

	/** A check follows every change of the kernel too. Called from any thread. */
	private void checked(IProject project, CheckState state) {
		if (!(state instanceof CheckState.Running)) {
			later(() -> {
				if (job != null && file.project().equals(project)) {
					job.again();
				}
			});
		}
	}

	/** What background work found; nothing once the editor is gone. */
	private void later(Runnable shown) {
		if (!display.isDisposed()) {
			display.asyncExec(shown);
		}
	}

	/** Called in the background. */
	private void found(FileStatus now) {
		later(() -> {
			// a newer text has its own answer coming
			if (job != null && now.stamp() == stamp() && now.facts().path().equals(file.path())) {
				status = now;
				if (annotations != null) {
					annotations.show(now.edited());
				}
				showMinings();
				listeners.forEach(Runnable::run);
			}
		});
	}

	private void showMinings() {
		StyledText text = viewer.getTextWidget();
		if (status != null && text != null && !text.isDisposed() && viewer instanceof ISourceViewerExtension5 minings) {
			Object wanted = StatusMinings.shown(status);
			if (moved || !wanted.equals(drawn)) {
				drawn = wanted;
				moved = false;
				minings.updateCodeMinings();
			}
		}
	}
}
