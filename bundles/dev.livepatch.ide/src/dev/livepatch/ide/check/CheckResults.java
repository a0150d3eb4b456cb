package dev.livepatch.ide.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.QualifiedName;

import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.check.CheckState.Checked;
import dev.livepatch.ide.check.CheckState.Failed;
import dev.livepatch.ide.check.CheckState.NeverChecked;
import dev.livepatch.ide.check.CheckState.Running;
import dev.livepatch.ide.check.CheckState.Stale;

/** The state of each open project's check, told to whoever listens. May be used from any thread, and never waits for a check. */
public final class CheckResults {
	/** A session property: goes when the project is closed or deleted. */
	private static final QualifiedName STATE = new QualifiedName(LivepatchIde.ID, "checkState");
	private static final List<Listener> LISTENERS = new CopyOnWriteArrayList<>();

	/** Hears of every new state, from any thread, one call at a time for a project; has to be quick. */
	@FunctionalInterface
	public interface Listener {
		void changed(IProject project, CheckState state);
	}

	private CheckResults() {
	}

	/** The state at this moment; {@link NeverChecked} for a project that is closed or not a live patch. */
	public static CheckState of(IProject project) {
		try {
			return project.isAccessible() && project.getSessionProperty(STATE) instanceof CheckState state ? state : new NeverChecked();
		} catch (CoreException e) {
			// closed or deleted in between
			return new NeverChecked();
		}
	}

	public static void addListener(Listener listener) {
		LISTENERS.add(listener);
	}

	public static void removeListener(Listener listener) {
		LISTENERS.remove(listener);
	}

	/** Says that the last result is not of what is there now. Does nothing where there is none, or a check is under way. */
	public static void stale(IProject project, String why) {
		update(project, state -> switch (state) {
			case NeverChecked never -> never;
			case Running running -> running;
			case Checked checked -> new Stale(why, checked.check());
			case Failed failed -> failed;
			case Stale stale -> new Stale(why, stale.check());
		});
	}

	static CheckProgress started(IProject project) {
		update(project, state -> new Running(0, 0, "", state.last()));
		return (done, total, what) -> update(project, state -> state instanceof Running ? new Running(done, total, what, state.last()) : state);
	}

	static void checked(IProject project, CheckResult result, CheckRecord.Kernel kernel) {
		update(project, state -> new Checked(CheckRecord.of(result, Instant.now(), kernel, state.last())));
	}

	static void failed(IProject project, String reason) {
		update(project, state -> new Failed(reason, state.last()));
	}

	/** Whatever became of a check, it is under way no more. */
	static void ended(IProject project) {
		update(project, state -> !(state instanceof Running) ? state
				: state.last().<CheckState>map(last -> new Stale(Messages.CheckResults_ended, last)).orElseGet(NeverChecked::new));
	}

	/** All derived files are gone. */
	public static void forget(IProject project) {
		update(project, state -> state instanceof Running running ? new Running(running.done(), running.total(), running.what(), Optional.empty()) : new NeverChecked());
	}

	private static synchronized void update(IProject project, UnaryOperator<CheckState> change) {
		CheckState before = of(project);
		CheckState after = change.apply(before);
		if (after.equals(before)) {
			return;
		}
		try {
			project.setSessionProperty(STATE, after);
		} catch (CoreException e) {
			// closed or deleted in between: nobody asks for its state any more
			return;
		}
		LISTENERS.forEach(listener -> listener.changed(project, after));
	}
}
