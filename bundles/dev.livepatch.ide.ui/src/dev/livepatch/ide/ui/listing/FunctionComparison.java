package dev.livepatch.ide.ui.listing;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.compare.CompareConfiguration;
import org.eclipse.compare.CompareEditorInput;
import org.eclipse.compare.CompareUI;
import org.eclipse.compare.structuremergeviewer.DiffNode;
import org.eclipse.compare.structuremergeviewer.ICompareInput;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.jface.viewers.Viewer;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.IReusableEditor;

import dev.livepatch.core.listing.ListingComparison;
import dev.livepatch.core.listing.ObjectListings;
import dev.livepatch.core.listing.ObjectListings.Change;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.listing.FoundFunction;
import dev.livepatch.ide.listing.FunctionFinder;
import dev.livepatch.ide.listing.WantedFunction;
import dev.livepatch.ide.ui.HelpContext;

/** The author's version of a function's code on the left, as the workbench shows what is one's own, and the kernel's on the right; found, compiled and compared in a job. */
public final class FunctionComparison extends CompareEditorInput {
	private final IProject project;
	private final WantedFunction wanted;
	private FoundFunction found;
	private ListingComparison comparison;
	private String problem;

	FunctionComparison(IProject project, WantedFunction wanted) {
		super(configuration());
		this.project = project;
		this.wanted = wanted;
		setTitle(wanted.toString().isEmpty() ? Messages.FunctionComparison_title : NLS.bind(Messages.FunctionComparison_titleOf, wanted, project.getName()));
	}

	/** Another function of an object that is known. */
	private FunctionComparison(IProject project, FoundFunction found) {
		this(project, new WantedFunction.Named(found.symbol(), Optional.of(found.object())));
		this.found = found;
	}

	private static CompareConfiguration configuration() {
		CompareConfiguration configuration = new CompareConfiguration();
		configuration.setLeftEditable(false);
		configuration.setRightEditable(false);
		configuration.setProperty(CompareConfiguration.IGNORE_WHITESPACE, Boolean.FALSE);
		return configuration;
	}

	@Override
	public boolean canRunAsJob() {
		return true;
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE || super.belongsTo(family);
	}

	@Override
	protected Object prepareInput(IProgressMonitor monitor) {
		try {
			if (found == null) {
				found = FunctionFinder.find(project, wanted, monitor);
			}
			comparison = found.compare();
			getCompareConfiguration().setLeftLabel(NLS.bind(Messages.FunctionComparison_patched, project.getName()));
			getCompareConfiguration().setRightLabel(NLS.bind(Messages.FunctionComparison_original, found.release()));
			return new DiffNode(new ListingSide(found.symbol(), comparison.patchedText()), new ListingSide(found.symbol(), comparison.originalText()));
		} catch (IOException e) {
			// said in the editor, where it can be read and copied
			problem = e.getMessage();
			return new DiffNode(new ListingSide("", ""), new ListingSide("", ""));
		}
	}

	@Override
	public Control createContents(Composite parent) {
		if (problem != null) {
			return FunctionChooser.message(parent, problem);
		}
		setTitle(NLS.bind(Messages.FunctionComparison_titleOf, found.symbol(), project.getName()));
		Composite page = FunctionChooser.page(parent);
		FunctionChooser chooser = new FunctionChooser(page, found, this::choose);
		chooser.say(Stream.of(comparison.summary(), found.note(), disagreement()).filter(s -> !s.isEmpty()).reduce((a, b) -> a + " " + b).orElse(""));
		super.createContents(FunctionChooser.rest(page));
		HelpContext.COMPARE_FUNCTION.on(page);
		return page;
	}

	/** What the object's own comparison finds besides the instructions. */
	private String disagreement() {
		List<ObjectListings.Function> same = found.functions().stream().filter(f -> f.symbol().equals(found.symbol())).toList();
		return comparison.same() && same.stream().anyMatch(f -> f.change() == Change.CHANGED) ? Messages.FunctionComparison_dataOnly : "";
	}

	private void choose(String symbol) {
		if (getWorkbenchPart() instanceof IReusableEditor editor && !symbol.equals(found.symbol())) {
			CompareUI.reuseCompareEditor(new FunctionComparison(project, found.other(symbol)), editor);
		}
	}

	@Override
	public Viewer findContentViewer(Viewer oldViewer, ICompareInput input, Composite parent) {
		ListingViewer viewer = oldViewer instanceof ListingViewer same ? same : new ListingViewer(parent, getCompareConfiguration());
		viewer.getControl().setData(CompareUI.COMPARE_VIEWER_TITLE, Messages.ListingViewer_title);
		return viewer;
	}
}
