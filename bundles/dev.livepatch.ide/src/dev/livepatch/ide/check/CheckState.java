package dev.livepatch.ide.check;

import java.util.Optional;

import dev.livepatch.core.check.CheckRecord;

/** What is known of a project's patch at a moment. */
public sealed interface CheckState {

	/** The last check that came to a result, however old. */
	Optional<CheckRecord> last();

	/** Nothing is known, not even from before the workbench was closed. */
	record NeverChecked() implements CheckState {
		@Override
		public Optional<CheckRecord> last() {
			return Optional.empty();
		}
	}

	/**
	 * A check is under way.
	 *
	 * @param done  objects finished, 0 to {@code total}
	 * @param total objects to be checked; 0 while that is not known yet
	 * @param what  the work that goes on, for instance {@code fs/proc/meminfo.o: compiling}; empty while it only begins
	 */
	record Running(int done, int total, String what, Optional<CheckRecord> last) implements CheckState {
	}

	/** The last check came to a result, and nothing is known to have changed since. The result's verdict says whether it is one. */
	record Checked(CheckRecord check) implements CheckState {
		@Override
		public Optional<CheckRecord> last() {
			return Optional.of(check);
		}
	}

	/**
	 * The last check came to no result: project, kernel or a tool did not allow it.
	 *
	 * @param reason for the user, with what to do
	 */
	record Failed(String reason, Optional<CheckRecord> last) implements CheckState {
	}

	/**
	 * The last result is of something else than what is there now.
	 *
	 * @param why for the user, in a sentence
	 */
	record Stale(String why, CheckRecord check) implements CheckState {
		@Override
		public Optional<CheckRecord> last() {
			return Optional.of(check);
		}
	}
}
