package dev.livepatch.ide.ui.exchange;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.eclipse.compare.CompareConfiguration;
import org.eclipse.compare.CompareViewerPane;
import org.eclipse.compare.IEditableContent;
import org.eclipse.compare.IEncodedStreamContentAccessor;
import org.eclipse.compare.ITypedElement;
import org.eclipse.compare.contentmergeviewer.TextMergeViewer;
import org.eclipse.compare.structuremergeviewer.DiffNode;
import org.eclipse.compare.structuremergeviewer.Differencer;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;

import dev.livepatch.core.exchange.FileResult;
import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.core.exchange.HunkState.Region;
import dev.livepatch.ide.project.ProjectFiles;

/** Compares a file as it will be, which can be edited, with what a hunk wants of it; where the hunk does not fit, also with what it was made from. */
final class HunkComparison {
	private final CompareConfiguration configuration = new CompareConfiguration();
	private final CompareViewerPane pane;
	private final Runnable edited;
	private TextMergeViewer viewer;
	private Side present;

	/** @param edited told when the author changes the file */
	HunkComparison(Composite parent, Runnable edited) {
		configuration.setLeftEditable(true);
		configuration.setRightEditable(false);
		pane = new CompareViewerPane(parent, SWT.BORDER | SWT.FLAT);
		this.edited = edited;
	}

	/** Made with its first input: the platform's fails to go where it never had one, as in a wizard that is cancelled before this page. */
	private TextMergeViewer viewer() {
		if (viewer == null) {
			viewer = new TextMergeViewer(pane, configuration);
			pane.setContent(viewer.getControl());
			viewer.addPropertyChangeListener(e -> {
				if (CompareConfiguration.IGNORE_WHITESPACE.equals(e.getProperty())) {
					return;
				}
				edited.run();
			});
			pane.layout(true);
		}
		return viewer;
	}

	void clear(String message) {
		present = null;
		pane.setText(message);
		if (viewer != null) {
			viewer.setInput(null);
		}
	}

	/** Shows a hunk that did not fit, at the place it is about. */
	void show(FileResult file, Region region) {
		String text = file.text().orElse(""); //$NON-NLS-1$
		FileResult.Sides sides = file.sides(text, region);
		configuration.setLeftEditable(true);
		configuration.setAncestorLabel(region.merged() ? Messages.HunkComparison_ancestorGit : Messages.HunkComparison_ancestorPatch);
		show(file, text, Optional.of(sides.ancestor()), sides.wanted(), Messages.HunkComparison_wanted);
	}

	/** Shows what a part that fits changes. */
	void show(FileResult file) {
		configuration.setLeftEditable(file.text().isPresent());
		show(file, file.text().orElse(""), Optional.empty(), file.before().orElse(""), Messages.HunkComparison_before); //$NON-NLS-1$ //$NON-NLS-2$
	}

	/** Shows what a part wants of a file that it cannot have. */
	void showWanted(FileResult file) {
		StringBuilder wanted = new StringBuilder();
		file.hunks().forEach(h -> wanted.append(wanted.isEmpty() ? "" : "...\n").append(String.join("", h.hunk().after()))); //$NON-NLS-1$ //$NON-NLS-2$ //$NON-NLS-3$
		configuration.setLeftEditable(false);
		show(file, file.text().orElse(""), Optional.empty(), wanted.toString(), Messages.HunkComparison_wanted); //$NON-NLS-1$
		// there is nothing to edit
		present = null;
	}

	private void show(FileResult file, String left, Optional<String> ancestor, String right, String rightLabel) {
		present = new Side(file.path(), left);
		pane.setText(file.path());
		configuration.setLeftLabel(NLS.bind(configuration.isLeftEditable() ? Messages.HunkComparison_present : Messages.HunkComparison_fixed, file.path()));
		configuration.setRightLabel(rightLabel);
		viewer().setInput(new DiffNode(null, ancestor.isPresent() ? Differencer.CONFLICTING | Differencer.CHANGE : Differencer.CHANGE,
				ancestor.map(a -> new Side(file.path(), a)).orElse(null), present, new Side(file.path(), right)));
	}

	/** The file as the author has left it; empty while nothing is shown. */
	Optional<String> text() {
		if (present == null) {
			return Optional.empty();
		}
		viewer.flush(new NullProgressMonitor());
		return Optional.of(present.text);
	}

	/** What can be edited if it is on the left; bytes are kept, whatever they mean. */
	private static final class Side implements ITypedElement, IEncodedStreamContentAccessor, IEditableContent {
		private final String path;
		private String text;

		Side(String path, String text) {
			this.path = path;
			this.text = text;
		}

		private byte[] bytes() {
			return text.getBytes(StandardCharsets.ISO_8859_1);
		}

		@Override
		public InputStream getContents() {
			return new ByteArrayInputStream(bytes());
		}

		@Override
		public String getCharset() {
			return ProjectFiles.charset(bytes()).name();
		}

		@Override
		public boolean isEditable() {
			return true;
		}

		@Override
		public void setContent(byte[] content) {
			text = new String(content, StandardCharsets.ISO_8859_1);
		}

		@Override
		public ITypedElement replace(ITypedElement destination, ITypedElement source) {
			return destination;
		}

		@Override
		public String getName() {
			return path;
		}

		@Override
		public Image getImage() {
			return null;
		}

		@Override
		public String getType() {
			return TEXT_TYPE;
		}
	}

	static Optional<Region> region(HunkState state) {
		return switch (state) {
			case HunkState.Conflict c -> Optional.of(c.region());
			case HunkState.Resolved r -> Optional.of(r.region());
			case HunkState.Applied a -> Optional.empty();
			case HunkState.Merged m -> Optional.empty();
			case HunkState.Present p -> Optional.empty();
			case HunkState.Refused r -> Optional.empty();
			case HunkState.Dropped d -> Optional.empty();
		};
	}
}
