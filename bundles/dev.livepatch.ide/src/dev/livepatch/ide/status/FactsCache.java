package dev.livepatch.ide.status;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.status.FileFacts;
import dev.livepatch.core.status.KernelFacts;

/** Keeps what kernels say of the files that were opened last. A kernel that was built anew is another one, and is asked anew. */
final class FactsCache {
	/** Files; a large one takes a few megabytes. */
	private static final int MOST = 24;
	/** Someone looks at the editor and waits. */
	private static final Duration LONG_ENOUGH = Duration.ofMillis(1200);
	private final Map<Key, FileFacts> kept = new LinkedHashMap<>(MOST, .75f, true);

	/** Kernels are the same as long as {@code KernelBuilds} hands out the same one. */
	private record Key(KernelBuild kernel, String path, Charset charset) {
	}

	/** Reads once; not for the UI thread. */
	FileFacts of(KernelBuild kernel, String path, Charset charset, Cancellation cancellation) {
		Key key = new Key(kernel, path, charset);
		synchronized (kept) {
			FileFacts known = kept.get(key);
			if (known != null) {
				return known;
			}
		}
		FileFacts read = KernelFacts.read(kernel, path, charset, LONG_ENOUGH, cancellation);
		synchronized (kept) {
			if (read instanceof FileFacts.Known) {
				kept.keySet().removeIf(k -> k.path().equals(path) && k.kernel().build().equals(kernel.build()) && k.kernel() != kernel);
				kept.put(key, read);
				if (kept.size() > MOST) {
					kept.remove(kept.keySet().iterator().next());
				}
			}
		}
		return read;
	}
}
