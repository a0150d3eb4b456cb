package dev.livepatch.ide.ui.preferences;

import java.nio.file.Path;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.dialogs.PreferencesUtil;
import org.eclipse.ui.dialogs.PropertyPage;

import dev.livepatch.ide.builder.RecheckJob;
import dev.livepatch.ide.preferences.KernelChoice;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.LivepatchUi;

/** The kernel that a project is for: the workspace's default, or its own. */
public final class KernelPropertyPage extends PropertyPage {
	private Button own;
	private KernelSelector selector;

	@Override
	protected Control createContents(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		HelpContext.KERNEL_PROPERTIES.on(page);
		GridLayoutFactory.fillDefaults().applyTo(page);
		own = new Button(page, SWT.CHECK);
		own.setText(Messages.own);
		own.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> toggled()));
		selector = new KernelSelector(page, KernelChoice.known(), this::validate);
		GridDataFactory.fillDefaults().grab(true, true).applyTo(selector);
		Button configure = new Button(page, SWT.PUSH);
		configure.setText(Messages.configure);
		configure.addSelectionListener(SelectionListener.widgetSelectedAdapter(
				e -> PreferencesUtil.createPreferenceDialogOn(getShell(), LivepatchUi.PREFERENCE_PAGE, null, null).open()));
		String chosen = KernelChoice.own(project());
		boolean known = LivepatchPreferences.path(chosen).filter(KernelChoice.known()::contains).isPresent();
		if (!chosen.isEmpty() && !known) {
			// looking at a kernel runs its compiler, so that one the user does not know is only named
			setMessage(NLS.bind(Messages.unknown, chosen), WARNING);
		}
		own.setSelection(!chosen.isEmpty());
		selector.select(known ? chosen : workspaceDefault());
		selector.setEnabled(own.getSelection());
		return page;
	}

	private void toggled() {
		selector.setEnabled(own.getSelection());
		if (!own.getSelection()) {
			selector.select(workspaceDefault());
		}
		validate();
	}

	private static String workspaceDefault() {
		return KernelChoice.workspaceDefault().map(Path::toString).orElse("");
	}

	private void validate() {
		// any directory may be written down, for a kernel that is yet to be built; the report says what is wrong with it
		setValid(!own.getSelection() || LivepatchPreferences.path(selector.text()).isPresent());
	}

	@Override
	protected void performDefaults() {
		own.setSelection(false);
		toggled();
		super.performDefaults();
	}

	@Override
	public boolean performOk() {
		try {
			if (own.getSelection()) {
				KernelChoice.choose(project(), LivepatchPreferences.path(selector.text()).orElseThrow());
			} else {
				KernelChoice.followWorkspace(project());
			}
			new RecheckJob(project()).schedule();
			return true;
		} catch (CoreException e) {
			setErrorMessage(e.getStatus().getMessage());
			return false;
		}
	}

	private IProject project() {
		return Adapters.adapt(getElement(), IProject.class);
	}
}
