package dev.livepatch.ide.ui.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.wizard.IWizardPage;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;

import dev.livepatch.ide.ui.HelpContext;

/** Asks where patches come from: files, or a clone's commits; for a new project also whether there are any. */
public final class SourcePage extends WizardPage {
	private static final int INDENT = 20;
	private final ImportPages pages;
	private final boolean maybeEmpty;
	private Button empty;
	private Button fromFiles;
	private Button fromCommits;
	private org.eclipse.swt.widgets.List list;
	private Button add;
	private Button remove;
	private Button up;

	SourcePage(ImportPages pages, boolean maybeEmpty) {
		super("source"); //$NON-NLS-1$
		this.pages = pages;
		this.maybeEmpty = maybeEmpty;
		setTitle(maybeEmpty ? Messages.SourcePage_contents : Messages.SourcePage_title);
		setDescription(maybeEmpty ? Messages.SourcePage_contentsDescription : Messages.SourcePage_description);
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(2).applyTo(page);
		if (maybeEmpty) {
			empty = radio(page, Messages.SourcePage_empty);
		}
		fromFiles = radio(page, Messages.SourcePage_files);
		list = new org.eclipse.swt.widgets.List(page, SWT.BORDER | SWT.SINGLE | SWT.V_SCROLL | SWT.H_SCROLL);
		list.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> update()));
		GridDataFactory.fillDefaults().grab(true, true).indent(INDENT, 0).hint(SWT.DEFAULT, 120).applyTo(list);
		Composite buttons = new Composite(page, SWT.NONE);
		GridLayoutFactory.fillDefaults().applyTo(buttons);
		GridDataFactory.fillDefaults().applyTo(buttons);
		add = button(buttons, Messages.SourcePage_add, this::add);
		remove = button(buttons, Messages.SourcePage_remove, this::remove);
		up = button(buttons, Messages.SourcePage_up, this::up);
		fromCommits = radio(page, Messages.SourcePage_commits);
		Label note = new Label(page, SWT.WRAP);
		note.setText(Messages.SourcePage_note);
		GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(400, SWT.DEFAULT).indent(INDENT, 10).applyTo(note);
		(maybeEmpty ? empty : fromFiles).setSelection(true);
		setControl(page);
		(maybeEmpty ? HelpContext.PROJECT_CONTENT : HelpContext.IMPORT_SOURCE).on(page);
		update();
	}

	/** Whether there is nothing to import. */
	boolean isEmpty() {
		return empty != null && empty.getSelection();
	}

	boolean isFromCommits() {
		return fromCommits != null && fromCommits.getSelection();
	}

	/** In the order in which they are to be applied. */
	List<Path> files() {
		return Arrays.stream(list.getItems()).map(Path::of).toList();
	}

	/** As if the files had been chosen in the dialog. */
	public void choose(List<Path> files) {
		files.forEach(p -> list.add(p.toString()));
		select(fromFiles);
	}

	private void select(Button choice) {
		for (Button button : new Button[] { empty, fromFiles, fromCommits }) {
			if (button != null) {
				button.setSelection(button == choice);
			}
		}
		update();
	}

	@Override
	public IWizardPage getNextPage() {
		return isEmpty() ? null : isFromCommits() ? pages.commits() : pages.fit();
	}

	private void update() {
		boolean enabled = fromFiles.getSelection();
		int selected = list.getSelectionIndex();
		list.setEnabled(enabled);
		add.setEnabled(enabled);
		remove.setEnabled(enabled && selected >= 0);
		up.setEnabled(enabled && selected > 0);
		Path gone = !enabled ? null : files().stream().filter(p -> !Files.isReadable(p)).findFirst().orElse(null);
		setErrorMessage(gone == null ? null : NLS.bind(Messages.SourcePage_unreadable, gone));
		setMessage(enabled && list.getItemCount() == 0 ? Messages.SourcePage_addOne : null, INFORMATION);
		pages.changed();
		setPageComplete(gone == null && (!enabled || list.getItemCount() > 0));
	}

	private void add() {
		FileDialog dialog = new FileDialog(getShell(), SWT.OPEN | SWT.MULTI | SWT.SHEET);
		dialog.setText(Messages.SourcePage_dialog);
		dialog.setFilterExtensions(new String[] { "*.patch;*.diff;*.mbox;*.mbx;*.eml;series", "*" }); //$NON-NLS-1$ //$NON-NLS-2$
		if (dialog.open() != null) {
			Path directory = Path.of(dialog.getFilterPath());
			for (String name : dialog.getFileNames()) {
				list.add(directory.resolve(name).toString());
			}
			update();
		}
	}

	private void remove() {
		list.remove(list.getSelectionIndex());
		update();
	}

	private void up() {
		int index = list.getSelectionIndex();
		String item = list.getItem(index);
		list.remove(index);
		list.add(item, index - 1);
		list.select(index - 1);
		update();
	}

	private Button radio(Composite parent, String text) {
		Button button = new Button(parent, SWT.RADIO);
		button.setText(text);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> update()));
		GridDataFactory.fillDefaults().span(2, 1).applyTo(button);
		return button;
	}

	private static Button button(Composite parent, String text, Runnable action) {
		Button button = new Button(parent, SWT.PUSH);
		button.setText(text);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> action.run()));
		GridDataFactory.fillDefaults().grab(true, false).applyTo(button);
		return button;
	}
}
