package dev.livepatch.ide.check;

import org.eclipse.core.runtime.SubMonitor;

import dev.livepatch.core.check.CheckProgress;

/** Shows a check's progress on a monitor. */
public final class MonitorProgress implements CheckProgress {
	private final SubMonitor monitor;
	private int shown;

	public MonitorProgress(SubMonitor monitor) {
		this.monitor = monitor;
	}

	@Override
	public void working(int done, int total, String what) {
		monitor.setWorkRemaining(Math.max(1, total - shown));
		monitor.worked(Math.max(0, done - shown));
		shown = Math.max(shown, done);
		monitor.subTask(what);
	}
}
