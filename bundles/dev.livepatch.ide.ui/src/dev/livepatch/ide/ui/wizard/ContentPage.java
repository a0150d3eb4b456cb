package dev.livepatch.ide.ui.wizard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;

import dev.livepatch.ide.ui.HelpContext;

/** Asks what to start from: nothing, or patches. Whether they apply is found out when the project is made. */
final class ContentPage extends WizardPage {
	private Button fromPatches;
	private org.eclipse.swt.widgets.List list;
	private Button add;
	private Button remove;
	private Button up;

	ContentPage() {
		super("content");
		setTitle("Contents");
		setDescription("Start from nothing, or from patches made elsewhere.");
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(2).applyTo(page);
		Button empty = radio(page, "Start &empty: open the kernel's files with Navigate > Open Kernel File…, and edit them");
		empty.setSelection(true);
		fromPatches = radio(page, "Start from &patch files: unified diffs, applied in this order as one change");
		list = new org.eclipse.swt.widgets.List(page, SWT.BORDER | SWT.SINGLE | SWT.V_SCROLL | SWT.H_SCROLL);
		list.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> update()));
		GridDataFactory.fillDefaults().grab(true, true).indent(20, 0).hint(SWT.DEFAULT, 120).applyTo(list);
		Composite buttons = new Composite(page, SWT.NONE);
		GridLayoutFactory.fillDefaults().applyTo(buttons);
		GridDataFactory.fillDefaults().applyTo(buttons);
		add = button(buttons, "&Add…", this::add);
		remove = button(buttons, "&Remove", this::remove);
		up = button(buttons, "&Up", this::up);
		Label note = new Label(page, SWT.WRAP);
		note.setText("The patched files are written into the project's src folder; the kernel's own stay as they are.");
		GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(400, SWT.DEFAULT).indent(20, 0).applyTo(note);
		setControl(page);
		HelpContext.PROJECT_CONTENT.on(page);
		update();
	}

	/** In the order in which they are to be applied; none to start empty. */
	List<Path> patches() {
		List<Path> result = new ArrayList<>();
		if (fromPatches != null && fromPatches.getSelection()) {
			for (String file : list.getItems()) {
				result.add(Path.of(file));
			}
		}
		return result;
	}

	/** As if the files had been chosen in the dialog. */
	void choose(List<Path> patches) {
		patches.forEach(p -> list.add(p.toString()));
		fromPatches.setSelection(true);
		update();
	}

	private void update() {
		boolean enabled = fromPatches.getSelection();
		int selected = list.getSelectionIndex();
		list.setEnabled(enabled);
		add.setEnabled(enabled);
		remove.setEnabled(enabled && selected >= 0);
		up.setEnabled(enabled && selected > 0);
		String gone = patches().stream().filter(p -> !Files.isReadable(p)).findFirst().map(Path::toString).orElse(null);
		setErrorMessage(gone == null ? null : gone + " cannot be read.");
		setMessage(enabled && list.getItemCount() == 0 ? "Add at least one patch file." : null, INFORMATION);
		setPageComplete(gone == null && (!enabled || list.getItemCount() > 0));
	}

	private void add() {
		FileDialog dialog = new FileDialog(getShell(), SWT.OPEN | SWT.MULTI | SWT.SHEET);
		dialog.setText("Patch Files");
		dialog.setFilterExtensions(new String[] { "*.patch;*.diff;*.mbox;*.eml", "*" });
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
