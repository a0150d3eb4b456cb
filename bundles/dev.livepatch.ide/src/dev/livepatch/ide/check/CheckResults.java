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
import dev.livepatch.ide.project.ProjectLayout;

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

	/**
	 * The state at this moment; {@link NeverChecked} for a project that is closed or not a live patch. What was known before the workbench was closed is read when a project
	 * is first asked for, and told to the listeners.
	 */
	public static CheckState of(IProject project) {
		Optional<CheckState> known = known(project);
		if (known.isEmpty() && ProjectLayout.isLivepatch(project)) {
			new RestoreJob(project).schedule();
			set(project, new NeverChecked());
		}
		return known.orElseGet(NeverChecked::new);
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

	static void restored(IProject project, CheckRecord check) {
		update(project, state -> state instanceof NeverChecked ? new Checked(check) : state);
	}

	static CheckProgress started(IProject project) {
		update(project, state -> new Running(0, 0, "", state.last()));
		return (done, total, what) -> update(project, state -> state instanceof Running ? new Running(done, total, what, state.last()) : state);
	}

	static void checked(IProject project, CheckResult result, CheckRecord.Kernel kernel) {
		CheckRecord check = CheckRecord.of(result, Instant.now(), kernel, known(project).flatMap(CheckState::last));
		update(project, state -> new Checked(check));
		RestoreJob.keep(project, check);
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
		CheckState before = known(project).orElseGet(NeverChecked::new);
		CheckState after = change.apply(before);
		if (after != before && set(project, after)) {
			LISTENERS.forEach(listener -> listener.changed(project, after));
		}
	}

	private static Optional<CheckState> known(IProject project) {
		try {
			return project.isAccessible() ? Optional.ofNullable((CheckState) project.getSessionProperty(STATE)) : Optional.empty();
		} catch (CoreException e) {
			// closed or deleted in between
			return Optional.empty();
		}
	}

	/** Whether there is still a project to set it of. */
	private static boolean set(IProject project, CheckState state) {
		try {
			project.setSessionProperty(STATE, state);
			return true;
		} catch (CoreException e) {
			// closed or deleted in between: nobody asks for its state any more
			return false;
		}
	}
}
