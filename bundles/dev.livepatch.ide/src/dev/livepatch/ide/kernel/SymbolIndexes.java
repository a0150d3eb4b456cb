package dev.livepatch.ide.kernel;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.core.runtime.jobs.ISchedulingRule;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.index.SymbolIndex;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.ide.preferences.Tools;

/** Keeps one {@link SymbolIndex} for each kernel in use. */
public final class SymbolIndexes {
	/** Of jobs that ask: what is being made for one is waited for by the next, which can be cancelled meanwhile. */
	public static final ISchedulingRule RULE = new ISchedulingRule() {
		@Override
		public boolean isConflicting(ISchedulingRule rule) {
			return rule == this;
		}

		@Override
		public boolean contains(ISchedulingRule rule) {
			return rule == this;
		}
	};
	private static final ConcurrentMap<String, SymbolIndex> OPEN = new ConcurrentHashMap<>();

	private SymbolIndexes() {
	}

	/**
	 * To be called in jobs that have the {@link #RULE}: the first time for a build of a kernel, all its sources are read.
	 *
	 * @throws CancellationException if cancelled
	 */
	public static SymbolIndex of(KernelBuild kernel, IProgressMonitor monitor) throws IOException {
		SymbolIndex known = OPEN.get(kernel.fingerprint());
		if (known != null) {
			return known;
		}
		SubMonitor progress = SubMonitor.convert(monitor, NLS.bind(Messages.indexing, kernel.release()), kernel.sources(monitor::isCanceled).size());
		SymbolIndex made = SymbolIndex.of(kernel, Tools.environment(), done -> {
			synchronized (progress) {
				progress.worked(1);
			}
		}, monitor::isCanceled);
		OPEN.put(kernel.fingerprint(), made);
		return made;
	}
}
