package dev.livepatch.ide.ui.preferences;

import java.util.List;
import java.util.Objects;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.core.runtime.preferences.PreferenceMetadata;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.preference.PreferencePage;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;
import org.osgi.service.prefs.BackingStoreException;

import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.builder.RecheckJob;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.preferences.ToolProbe;
import dev.livepatch.ide.ui.HelpContext;

/** Kernel builds and tools. */
public final class LivepatchPreferencePage extends PreferencePage implements IWorkbenchPreferencePage {
	private KernelList kernels;
	private List<ToolField> tools;
	private Button allStatuses;

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
		tools = List.of(new ToolField(group, LivepatchPreferences.KPATCH, ToolProbe.KPATCH, true, this::warn),
				new ToolField(group, LivepatchPreferences.QEMU, ToolProbe.QEMU, false, this::warn),
				new ToolField(group, LivepatchPreferences.BUSYBOX, ToolProbe.BUSYBOX, false, this::warn));
		allStatuses = new Button(page, SWT.CHECK);
		allStatuses.setText(LivepatchPreferences.ALL_STATUSES.name());
		allStatuses.setToolTipText(LivepatchPreferences.ALL_STATUSES.description());
		allStatuses.setSelection(LivepatchPreferences.chosen(LivepatchPreferences.ALL_STATUSES));
		return page;
	}

	/** A tool may be installed later, so that the page can be left with a wrong path; but it says so at its top too, where it cannot be overlooked. */
	private void warn() {
		setMessage(tools.stream().map(ToolField::problem).filter(Objects::nonNull).findFirst().orElse(null), WARNING);
	}

	@Override
	protected void performDefaults() {
		allStatuses.setSelection(LivepatchPreferences.ALL_STATUSES.defaultValue());
		tools.forEach(ToolField::reset);
		super.performDefaults();
	}

	@Override
	public boolean performOk() {
		IEclipsePreferences node = InstanceScope.INSTANCE.getNode(LivepatchIde.ID);
		put(node, LivepatchPreferences.KERNELS, LivepatchPreferences.kernelsValue(kernels.kernels()));
		put(node, LivepatchPreferences.KERNEL, kernels.standard());
		tools.forEach(t -> put(node, t.preference(), t.value()));
		node.putBoolean(LivepatchPreferences.ALL_STATUSES.identifer(), allStatuses.getSelection());
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
