package dev.livepatch.ide.ui.launch;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.ui.dialogs.PreferencesUtil;

import dev.livepatch.ide.launch.LaunchSettings;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.preferences.ToolProbe;
import dev.livepatch.ide.ui.Background;
import dev.livepatch.ide.ui.FoundLine;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.LivepatchUi;

/** The emulated machine. */
final class MachineTab extends SettingsTab {
	private static final int DEFAULT_CPUS = 2;
	private static final int DEFAULT_MEMORY = 512;
	private Button asProject;
	private Spinner cpus;
	private Spinner memory;
	private Button kvm;
	private FoundLine qemu;
	private FoundLine busybox;
	private Background<ToolProbe.Found> qemuBackground;
	private Background<ToolProbe.Found> busyboxBackground;

	@Override
	public void createControl(Composite parent) {
		Composite page = page(parent, 3);
		asProject = choice(page, SWT.CHECK, Messages.machineAsProject, 3, this::enable);
		cpus = number(page, Messages.processors, 1, 64, 1, "");
		memory = number(page, Messages.memory, 128, 65536, 128, Messages.megabytes);
		kvm = choice(page, SWT.CHECK, Messages.kvm, 3, this::enable);
		Group programs = new Group(page, SWT.NONE);
		programs.setText(Messages.programs);
		GridLayoutFactory.swtDefaults().numColumns(2).applyTo(programs);
		GridDataFactory.fillDefaults().span(3, 1).grab(true, false).applyTo(programs);
		qemu = found(programs, Messages.qemu);
		busybox = found(programs, Messages.busybox);
		Link link = new Link(programs, SWT.NONE);
		link.setText(Messages.inPreferences);
		link.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> {
			PreferencesUtil.createPreferenceDialogOn(getShell(), LivepatchUi.PREFERENCE_PAGE, null, null).open();
			lookAtPrograms();
		}));
		GridDataFactory.fillDefaults().span(2, 1).applyTo(link);
		qemuBackground = new Background<>(qemu, Messages.lookingForQemu);
		busyboxBackground = new Background<>(busybox, Messages.lookingForBusybox);
		setControl(page);
		HelpContext.LAUNCH_MACHINE.on(page);
	}

	@Override
	void show(LaunchSettings settings) {
		boolean project = settings.cpus() == 0 && settings.memoryMb() == 0;
		asProject.setSelection(project);
		cpus.setSelection(settings.cpus() == 0 ? DEFAULT_CPUS : settings.cpus());
		memory.setSelection(settings.memoryMb() == 0 ? DEFAULT_MEMORY : settings.memoryMb());
		kvm.setSelection(settings.kvm());
		enable();
		lookAtPrograms();
	}

	@Override
	LaunchSettings collect(LaunchSettings s) {
		boolean project = asProject.getSelection();
		return new LaunchSettings(s.project(), project ? 0 : cpus.getSelection(), project ? 0 : memory.getSelection(), kvm.getSelection(), s.ownProbes(),
				s.probes(), s.bootSeconds(), s.transitionSeconds(), s.probeSeconds(), s.trials());
	}

	@Override
	public String getName() {
		return Messages.machine;
	}

	@Override
	public Image getImage() {
		return Icons.KERNEL.image();
	}

	private void enable() {
		cpus.setEnabled(!asProject.getSelection());
		memory.setEnabled(!asProject.getSelection());
	}

	private void lookAtPrograms() {
		String chosenQemu = LivepatchPreferences.workspace(LivepatchPreferences.QEMU);
		String chosenBusybox = LivepatchPreferences.workspace(LivepatchPreferences.BUSYBOX);
		qemuBackground.ask(() -> ToolProbe.QEMU.probe(chosenQemu), qemu::show);
		busyboxBackground.ask(() -> ToolProbe.BUSYBOX.probe(chosenBusybox), busybox::show);
	}

	private static FoundLine found(Composite parent, String name) {
		new Label(parent, SWT.NONE).setText(name);
		FoundLine line = new FoundLine(parent);
		line.looking();
		GridDataFactory.fillDefaults().grab(true, false).applyTo(line);
		return line;
	}
}
