package dev.livepatch.ide.ui.exchange;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.core.change.PatchNames;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.ide.preferences.KernelChoice;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.preferences.KernelSelector;

/** Asks where patches go: a project that there is, or a new one for a kernel. */
final class TargetPage extends WizardPage {
	private static final int INDENT = 20;
	private final Optional<IProject> proposed;
	private final Runnable changed;
	private List<IProject> projects = List.of();
	private Button existing;
	private Button fresh;
	private Combo project;
	private Text name;
	private KernelSelector kernel;

	/** @param changed told when the answer is another */
	TargetPage(Optional<IProject> proposed, Runnable changed) {
		super("target"); //$NON-NLS-1$
		this.proposed = proposed;
		this.changed = changed;
		setTitle(Messages.TargetPage_title);
		setDescription(Messages.TargetPage_description);
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(2).applyTo(page);
		existing = radio(page, Messages.TargetPage_existing);
		projects = projects();
		project = new Combo(page, SWT.READ_ONLY);
		project.setItems(projects.stream().map(IProject::getName).toArray(String[]::new));
		project.select(Math.max(0, proposed.map(projects::indexOf).orElse(0)));
		project.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> validate()));
		GridDataFactory.fillDefaults().span(2, 1).grab(true, false).indent(INDENT, 0).applyTo(project);
		fresh = radio(page, Messages.TargetPage_new);
		Label label = new Label(page, SWT.NONE);
		label.setText(Messages.TargetPage_name);
		GridDataFactory.swtDefaults().indent(INDENT, 0).applyTo(label);
		name = new Text(page, SWT.BORDER);
		name.addModifyListener(e -> validate());
		GridDataFactory.fillDefaults().grab(true, false).applyTo(name);
		kernel = new KernelSelector(page, KernelChoice.known(), this::validate);
		GridDataFactory.fillDefaults().grab(true, true).span(2, 1).indent(INDENT, 0).applyTo(kernel);
		setControl(page);
		HelpContext.IMPORT_TARGET.on(page);
		existing.setEnabled(!projects.isEmpty());
		existing.setSelection(!projects.isEmpty());
		fresh.setSelection(projects.isEmpty());
		KernelChoice.workspaceDefault().or(() -> KernelChoice.known().stream().findFirst()).map(Path::toString).ifPresent(kernel::select);
		validate();
	}

	private Button radio(Composite parent, String text) {
		Button button = new Button(parent, SWT.RADIO);
		button.setText(text);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> validate()));
		GridDataFactory.fillDefaults().span(2, 1).applyTo(button);
		return button;
	}

	static List<IProject> projects() {
		return Arrays.stream(ResourcesPlugin.getWorkspace().getRoot().getProjects()).filter(ProjectLayout::isLivepatch).toList();
	}

	/** Null while the page is not complete. */
	ImportPages.Target target() {
		if (!isPageComplete()) {
			return null;
		}
		if (existing.getSelection()) {
			IProject chosen = projects.get(project.getSelectionIndex());
			try {
				return new ImportPages.Target(Optional.of(chosen), chosen.getName(), KernelChoice.of(chosen));
			} catch (KernelException e) {
				// said by validate()
				return null;
			}
		}
		return new ImportPages.Target(Optional.empty(), name(), LivepatchPreferences.path(kernel.text()).orElseThrow());
	}

	private String name() {
		return name.getText().strip();
	}

	private void validate() {
		boolean into = existing.getSelection();
		project.setEnabled(into);
		name.setEnabled(!into);
		kernel.setEnabled(!into);
		String hint = null;
		String problem = null;
		if (into) {
			problem = kernelProblem(projects.get(project.getSelectionIndex()));
		} else if (name().isEmpty()) {
			hint = Messages.TargetPage_enterName;
		} else {
			problem = nameProblem();
			if (problem == null && kernel.text().isEmpty()) {
				hint = Messages.TargetPage_noKernel;
			} else if (problem == null && kernel.inspection() == null) {
				hint = Messages.TargetPage_looking;
			} else if (problem == null && !kernel.inspection().usable()) {
				problem = kernel.severity() == IStatus.ERROR ? Messages.TargetPage_unusable : Messages.TargetPage_noKernel;
			}
		}
		setErrorMessage(problem);
		setMessage(hint, INFORMATION);
		setPageComplete(problem == null && hint == null);
		changed.run();
	}

	private static String kernelProblem(IProject project) {
		try {
			KernelChoice.of(project);
			return null;
		} catch (KernelException e) {
			return e.getMessage();
		}
	}

	private String nameProblem() {
		if (!PatchNames.isValid(name())) {
			return NLS.bind(Messages.TargetPage_rule, PatchNames.rule());
		}
		IWorkspace workspace = ResourcesPlugin.getWorkspace();
		IStatus status = workspace.validateName(name(), IResource.PROJECT);
		if (!status.isOK()) {
			return status.getMessage();
		}
		return workspace.getRoot().getProject(name()).exists() ? Messages.TargetPage_exists : null;
	}
}
