package dev.livepatch.ide.ui.wizard;

import java.nio.file.Path;

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
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.core.change.PatchNames;
import dev.livepatch.ide.preferences.KernelChoice;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.preferences.KernelSelector;

/** Asks for the project's name and the kernel. */
final class ProjectPage extends WizardPage {
	private Text name;
	private KernelSelector kernel;

	ProjectPage() {
		super("project");
		setTitle(Messages.title);
		setDescription(Messages.description);
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(2).spacing(5, 10).applyTo(page);
		new Label(page, SWT.NONE).setText(Messages.name);
		name = new Text(page, SWT.BORDER);
		name.setToolTipText(NLS.bind(Messages.nameIs, PatchNames.rule()));
		name.addModifyListener(e -> validate());
		GridDataFactory.fillDefaults().grab(true, false).applyTo(name);
		kernel = new KernelSelector(page, KernelChoice.known(), this::validate);
		GridDataFactory.fillDefaults().grab(true, true).span(2, 1).applyTo(kernel);
		setControl(page);
		HelpContext.NEW_PROJECT.on(page);
		setPageComplete(false);
		KernelChoice.workspaceDefault().or(() -> KernelChoice.known().stream().findFirst()).map(Path::toString).ifPresent(kernel::select);
	}

	/** The name is asked for first; before the page is shown it cannot take the focus. */
	@Override
	public void setVisible(boolean visible) {
		super.setVisible(visible);
		if (visible) {
			name.setFocus();
		}
	}

	String projectName() {
		return name.getText().strip();
	}

	Path kernel() {
		return LivepatchPreferences.path(kernel.text()).orElseThrow();
	}

	private void validate() {
		String problem = nameProblem();
		setErrorMessage(null);
		setMessage(null);
		if (problem != null && projectName().isEmpty()) {
			setMessage(problem, INFORMATION);
		} else if (problem != null) {
			setErrorMessage(problem);
		} else if (kernel.text().isEmpty()) {
			setMessage(Messages.chooseKernel, INFORMATION);
		} else {
			kernelMessage();
		}
		setPageComplete(problem == null && kernel.inspection() != null && kernel.inspection().usable());
	}

	private void kernelMessage() {
		switch (kernel.severity()) {
			case IStatus.ERROR -> setErrorMessage(Messages.badKernel);
			case IStatus.WARNING -> setMessage(Messages.limitedKernel, WARNING);
			case IStatus.INFO -> setMessage(Messages.lookingAtKernel, INFORMATION);
			default -> setMessage(null);
		}
	}

	private String nameProblem() {
		String text = projectName();
		if (text.isEmpty()) {
			return Messages.enterName;
		}
		if (!PatchNames.isValid(text)) {
			return NLS.bind(Messages.badName, PatchNames.rule());
		}
		IWorkspace workspace = ResourcesPlugin.getWorkspace();
		IStatus status = workspace.validateName(text, IResource.PROJECT);
		if (!status.isOK()) {
			return status.getMessage();
		}
		IProject project = workspace.getRoot().getProject(text);
		return project.exists() ? Messages.nameTaken : null;
	}
}
