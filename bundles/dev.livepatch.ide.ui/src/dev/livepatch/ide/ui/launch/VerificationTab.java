package dev.livepatch.ide.ui.launch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.window.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.dialogs.ElementTreeSelectionDialog;
import org.eclipse.ui.model.BaseWorkbenchContentProvider;
import org.eclipse.ui.model.WorkbenchLabelProvider;

import dev.livepatch.ide.launch.LaunchSettings;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;

/** The probes, and how long each step may take. */
final class VerificationTab extends SettingsTab {
	private Button ofProject;
	private Button own;
	private Text probes;
	private Button add;
	private Spinner boot;
	private Spinner transition;
	private Spinner probe;
	private String project = "";

	@Override
	public void createControl(Composite parent) {
		Composite page = page(parent, 1);
		Group group = group(page, Messages.probes, 2);
		ofProject = choice(group, SWT.RADIO, Messages.probesAsProject, 2, this::enable);
		own = choice(group, SWT.RADIO, Messages.ownProbes, 2, this::enable);
		probes = new Text(group, SWT.BORDER | SWT.MULTI | SWT.V_SCROLL);
		probes.addModifyListener(e -> changed());
		GridDataFactory.fillDefaults().grab(true, true).indent(20, 0).hint(SWT.DEFAULT, 60).applyTo(probes);
		add = createPushButton(group, Messages.add, null);
		add.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> add()));
		GridDataFactory.swtDefaults().align(SWT.FILL, SWT.BEGINNING).applyTo(add);
		Group deadlines = group(page, Messages.deadlines, 3);
		boot = number(deadlines, Messages.boot, 5, 3600, 5, Messages.bootIs);
		transition = number(deadlines, Messages.transition, 5, 3600, 5, Messages.transitionIs);
		probe = number(deadlines, Messages.probe, 1, 3600, 5, Messages.probeIs);
		setControl(page);
		HelpContext.LAUNCH_VERIFICATION.on(page);
	}

	@Override
	void show(LaunchSettings settings) {
		project = settings.project();
		ofProject.setSelection(!settings.ownProbes());
		own.setSelection(settings.ownProbes());
		probes.setText(String.join("\n", settings.probes()));
		boot.setSelection(settings.bootSeconds());
		transition.setSelection(settings.transitionSeconds());
		probe.setSelection(settings.probeSeconds());
		enable();
	}

	@Override
	LaunchSettings collect(LaunchSettings s) {
		return new LaunchSettings(s.project(), s.cpus(), s.memoryMb(), s.kvm(), own.getSelection(), lines(), boot.getSelection(), transition.getSelection(),
				probe.getSelection(), s.trials());
	}

	@Override
	public boolean isValid(ILaunchConfiguration configuration) {
		setErrorMessage(null);
		LaunchSettings settings = read(configuration);
		project = settings.project();
		if (settings.ownProbes()) {
			try {
				IProject of = settings.requireProject();
				settings.probes().stream().filter(p -> !(of.findMember(p) instanceof IFile)).findFirst()
						.ifPresent(p -> setErrorMessage(NLS.bind(Messages.noProbe, p, of.getName())));
			} catch (CoreException e) {
				// said on the first tab
				return false;
			}
		}
		return getErrorMessage() == null;
	}

	@Override
	public String getName() {
		return Messages.verification;
	}

	@Override
	public Image getImage() {
		return Icons.RUN_VIEW.image();
	}

	private List<String> lines() {
		return probes.getText().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
	}

	private void enable() {
		probes.setEnabled(own.getSelection());
		add.setEnabled(own.getSelection());
	}

	private void add() {
		try {
			IProject of = LaunchSettings.defaults(project).requireProject();
			ElementTreeSelectionDialog dialog = new ElementTreeSelectionDialog(getShell(), WorkbenchLabelProvider.getDecoratingWorkbenchLabelProvider(),
					new BaseWorkbenchContentProvider());
			dialog.setTitle(Messages.probesTitle);
			dialog.setMessage(NLS.bind(Messages.probesMessage, of.getName()));
			dialog.setInput(of);
			if (dialog.open() == Window.OK) {
				List<String> chosen = Arrays.stream(dialog.getResult()).filter(IFile.class::isInstance)
						.map(r -> ((IResource) r).getProjectRelativePath().toString()).toList();
				probes.setText(String.join("\n", Stream.concat(lines().stream(), chosen.stream()).distinct().toList()));
			}
		} catch (CoreException e) {
			setErrorMessage(e.getStatus().getMessage());
			changed();
		}
	}

	private static Group group(Composite parent, String text, int columns) {
		Group group = new Group(parent, SWT.NONE);
		group.setText(text);
		GridLayoutFactory.swtDefaults().numColumns(columns).applyTo(group);
		GridDataFactory.fillDefaults().grab(true, false).applyTo(group);
		return group;
	}
}
