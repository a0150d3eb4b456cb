package dev.livepatch.ide.ui.tests;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import org.eclipse.swt.widgets.Display;

/**
 * A user who sits before the workbench: each thing they do is an event of its own, and the UI thread is free between them, as it never is
 * in a test that runs there itself.
 */
final class Session {
	private static final long LOOK_NANOS = 5_000_000;
	private static volatile String activity = "";
	private final Display display = Display.getCurrent();

	@FunctionalInterface
	interface Action {
		void run() throws Exception;
	}

	@FunctionalInterface
	interface Script {
		void play(Session user) throws Exception;
	}

	/** What is done at present. */
	static String activity() {
		return activity;
	}

	/** Plays a script to its end while the UI thread, the caller's, does its work. */
	static void play(Script script) {
		Session user = new Session();
		Throwable[] problem = new Throwable[1];
		Thread thread = new Thread(() -> {
			try {
				script.play(user);
			} catch (Throwable e) {
				problem[0] = e;
			}
		}, "the user");
		thread.start();
		Workbench.until("the session is over", Duration.ofMinutes(15), () -> !thread.isAlive());
		activity = "";
		if (problem[0] != null) {
			throw new AssertionError(problem[0].getMessage(), problem[0]);
		}
	}

	/** Does one thing in the UI thread. */
	void does(String what, Action action) {
		activity = what;
		Throwable[] problem = new Throwable[1];
		display.syncExec(() -> {
			try {
				action.run();
			} catch (Exception | AssertionError e) {
				problem[0] = e;
			}
		});
		if (problem[0] != null) {
			throw new AssertionError("while the user " + what + ": " + problem[0], problem[0]);
		}
	}

	/** Does something, and looks at the workbench until it shows the result. */
	void doesUntil(String what, Action action, String result, Workbench.Condition condition) {
		does(what, action);
		long deadline = System.nanoTime() + Workbench.PATIENCE.toNanos();
		boolean[] holds = new boolean[1];
		while (!holds[0]) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("timed out after the user " + what + ", waiting until " + result);
			}
			LockSupport.parkNanos(LOOK_NANOS);
			does(what, () -> holds[0] = condition.holds());
		}
	}

	/** Milliseconds, in words. */
	static String figures(String what, long[] millis) {
		long[] sorted = millis.clone();
		Arrays.sort(sorted);
		return "%s: median %d ms, max %d ms of %d".formatted(what, sorted[sorted.length / 2], sorted[sorted.length - 1], sorted.length);
	}
}
