package dev.livepatch.ide.ui.listing;

import java.util.HashMap;

import org.eclipse.compare.ICompareFilter;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.Region;

import dev.livepatch.core.listing.ListingText;

/** Lets the comparison pass over what is no difference in the code: offsets, and the source lines between the instructions. */
public final class ListingFilter implements ICompareFilter {
	private static final IRegion[] NOTHING = {};

	@Override
	public void setInput(Object input, Object ancestor, Object left, Object right) {
		// depends on the lines alone
	}

	@SuppressWarnings("rawtypes")
	@Override
	public IRegion[] getFilteredRegions(HashMap lineComparison) {
		String line = (String) lineComparison.get(THIS_LINE);
		if (line == null || line.isEmpty()) {
			return NOTHING;
		}
		if (line.startsWith(ListingText.SOURCE)) {
			return new IRegion[] { new Region(0, line.length()) };
		}
		return ListingText.offset(line) == 0 ? NOTHING : new IRegion[] { new Region(0, ListingText.offset(line)) };
	}

	@Override
	public boolean isEnabledInitially() {
		return true;
	}

	/** The comparison's cache takes a line with its line end for another one than the same line without. */
	@Override
	public boolean canCacheFilteredRegions() {
		return false;
	}
}
