package dev.livepatch.ide.ui.search;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.osgi.util.NLS;
import org.eclipse.search.ui.ISearchQuery;
import org.eclipse.search.ui.text.AbstractTextSearchResult;
import org.eclipse.search.ui.text.IEditorMatchAdapter;
import org.eclipse.search.ui.text.IFileMatchAdapter;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.search.SourceSearch.Outcome;
import dev.livepatch.ide.ui.Icons;

/** The {@link SourceLine}s that were found. */
public final class KernelSearchResult extends AbstractTextSearchResult {
	private final KernelSearchQuery query;
	private final FoundPlaces places = new FoundPlaces(this);
	private volatile KernelBuild kernel;
	private volatile Outcome outcome;

	KernelSearchResult(KernelSearchQuery query) {
		this.query = query;
	}

	void started(KernelBuild searched) {
		kernel = searched;
		outcome = null;
	}

	void finished(Outcome end) {
		outcome = end;
	}

	/** The kernel that is searched; there is one once something was found. */
	KernelBuild kernel() {
		return kernel;
	}

	KernelSearchQuery query() {
		return query;
	}

	@Override
	public String getLabel() {
		Outcome end = outcome;
		int matches = getMatchCount();
		return NLS.bind(Messages.resultLabel, new Object[] { query.text().text(), matches == 1 ? Messages.oneMatch : NLS.bind(Messages.matches, matches), query.project().getName(), end == null || end.complete() ? "" : Messages.incomplete,
				end == null || end.unsearched().isEmpty() ? "" : NLS.bind(Messages.someNotSearched, end.unsearched().size()) });
	}

	@Override
	public String getTooltip() {
		return getLabel();
	}

	@Override
	public ImageDescriptor getImageDescriptor() {
		return Icons.KERNEL_FILE.descriptor();
	}

	@Override
	public ISearchQuery getQuery() {
		return query;
	}

	@Override
	public IEditorMatchAdapter getEditorMatchAdapter() {
		return places;
	}

	@Override
	public IFileMatchAdapter getFileMatchAdapter() {
		return places;
	}
}
