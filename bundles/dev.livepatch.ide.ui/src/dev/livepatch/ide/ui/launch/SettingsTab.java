package dev.livepatch.ide.ui.launch;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.ui.AbstractLaunchConfigurationTab;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Spinner;

import dev.livepatch.ide.launch.LaunchSettings;
import dev.livepatch.ide.ui.steps.StepsSupport;

/** A tab that shows a part of the {@link LaunchSettings}. */
abstract class SettingsTab extends AbstractLaunchConfigurationTab {
	/** While a configuration is being shown, the controls' changes are not the user's. */
	private boolean showing;

	abstract void show(LaunchSettings settings);

	/** @return the settings with this tab's part as the controls say */
	abstract LaunchSettings collect(LaunchSettings settings);

	@Override
	public final void initializeFrom(ILaunchConfiguration configuration) {
		showing = true;
		show(read(configuration));
		showing = false;
	}

	@Override
	public final void performApply(ILaunchConfigurationWorkingCopy configuration) {
		collect(read(configuration)).write(configuration);
		StepsSupport.configure(configuration);
	}

	@Override
	public void setDefaults(ILaunchConfigurationWorkingCopy configuration) {
		// what is not set has the default
	}

	static LaunchSettings read(ILaunchConfiguration configuration) {
		try {
			return LaunchSettings.read(configuration);
		} catch (CoreException e) {
			ILog.of(SettingsTab.class).log(e.getStatus());
			return LaunchSettings.defaults("");
		}
	}

	final void changed() {
		if (!showing) {
			updateLaunchConfigurationDialog();
		}
	}

	static Composite page(Composite parent, int columns) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(columns).spacing(5, 8).applyTo(page);
		return page;
	}

	/**
	 * A button that other controls depend on.
	 *
	 * @param style   {@link SWT#CHECK} or {@link SWT#RADIO}
	 * @param columns that it takes
	 * @param enable  called when it was pressed, before the dialog hears of it
	 */
	final Button choice(Composite parent, int style, String text, int columns, Runnable enable) {
		Button button = new Button(parent, style);
		button.setText(text);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> {
			enable.run();
			changed();
		}));
		GridDataFactory.fillDefaults().span(columns, 1).applyTo(button);
		return button;
	}

	/** A label, a number and its unit: three columns. */
	final Spinner number(Composite parent, String label, int least, int most, int step, String unit) {
		new Label(parent, SWT.NONE).setText(label);
		Spinner spinner = new Spinner(parent, SWT.BORDER);
		spinner.setValues(least, least, most, 0, step, step * 4);
		spinner.addModifyListener(e -> changed());
		GridDataFactory.swtDefaults().hint(90, SWT.DEFAULT).applyTo(spinner);
		Label after = new Label(parent, SWT.NONE);
		after.setText(unit);
		GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(after);
		return spinner;
	}
}
