package dev.livepatch.ide.ui.patch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.eclipse.jface.viewers.TreeViewer;

/** Opens lines some at a time, so that the user can go on meanwhile. In the UI thread. */
final class Unfolding {
	private static final long TURN_NANOS = Duration.ofMillis(30).toNanos();
	private final TreeViewer viewer;
	private Deque<Row> closed = new ArrayDeque<>();

	Unfolding(TreeViewer viewer) {
		this.viewer = viewer;
	}

	/** Instead of what is still to be opened. */
	void open(List<Row> rows) {
		closed = new ArrayDeque<>(rows);
		turn(closed);
	}

	void stop() {
		closed = new ArrayDeque<>();
	}

	private void turn(Deque<Row> mine) {
		if (mine != closed || viewer.getControl().isDisposed()) {
			return;
		}
		long end = System.nanoTime() + TURN_NANOS;
		while (!mine.isEmpty() && System.nanoTime() < end) {
			Row row = mine.pop();
			if (!row.children().isEmpty()) {
				viewer.setExpandedState(row, true);
				row.children().reversed().forEach(mine::push);
			}
		}
		if (!mine.isEmpty()) {
			viewer.getControl().getDisplay().asyncExec(() -> turn(mine));
		}
	}
}
