package dev.livepatch.ide.launch;

import java.util.concurrent.CopyOnWriteArrayList;

import org.eclipse.debug.core.IStreamListener;
import org.eclipse.debug.core.model.IFlushableStreamMonitor;

/** Text for the console, kept until the console listens, and then handed on. */
final class TextStream implements IFlushableStreamMonitor {
	private static final int KEPT = 1 << 20;
	private final CopyOnWriteArrayList<IStreamListener> listeners = new CopyOnWriteArrayList<>();
	private final StringBuilder kept = new StringBuilder();
	private boolean buffered = true;

	void append(String text) {
		synchronized (kept) {
			if (buffered) {
				kept.append(text);
				kept.delete(0, Math.max(0, kept.length() - KEPT));
			}
		}
		listeners.forEach(l -> l.streamAppended(text, this));
	}

	@Override
	public void addListener(IStreamListener listener) {
		listeners.addIfAbsent(listener);
	}

	@Override
	public void removeListener(IStreamListener listener) {
		listeners.remove(listener);
	}

	@Override
	public String getContents() {
		synchronized (kept) {
			return kept.toString();
		}
	}

	@Override
	public void flushContents() {
		synchronized (kept) {
			kept.setLength(0);
		}
	}

	@Override
	public void setBuffered(boolean buffer) {
		synchronized (kept) {
			buffered = buffer;
		}
	}

	@Override
	public boolean isBuffered() {
		synchronized (kept) {
			return buffered;
		}
	}
}
