package dev.livepatch.ide.listing;

import java.io.IOException;
import java.util.List;

import dev.livepatch.core.listing.ListingComparison;
import dev.livepatch.core.listing.ObjectListings;

/**
 * A function and the object that it was found in.
 *
 * @param object    relative to the kernel's build directory
 * @param release   of the kernel
 * @param listings  of the whole object
 * @param functions all of the object, sorted
 * @param symbol    of the function
 * @param note      why this one, if it is not the very one that was asked for; else empty
 */
public record FoundFunction(String object, String release, ObjectListings listings, List<ObjectListings.Function> functions, String symbol, String note) {
	public FoundFunction {
		functions = List.copyOf(functions);
	}

	/** The same object, another function of it. */
	public FoundFunction other(String otherSymbol) {
		return new FoundFunction(object, release, listings, functions, otherSymbol, "");
	}

	/** Takes time: not for the UI thread. */
	public ListingComparison compare() throws IOException {
		synchronized (listings) {
			return listings.compare(symbol);
		}
	}
}
