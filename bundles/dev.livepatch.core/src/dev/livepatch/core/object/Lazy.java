package dev.livepatch.core.object;

/** A value computed when first asked for, once; a failure is not kept. */
final class Lazy<T> {

	interface Source<T> {
		T read() throws ObjectFormatException;
	}

	private final Source<T> source;
	private volatile T value;

	Lazy(Source<T> source) {
		this.source = source;
	}

	T get() throws ObjectFormatException {
		T known = value;
		if (known == null) {
			synchronized (this) {
				known = value;
				if (known == null) {
					known = source.read();
					value = known;
				}
			}
		}
		return known;
	}
}
