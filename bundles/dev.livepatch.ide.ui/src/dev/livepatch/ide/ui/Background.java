package dev.livepatch.ide.ui;

import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.JobFamilies;

/**
 * Finds things out for a control, off the UI thread. A new question replaces the one before: only the newest is answered.
 *
 * @param <T> the answers
 */
public final class Background<T> {
	private static final long TYPING_PAUSE_MILLIS = 150;
	private final Control owner;
	private final Display display;
	private final String what;
	private Job latest;

	/** @param what for the progress view */
	public Background(Control owner, String what) {
		this.owner = owner;
		this.display = owner.getDisplay();
		this.what = what;
	}

	/**
	 * To be called in the UI thread.
	 *
	 * @param question runs in the background
	 * @param answered runs in the UI thread, unless the control is gone or another question was asked meanwhile
	 */
	public void ask(Supplier<T> question, Consumer<T> answered) {
		ask(outdated -> question.get(), answered);
	}

	/**
	 * The same for a question that takes long.
	 *
	 * @param question told when nobody waits for the answer any more; may end with a {@link CancellationException} then
	 */
	public void ask(Function<Cancellation, T> question, Consumer<T> answered) {
		if (latest != null) {
			latest.cancel();
		}
		latest = new Job(what) {
			@Override
			protected IStatus run(IProgressMonitor monitor) {
				T answer;
				try {
					answer = question.apply(() -> monitor.isCanceled() || owner.isDisposed());
				} catch (CancellationException e) {
					return Status.CANCEL_STATUS;
				}
				if (!monitor.isCanceled() && !display.isDisposed()) {
					display.asyncExec(() -> {
						if (!owner.isDisposed() && latest == this) {
							answered.accept(answer);
						}
					});
				}
				return Status.OK_STATUS;
			}

			@Override
			public boolean belongsTo(Object family) {
				return family == JobFamilies.PROBE;
			}
		};
		latest.setSystem(true);
		latest.schedule(TYPING_PAUSE_MILLIS);
	}
}
