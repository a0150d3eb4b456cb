package dev.livepatch.ide.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.core.runtime.jobs.ISchedulingRule;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.index.Declaration;
import dev.livepatch.core.index.GeneratedIndex;
import dev.livepatch.core.index.SymbolIndex;
import dev.livepatch.core.kernel.GeneratedHeaders;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.ide.preferences.Tools;

/** Keeps what is known of where each kernel in use declares its names. */
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
	/** By build directory. */
	private static final ConcurrentMap<Path, GeneratedIndex> GENERATED = new ConcurrentHashMap<>();

	private SymbolIndexes() {
	}

	/**
	 * Where the sources of a kernel, and the headers that its build generated, declare a name, in no particular order. To be called in jobs that have the {@link #RULE}: the first time for
	 * a build of a kernel, all its sources are read.
	 *
	 * @throws CancellationException if cancelled
	 */
	public static List<Declaration> find(KernelBuild kernel, String name, IProgressMonitor monitor) throws IOException {
		// built in its source tree, a kernel has some generated headers among its sources, as they were when these were read
		Stream<Declaration> ofSources = sources(kernel, monitor).find(name).stream().filter(d -> !GeneratedHeaders.contains(d.file()));
		return Stream.concat(ofSources, generated(kernel, monitor).find(name).stream()).toList();
	}

	/** What the build generated, as it is now. To be called in jobs that have the {@link #RULE}. */
	public static GeneratedIndex generated(KernelBuild kernel, IProgressMonitor monitor) throws IOException {
		GeneratedIndex known = GENERATED.get(kernel.build());
		GeneratedIndex now = known == null ? GeneratedIndex.of(kernel, monitor::isCanceled) : known.current(monitor::isCanceled);
		GENERATED.put(kernel.build(), now);
		return now;
	}

	private static SymbolIndex sources(KernelBuild kernel, IProgressMonitor monitor) throws IOException {
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
