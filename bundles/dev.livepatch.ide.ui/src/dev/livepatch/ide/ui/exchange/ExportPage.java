package dev.livepatch.ide.ui.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.core.exchange.KeptSeries;
import dev.livepatch.ide.exchange.ExportRequest.Form;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.ui.HelpContext;

/** Asks what to export, in which form, and where to. */
final class ExportPage extends WizardPage {
	private static final int INDENT = 20;
	private static final String ARCHIVE = ".tar.gz"; //$NON-NLS-1$
	private static final String DIRECTORY = "directory"; //$NON-NLS-1$
	private final Optional<IProject> proposed;
	private List<IProject> projects = List.of();
	private Combo project;
	private Button patch;
	private Button series;
	private Button bundle;
	private Button inSeries;
	private Button probes;
	private Text target;
	private Button overwrite;
	/** What was proposed last: what the author enters is left alone. */
	private String proposal = ""; //$NON-NLS-1$

	ExportPage(Optional<IProject> proposed) {
		super("export"); //$NON-NLS-1$
		this.proposed = proposed;
		setTitle(Messages.ExportPage_title);
		setDescription(Messages.ExportPage_description);
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(3).applyTo(page);
		new Label(page, SWT.NONE).setText(Messages.ExportPage_project);
		projects = TargetPage.projects();
		project = new Combo(page, SWT.READ_ONLY);
		project.setItems(projects.stream().map(IProject::getName).toArray(String[]::new));
		project.select(Math.max(0, proposed.map(projects::indexOf).orElse(0)));
		GridDataFactory.fillDefaults().span(2, 1).grab(true, false).applyTo(project);
		Group form = new Group(page, SWT.NONE);
		form.setText(Messages.ExportPage_form);
		GridLayoutFactory.swtDefaults().applyTo(form);
		GridDataFactory.fillDefaults().span(3, 1).grab(true, false).applyTo(form);
		patch = button(form, SWT.RADIO, Messages.ExportPage_patch, 0);
		series = button(form, SWT.RADIO, Messages.ExportPage_series, 0);
		bundle = button(form, SWT.RADIO, Messages.ExportPage_bundle, 0);
		inSeries = button(form, SWT.CHECK, Messages.ExportPage_inSeries, INDENT);
		probes = button(form, SWT.CHECK, Messages.ExportPage_probes, INDENT);
		patch.setSelection(true);
		probes.setSelection(true);
		new Label(page, SWT.NONE).setText(Messages.ExportPage_target);
		target = new Text(page, SWT.BORDER);
		target.addModifyListener(e -> validate());
		GridDataFactory.fillDefaults().grab(true, false).applyTo(target);
		Button browse = new Button(page, SWT.PUSH);
		browse.setText(Messages.ExportPage_browse);
		browse.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> browse()));
		new Label(page, SWT.NONE);
		overwrite = new Button(page, SWT.CHECK);
		overwrite.setText(Messages.ExportPage_overwrite);
		overwrite.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> validate()));
		GridDataFactory.fillDefaults().span(2, 1).applyTo(overwrite);
		project.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> update()));
		setControl(page);
		HelpContext.EXPORT.on(page);
		update();
	}

	private Button button(Composite parent, int style, String text, int indent) {
		Button button = new Button(parent, style);
		button.setText(text);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> update()));
		GridDataFactory.fillDefaults().indent(indent, 0).applyTo(button);
		return button;
	}

	/** Empty if there is none. */
	Optional<IProject> project() {
		return projects.isEmpty() ? Optional.empty() : Optional.of(projects.get(project.getSelectionIndex()));
	}

	Form form() {
		return !bundle.getSelection() ? Form.PATCH : target.getText().strip().endsWith(ARCHIVE) ? Form.ARCHIVE : Form.BUNDLE;
	}

	boolean isSeries() {
		return series.getSelection() || bundle.getSelection() && inSeries.getSelection();
	}

	boolean isWithProbes() {
		return probes.getSelection();
	}

	boolean isOverwriting() {
		return overwrite.getSelection();
	}

	/** The page is complete. */
	Path target() {
		return LivepatchPreferences.path(target.getText()).orElseThrow();
	}

	/** Remembers where, for the next time. */
	void remember() {
		getDialogSettings().put(DIRECTORY, target().getParent().toString());
	}

	private void update() {
		boolean kept = project().filter(p -> p.getFolder(KeptSeries.DIRECTORY).getFile(KeptSeries.INDEX).exists()).isPresent();
		series.setEnabled(kept);
		if (!kept && series.getSelection()) {
			series.setSelection(false);
			patch.setSelection(true);
		}
		inSeries.setEnabled(kept && bundle.getSelection());
		inSeries.setSelection(kept && inSeries.getSelection());
		probes.setEnabled(bundle.getSelection());
		if (target.getText().isEmpty() || target.getText().equals(proposal)) {
			proposal = project().map(this::proposal).orElse(""); //$NON-NLS-1$
			target.setText(proposal);
		}
		validate();
	}

	private String proposal(IProject of) {
		String last = getDialogSettings().get(DIRECTORY);
		Path directory = Path.of(last == null ? System.getProperty("user.home") : last); //$NON-NLS-1$
		String name = of.getName();
		return directory.resolve(patch.getSelection() ? name + ".patch" : series.getSelection() ? name + "-patches" : name + "-kpatch" + ARCHIVE).toString(); //$NON-NLS-1$ //$NON-NLS-2$ //$NON-NLS-3$
	}

	private void validate() {
		Optional<Path> to = LivepatchPreferences.path(target.getText());
		boolean file = patch.getSelection() || form() == Form.ARCHIVE;
		overwrite.setEnabled(file);
		String hint = null;
		String problem = null;
		if (projects.isEmpty()) {
			problem = Messages.ExportPage_noProject;
		} else if (target.getText().isBlank()) {
			hint = Messages.ExportPage_noTarget;
		} else if (to.isEmpty()) {
			problem = NLS.bind(Messages.ExportPage_notAbsolute, target.getText());
		} else if (to.get().getParent() == null || !Files.isDirectory(to.get().getParent())) {
			problem = NLS.bind(Messages.ExportPage_noDirectory, to.get().getParent());
		} else if (Files.exists(to.get()) && !(file && overwrite.getSelection() && Files.isRegularFile(to.get()))) {
			problem = NLS.bind(Messages.ExportPage_isThere, to.get());
		}
		setErrorMessage(problem);
		setMessage(hint != null ? hint : bundle.getSelection() ? Messages.ExportPage_targetHint : null, INFORMATION);
		setPageComplete(problem == null && hint == null);
	}

	private void browse() {
		FileDialog dialog = new FileDialog(getShell(), SWT.SAVE | SWT.SHEET);
		dialog.setText(Messages.ExportPage_title);
		LivepatchPreferences.path(target.getText()).ifPresent(p -> {
			dialog.setFilterPath(p.getParent() == null ? null : p.getParent().toString());
			dialog.setFileName(p.getFileName() == null ? "" : p.getFileName().toString()); //$NON-NLS-1$
		});
		String chosen = dialog.open();
		if (chosen != null) {
			target.setText(chosen);
		}
	}
}
