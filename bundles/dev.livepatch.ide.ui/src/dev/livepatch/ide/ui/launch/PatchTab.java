package dev.livepatch.ide.ui.launch;

import java.util.Arrays;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.window.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.dialogs.ElementListSelectionDialog;
import org.eclipse.ui.dialogs.PreferencesUtil;

import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.ide.kernel.KernelInspection;
import dev.livepatch.ide.launch.LaunchSettings;
import dev.livepatch.ide.preferences.KernelChoice;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.Background;
import dev.livepatch.ide.ui.FoundLine;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.Selections;
import dev.livepatch.ide.ui.steps.StepsSupport;

/** Which project's patch, and for which kernel. */
final class PatchTab extends SettingsTab {
	private Text project;
	private FoundLine kernel;
	private Link change;
	private Background<KernelInspection> background;

	@Override
	public void createControl(Composite parent) {
		Composite page = page(parent, 3);
		new Label(page, SWT.NONE).setText(Messages.project);
		project = new Text(page, SWT.BORDER);
		project.addModifyListener(e -> {
			lookAtKernel();
			changed();
		});
		GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(project);
		Button browse = createPushButton(page, Messages.browse, null);
		browse.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> choose()));
		new Label(page, SWT.NONE).setText(Messages.kernel);
		kernel = new FoundLine(page);
		GridDataFactory.fillDefaults().grab(true, false).span(2, 1).applyTo(kernel);
		new Label(page, SWT.NONE);
		change = new Link(page, SWT.NONE);
		change.setText(Messages.inProperties);
		change.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> changeKernel()));
		GridDataFactory.fillDefaults().span(2, 1).applyTo(change);
		background = new Background<>(kernel, Messages.lookingAtKernel);
		setControl(page);
		HelpContext.LAUNCH_PATCH.on(page);
	}

	@Override
	public void setDefaults(ILaunchConfigurationWorkingCopy configuration) {
		Optional<IProject> selected = Optional.ofNullable(DebugUITools.getSelectedResource()).flatMap(Selections::project);
		if (selected.isPresent()) {
			LaunchSettings.defaults(selected.get().getName()).write(configuration);
			StepsSupport.configure(configuration);
			configuration.rename(getLaunchConfigurationDialog().generateName(selected.get().getName()));
		}
	}

	@Override
	void show(LaunchSettings settings) {
		project.setText(settings.project());
	}

	@Override
	LaunchSettings collect(LaunchSettings s) {
		return new LaunchSettings(project.getText().strip(), s.cpus(), s.memoryMb(), s.kvm(), s.ownProbes(), s.probes(), s.bootSeconds(),
				s.transitionSeconds(), s.probeSeconds(), s.trials());
	}

	@Override
	public boolean isValid(ILaunchConfiguration configuration) {
		setErrorMessage(null);
		try {
			read(configuration).requireProject();
			return true;
		} catch (CoreException e) {
			setErrorMessage(e.getStatus().getMessage());
			return false;
		}
	}

	@Override
	public String getName() {
		return Messages.patch;
	}

	@Override
	public Image getImage() {
		return Icons.LIVEPATCH.image();
	}

	private Optional<IProject> chosen() {
		try {
			return Optional.of(LaunchSettings.defaults(project.getText().strip()).requireProject());
		} catch (CoreException e) {
			// said by isValid
			return Optional.empty();
		}
	}

	private void lookAtKernel() {
		Optional<IProject> of = chosen();
		change.setEnabled(of.isPresent());
		kernel.show(null, "");
		if (of.isPresent()) {
			try {
				String build = KernelChoice.of(of.get()).toString();
				kernel.show(Icons.RUNNING.image(), build);
				background.ask(() -> KernelInspection.of(build), this::show);
			} catch (KernelException e) {
				kernel.show(Icons.FAILED.image(), e.getMessage());
			}
		}
	}

	private void show(KernelInspection inspection) {
		kernel.show((inspection.usable() ? Icons.PASSED : Icons.FAILED).image(), NLS.bind(Messages.kernelIn, inspection.summary(), inspection.text()));
	}

	private void choose() {
		ElementListSelectionDialog dialog = new ElementListSelectionDialog(getShell(),
				LabelProvider.createTextImageProvider(p -> ((IProject) p).getName(), p -> Icons.LIVEPATCH.image()));
		dialog.setTitle(Messages.projectTitle);
		dialog.setMessage(Messages.projectMessage);
		dialog.setElements(Arrays.stream(ResourcesPlugin.getWorkspace().getRoot().getProjects()).filter(ProjectLayout::isLivepatch).toArray());
		if (dialog.open() == Window.OK) {
			project.setText(((IProject) dialog.getFirstResult()).getName());
		}
	}

	private void changeKernel() {
		chosen().ifPresent(p -> {
			PreferencesUtil.createPropertyDialogOn(getShell(), p, LivepatchUi.PROPERTY_PAGE, null, null).open();
			lookAtKernel();
		});
	}
}
