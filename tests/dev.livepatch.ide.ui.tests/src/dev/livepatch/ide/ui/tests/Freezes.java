package dev.livepatch.ide.ui.tests;

import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.ui.internal.monitoring.EventLoopMonitorThread;
import org.eclipse.ui.monitoring.IUiFreezeEventLogger;
import org.eclipse.ui.monitoring.StackSample;
import org.eclipse.ui.monitoring.UiFreezeEvent;

/** What the platform's responsiveness monitoring saw: each time the UI thread was busy for longer than {@link #LONG_MILLIS}. */
public final class Freezes implements IUiFreezeEventLogger {
	static final int LONG_MILLIS = 100;
	private static final List<Freeze> SEEN = new ArrayList<>();
	private static final List<String> JAVA = List.of("java.", "javax.", "jdk.", "sun.");
	private static final List<String> WAITS = List.of("java.io.FileInputStream", "java.io.FileOutputStream", "java.io.RandomAccessFile", "java.io.UnixFileSystem", "java.lang.ProcessImpl",
			"java.lang.ProcessHandleImpl", "sun.nio.ch.", "sun.nio.fs.UnixNativeDispatcher");

	/**
	 * @param millis   how long it took
	 * @param activity what the session was doing
	 * @param stacks   of the UI thread, sampled meanwhile; may be none
	 */
	record Freeze(long millis, String activity, List<StackTraceElement[]> stacks) {

		/** Where code of ours itself read, wrote or ran something with the user waiting; not where it had the workbench open an editor, which reads its file. */
		Optional<String> waiting() {
			return stacks.stream().filter(s -> s.length > 0 && WAITS.stream().anyMatch(s[0].getClassName()::startsWith))
					.map(s -> Arrays.stream(s).dropWhile(f -> JAVA.stream().anyMatch(f.getClassName()::startsWith)).findFirst())
					.flatMap(Optional::stream).filter(Freeze::isOurs).map(StackTraceElement::toString).findFirst();
		}

		/** The innermost frame of the tools, in the last sample that has one. */
		Optional<String> ours() {
			return stacks.reversed().stream().map(Freeze::ours).flatMap(Optional::stream).findFirst();
		}

		private static Optional<String> ours(StackTraceElement[] stack) {
			return Arrays.stream(stack).filter(Freeze::isOurs).map(StackTraceElement::toString).findFirst();
		}

		private static boolean isOurs(StackTraceElement frame) {
			return frame.getClassName().startsWith("dev.livepatch.") && !frame.getClassName().startsWith("dev.livepatch.ide.ui.tests.");
		}

		@Override
		public String toString() {
			String where = ours().or(() -> stacks.stream().filter(s -> s.length > 0).map(s -> s[0].toString()).findFirst()).orElse("not sampled");
			return "%5d ms  %s  [%s]".formatted(millis, activity, where);
		}
	}

	/** Starts a monitor. As the platform starts its own, whose preference is read when a workbench has come up; {@link EventLoopMonitorThread#shutdown()} ends it. */
	static EventLoopMonitorThread watch() {
		var parameters = new EventLoopMonitorThread.Parameters();
		parameters.longEventWarningThreshold = LONG_MILLIS;
		parameters.longEventErrorThreshold = 10 * LONG_MILLIS;
		parameters.deadlockThreshold = 600_000;
		parameters.maxStackSamples = 5;
		parameters.uiThreadFilter = "";
		parameters.noninterestingThreadFilter = "";
		synchronized (SEEN) {
			SEEN.clear();
		}
		EventLoopMonitorThread monitor = new EventLoopMonitorThread(parameters);
		monitor.start();
		return monitor;
	}

	/** All so far, the longest first. */
	static List<Freeze> seen() {
		synchronized (SEEN) {
			return SEEN.stream().sorted(Comparator.comparingLong(Freeze::millis).reversed()).toList();
		}
	}

	static void forget() {
		synchronized (SEEN) {
			SEEN.clear();
		}
	}

	/** Called by the monitor's own thread. */
	@Override
	public void log(UiFreezeEvent event) {
		List<StackTraceElement[]> stacks = Stream.of(event.getStackTraceSamples()).map(StackSample::getStackTraces).filter(t -> t.length > 0).map(t -> t[0])
				.map(ThreadInfo::getStackTrace).toList();
		synchronized (SEEN) {
			SEEN.add(new Freeze(event.getTotalDuration(), Session.activity(), stacks));
		}
	}
}
