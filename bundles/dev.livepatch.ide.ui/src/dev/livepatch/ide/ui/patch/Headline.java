package dev.livepatch.ide.ui.patch;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.ProgressBar;

import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.check.CheckState.Running;

/** The verdict in words; while a check is under way, how far it is, and a way to end it. */
final class Headline extends Composite {
	private final Label icon;
	private final Label text;
	private final Composite work;
	private final ProgressBar bar;
	private IProject project;

	Headline(Composite parent) {
		super(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(2).applyTo(this);
		icon = new Label(this, SWT.NONE);
		GridDataFactory.swtDefaults().align(SWT.CENTER, SWT.BEGINNING).hint(16, 16).applyTo(icon);
		text = new Label(this, SWT.WRAP);
		GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).hint(100, SWT.DEFAULT).applyTo(text);
		work = new Composite(this, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(2).applyTo(work);
		GridDataFactory.fillDefaults().span(2, 1).grab(true, false).exclude(true).applyTo(work);
		bar = new ProgressBar(work, SWT.HORIZONTAL | SWT.SMOOTH);
		GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).hint(60, SWT.DEFAULT).applyTo(bar);
		Button cancel = new Button(work, SWT.PUSH);
		cancel.setText(Messages.cancel);
		cancel.setToolTipText(Messages.cancelTip);
		cancel.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> Job.getJobManager().cancel(project)));
	}

	void show(Picture picture) {
		project = picture.project();
		CheckState state = picture.state();
		String line = picture.headline();
		boolean running = state instanceof Running;
		icon.setImage(project == null ? null : Words.icon(state).image());
		bar.setMaximum(running ? Math.max(1, ((Running) state).total()) : 1);
		bar.setSelection(running ? ((Running) state).done() : 0);
		boolean sameSpace = line.lines().count() == text.getText().lines().count() && Math.abs(line.length() - text.getText().length()) < 4 && work.getVisible() == running
				&& icon.getVisible() == (project != null);
		icon.setVisible(project != null);
		((GridData) icon.getLayoutData()).exclude = project == null;
		if (!line.equals(text.getText())) {
			// an ampersand in a path is no mnemonic
			text.setText(line.replace("&", "&&"));
			text.setToolTipText(line);
		}
		((GridData) work.getLayoutData()).exclude = !running;
		work.setVisible(running);
		if (!sameSpace) {
			getParent().layout(true, true);
		}
	}

	String text() {
		return text.getText().replace("&&", "&");
	}
}
