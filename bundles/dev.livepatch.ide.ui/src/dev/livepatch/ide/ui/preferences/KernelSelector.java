package dev.livepatch.ide.ui.preferences;

import java.nio.file.Path;
import java.util.List;

import org.eclipse.core.runtime.IStatus;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.Label;

import dev.livepatch.ide.kernel.KernelInspection;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.ui.Background;

/** Chooses a kernel build among those known or by its directory, and says what is wrong with it. */
public final class KernelSelector extends Composite {
	private final Combo combo;
	private final KernelReport report;
	private final Background<KernelInspection> background;
	private final Runnable changed;
	/** Null while a kernel is being looked at. */
	private KernelInspection inspection;

	/** @param changed called in the UI thread whenever {@link #inspection()} does */
	public KernelSelector(Composite parent, List<Path> known, Runnable changed) {
		super(parent, SWT.NONE);
		this.changed = changed;
		background = new Background<>(this, Messages.inspection);
		GridLayoutFactory.fillDefaults().numColumns(3).applyTo(this);
		new Label(this, SWT.NONE).setText(LivepatchPreferences.KERNEL.name());
		combo = new Combo(this, SWT.DROP_DOWN);
		combo.setToolTipText(LivepatchPreferences.KERNEL.description());
		combo.setItems(known.stream().map(Path::toString).toArray(String[]::new));
		combo.addModifyListener(e -> inspect());
		GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(combo);
		Button browse = new Button(this, SWT.PUSH);
		browse.setText(Messages.browseKernel);
		browse.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> browse()));
		report = new KernelReport(this);
		GridDataFactory.fillDefaults().grab(true, true).span(3, 1).hint(SWT.DEFAULT, 110).applyTo(report);
	}

	/** Shows a path, and looks at it. */
	public void select(String kernel) {
		combo.setText(kernel);
	}

	/** What is entered. */
	public String text() {
		return combo.getText().strip();
	}

	/** What is known about the kernel that is entered; null as long as it is being looked at. */
	public KernelInspection inspection() {
		return inspection;
	}

	/** The worst that can be said, for a page's message: an error if the kernel cannot be used. */
	public int severity() {
		if (inspection == null) {
			return IStatus.INFO;
		}
		return !inspection.usable() ? IStatus.ERROR : inspection.problems().isEmpty() ? IStatus.OK : IStatus.WARNING;
	}

	@Override
	public void setEnabled(boolean enabled) {
		super.setEnabled(enabled);
		for (var child : getChildren()) {
			child.setEnabled(enabled);
		}
	}

	@Override
	public boolean setFocus() {
		return combo.setFocus();
	}

	private void inspect() {
		inspection = null;
		report.looking();
		changed.run();
		String text = text();
		background.ask(() -> KernelInspection.of(text), answer -> {
			inspection = answer;
			report.show(answer);
			changed.run();
		});
	}

	private void browse() {
		DirectoryDialog dialog = new DirectoryDialog(getShell(), SWT.OPEN | SWT.SHEET);
		dialog.setText(Messages.kernelTitle);
		dialog.setMessage(LivepatchPreferences.KERNEL.description());
		dialog.setFilterPath(text());
		String chosen = dialog.open();
		if (chosen != null) {
			select(chosen);
		}
	}
}
