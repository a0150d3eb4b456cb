package dev.livepatch.ide.ui.preferences;

import java.util.List;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.core.runtime.preferences.PreferenceMetadata;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.preference.PreferencePage;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;
import org.osgi.service.prefs.BackingStoreException;

import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.preferences.ToolProbe;
import dev.livepatch.ide.project.RecheckJob;

import dev.livepatch.ide.ui.HelpContext;

/** Kernel builds and tools. */
public final class LivepatchPreferencePage extends PreferencePage implements IWorkbenchPreferencePage {
	private KernelList kernels;
	private List<ToolField> tools;

	@Override
	public void init(IWorkbench workbench) {
		setDescription(Messages.description);
	}

	@Override
	protected Control createContents(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		HelpContext.PREFERENCES.on(page);
		GridLayoutFactory.fillDefaults().spacing(5, 8).applyTo(page);
		Label label = new Label(page, SWT.NONE);
		label.setText(LivepatchPreferences.KERNELS.name());
		label.setToolTipText(LivepatchPreferences.KERNELS.description());
		kernels = new KernelList(page);
		kernels.set(LivepatchPreferences.kernels(), LivepatchPreferences.workspace(LivepatchPreferences.KERNEL));
		GridDataFactory.fillDefaults().grab(true, true).applyTo(kernels);
		Group group = new Group(page, SWT.NONE);
		group.setText(Messages.tools);
		GridLayoutFactory.swtDefaults().numColumns(3).applyTo(group);
		GridDataFactory.fillDefaults().grab(true, false).applyTo(group);
		tools = List.of(new ToolField(group, LivepatchPreferences.KPATCH, ToolProbe.KPATCH, true),
				new ToolField(group, LivepatchPreferences.QEMU, ToolProbe.QEMU, false),
				new ToolField(group, LivepatchPreferences.BUSYBOX, ToolProbe.BUSYBOX, false));
		return page;
	}

	@Override
	protected void performDefaults() {
		tools.forEach(ToolField::reset);
		super.performDefaults();
	}

	@Override
	public boolean performOk() {
		IEclipsePreferences node = InstanceScope.INSTANCE.getNode(LivepatchIde.ID);
		put(node, LivepatchPreferences.KERNELS, LivepatchPreferences.kernelsValue(kernels.kernels()));
		put(node, LivepatchPreferences.KERNEL, kernels.standard());
		tools.forEach(t -> put(node, t.preference(), t.value()));
		try {
			node.flush();
		} catch (BackingStoreException e) {
			setErrorMessage(NLS.bind(Messages.notStored, e.getMessage()));
			return false;
		}
		new RecheckJob().schedule();
		return true;
	}

	private static void put(IEclipsePreferences node, PreferenceMetadata<String> preference, String value) {
		if (value.equals(preference.defaultValue())) {
			node.remove(preference.identifer());
		} else {
			node.put(preference.identifer(), value);
		}
	}
}
