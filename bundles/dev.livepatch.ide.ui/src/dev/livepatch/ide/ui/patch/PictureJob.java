package dev.livepatch.ide.ui.patch;

import java.util.function.Consumer;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;

import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.check.CheckResults;

/** Draws what the view shows, off the UI thread. Asked while at work, it draws once more after that: the last picture is always of the newest state. */
final class PictureJob extends Job {
	private final Control owner;
	private final Display display;
	private final Consumer<Picture> done;
	private volatile IProject project;
	private Picture last = Picture.NONE;

	/** @param done called in the UI thread, as long as the owner is there */
	PictureJob(Control owner, Consumer<Picture> done) {
		super(Messages.drawing);
		this.owner = owner;
		this.display = owner.getDisplay();
		this.done = done;
		setSystem(true);
		setPriority(Job.SHORT);
	}

	/** @param wanted a live patch project, or null for none */
	void draw(IProject wanted) {
		project = wanted;
		schedule();
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		IProject wanted = project;
		Picture picture = wanted == null ? Picture.NONE : Picture.of(wanted, CheckResults.of(wanted), last);
		last = picture;
		if (!display.isDisposed()) {
			display.asyncExec(() -> {
				if (!owner.isDisposed() && wanted == project) {
					done.accept(picture);
				}
			});
		}
		return Status.OK_STATUS;
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE;
	}
}
