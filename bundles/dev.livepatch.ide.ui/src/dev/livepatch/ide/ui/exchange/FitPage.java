package dev.livepatch.ide.ui.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.layout.TreeColumnLayout;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.IElementComparer;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.TreeViewerColumn;
import org.eclipse.jface.wizard.IWizardPage;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.jface.window.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.dialogs.ElementListSelectionDialog;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.Decisions;
import dev.livepatch.core.exchange.FileResult;
import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.exchange.Fitting;
import dev.livepatch.ide.exchange.Fitting.Request;
import dev.livepatch.ide.ui.Background;
import dev.livepatch.ide.ui.HelpContext;

/** Shows how patches fit the kernel, hunk by hunk, and has the author decide about those that do not. */
final class FitPage extends WizardPage {
	private final ImportPages pages;
	private TreeViewer tree;
	private HunkComparison comparison;
	private Text remarks;
	private Text detail;
	private Button take;
	private Button resolve;
	private Button drop;
	private Button redirect;
	private Button reset;
	private Button next;
	private Button noting;
	private Background<Backport> fitter;
	private Fitting fitting;
	private Decisions decisions = Decisions.NONE;
	private Backport backport;
	private boolean fittingNow;
	private FitNode shown;

	FitPage(ImportPages pages) {
		super("fit"); //$NON-NLS-1$
		this.pages = pages;
		setTitle(Messages.FitPage_title);
		setDescription(Messages.FitPage_description);
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().applyTo(page);
		fitter = new Background<>(page, Messages.FitPage_fitting);
		remarks = new Text(page, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL);
		GridDataFactory.fillDefaults().grab(true, false).hint(700, 48).exclude(true).applyTo(remarks);
		SashForm sash = new SashForm(page, SWT.VERTICAL);
		GridDataFactory.fillDefaults().grab(true, true).hint(860, 500).applyTo(sash);
		Composite top = new Composite(sash, SWT.NONE);
		GridLayoutFactory.fillDefaults().applyTo(top);
		createTree(top);
		detail = new Text(top, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP);
		GridDataFactory.fillDefaults().grab(true, false).hint(700, 2 * detail.getLineHeight()).applyTo(detail);
		createButtons(top);
		comparison = new HunkComparison(sash, this::edited);
		sash.setWeights(1, 1);
		noting = new Button(page, SWT.CHECK);
		noting.setText(Messages.FitPage_noting);
		noting.setSelection(true);
		setControl(page);
		HelpContext.IMPORT_FIT.on(page);
		refresh(null);
	}

	private void createTree(Composite parent) {
		Composite holder = new Composite(parent, SWT.NONE);
		GridDataFactory.fillDefaults().grab(true, true).applyTo(holder);
		TreeColumnLayout layout = new TreeColumnLayout();
		holder.setLayout(layout);
		tree = new TreeViewer(holder, SWT.BORDER | SWT.FULL_SELECTION | SWT.SINGLE);
		tree.getTree().setHeaderVisible(true);
		tree.setContentProvider(new Nodes());
		// what the author selected and opened stays so when everything is computed anew
		tree.setComparer(new IElementComparer() {
			@Override
			public boolean equals(Object a, Object b) {
				return a instanceof FitNode x && b instanceof FitNode y ? x.key().equals(y.key()) : a.equals(b);
			}

			@Override
			public int hashCode(Object element) {
				return element instanceof FitNode node ? node.key().hashCode() : element.hashCode();
			}
		});
		column(layout, Messages.FitPage_hunk, 45, new ColumnLabelProvider() {
			@Override
			public String getText(Object element) {
				return ((FitNode) element).label();
			}

			@Override
			public Image getImage(Object element) {
				return StateTexts.image((FitNode) element);
			}
		});
		column(layout, Messages.FitPage_state, 18, ColumnLabelProvider.createTextProvider(e -> ((FitNode) e).state().map(StateTexts::name)
				.orElse(((FitNode) e).open() ? Messages.State_open : ""))); //$NON-NLS-1$
		column(layout, Messages.FitPage_detail, 60, ColumnLabelProvider.createTextProvider(e -> ((FitNode) e).state().map(StateTexts::detail).orElse(""))); //$NON-NLS-1$
		tree.addSelectionChangedListener(e -> select((FitNode) e.getStructuredSelection().getFirstElement()));
	}

	private void column(TreeColumnLayout layout, String title, int weight, ColumnLabelProvider labels) {
		TreeViewerColumn column = new TreeViewerColumn(tree, SWT.NONE);
		column.getColumn().setText(title);
		column.setLabelProvider(labels);
		layout.setColumnData(column.getColumn(), new ColumnWeightData(weight, true));
	}

	private void createButtons(Composite parent) {
		Composite buttons = new Composite(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(6).equalWidth(true).applyTo(buttons);
		GridDataFactory.fillDefaults().applyTo(buttons);
		take = button(buttons, Messages.FitPage_take, Messages.FitPage_takeTip, this::take);
		resolve = button(buttons, Messages.FitPage_resolve, Messages.FitPage_resolveTip, this::resolve);
		drop = button(buttons, Messages.FitPage_drop, Messages.FitPage_dropTip, this::drop);
		redirect = button(buttons, Messages.FitPage_redirect, Messages.FitPage_redirectTip, this::redirect);
		reset = button(buttons, Messages.FitPage_reset, Messages.FitPage_resetTip, this::reset);
		next = button(buttons, Messages.FitPage_next, Messages.FitPage_nextTip, () -> selectOpen(true));
	}

	private static Button button(Composite parent, String text, String tip, Runnable action) {
		Button button = new Button(parent, SWT.PUSH);
		button.setText(text);
		button.setToolTipText(tip);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> action.run()));
		GridDataFactory.fillDefaults().grab(true, false).applyTo(button);
		return button;
	}

	private static final class Nodes implements ITreeContentProvider {
		@Override
		public Object[] getElements(Object input) {
			Backport all = (Backport) input;
			List<FitNode> nodes = new ArrayList<>();
			for (int i = 0; i < all.patches().size(); i++) {
				nodes.add(new FitNode.OfPatch(i, all.patches().get(i)));
			}
			return nodes.toArray();
		}

		@Override
		public Object[] getChildren(Object element) {
			return ((FitNode) element).children().toArray();
		}

		@Override
		public Object getParent(Object element) {
			return null;
		}

		@Override
		public boolean hasChildren(Object element) {
			return !((FitNode) element).children().isEmpty();
		}
	}

	@Override
	public void setVisible(boolean visible) {
		super.setVisible(visible);
		if (visible) {
			// the page must be there before its progress can be shown
			getControl().getDisplay().asyncExec(() -> {
				if (!getControl().isDisposed()) {
					pages.load();
				}
			});
		}
	}

	@Override
	public IWizardPage getPreviousPage() {
		return pages.beforeFit();
	}

	@Override
	public IWizardPage getNextPage() {
		return null;
	}

	/** Whether this is what was asked for. */
	boolean isLoaded(Request request) {
		return fitting != null && fitting.request().equals(request);
	}

	/** What other patches were decided about is void. */
	void forget(Optional<Request> request) {
		if (fitting != null && !request.equals(Optional.of(fitting.request()))) {
			fitting = null;
			backport = null;
			decisions = Decisions.NONE;
			refresh(null);
		}
	}

	void show(Fitting loaded, Backport first) {
		fitting = loaded;
		decisions = Decisions.NONE;
		backport = first;
		shown = null;
		String said = String.join("\n", loaded.series().remarks()); //$NON-NLS-1$
		remarks.setText(said);
		remarks.setVisible(!said.isEmpty());
		GridDataFactory.createFrom((GridData) remarks.getLayoutData()).exclude(said.isEmpty()).applyTo(remarks);
		remarks.getParent().layout();
		refresh(null);
		tree.expandAll();
		selectOpen(false);
	}

	/** What the author has decided and edited, up to the last key. */
	Decisions decided() {
		FileResult file = file().filter(f -> f.refusal().isEmpty()).orElse(null);
		Optional<String> text = file == null ? Optional.empty() : comparison.text();
		if (text.isPresent() && !text.equals(file.text())) {
			decisions = decisions.edit(file, text.get());
		}
		return decisions;
	}

	Fitting fitting() {
		return fitting;
	}

	/** Shows where things stand. */
	void update(Backport now) {
		shown = null;
		backport = now;
		Object selected = tree.getStructuredSelection().getFirstElement();
		refresh(selected instanceof FitNode node ? node : null);
	}

	boolean isNoting() {
		return noting.getSelection();
	}

	private void select(FitNode node) {
		Decisions before = decisions;
		if (decided() != before) {
			decide(decisions, false);
		}
		shown = node;
		detail.setText(node == null ? "" : node.state().map(StateTexts::detail).orElse("")); //$NON-NLS-1$ //$NON-NLS-2$
		switch (node) {
			case null -> comparison.clear(Messages.FitPage_selectOne);
			case FitNode.OfPatch patch -> comparison.clear(patch.label());
			case FitNode.OfFile file -> showFile(file.file());
			case FitNode.OfHunk hunk -> HunkComparison.region(hunk.state().orElseThrow()).ifPresentOrElse(r -> comparison.show(hunk.file(), r), () -> showFile(hunk.file()));
		}
		enable();
	}

	private void showFile(FileResult file) {
		if (file.refusal().isPresent()) {
			comparison.showWanted(file);
		} else {
			comparison.show(file);
		}
	}

	private Optional<FileResult> file() {
		return switch (shown) {
			case null -> Optional.empty();
			case FitNode.OfPatch patch -> Optional.empty();
			case FitNode.OfFile file -> Optional.of(file.file());
			case FitNode.OfHunk hunk -> Optional.of(hunk.file());
		};
	}

	private void enable() {
		Optional<HunkState> state = shown == null || fittingNow ? Optional.empty() : shown.state();
		boolean conflict = state.filter(HunkState.Conflict.class::isInstance).isPresent();
		take.setEnabled(conflict);
		resolve.setEnabled(conflict);
		drop.setEnabled(!fittingNow && (shown instanceof FitNode.OfFile || state.isPresent()) && state.filter(HunkState.Dropped.class::isInstance).isEmpty());
		drop.setText(shown instanceof FitNode.OfFile ? Messages.FitPage_dropFile : Messages.FitPage_drop);
		redirect.setEnabled(file().filter(f -> !f.candidates().isEmpty()).isPresent());
		reset.setEnabled(!fittingNow && file().filter(f -> decisions.files().containsKey(f.key())).isPresent());
		next.setEnabled(backport != null && !backport.complete());
	}

	/** The author has typed into the file: from now on it is as they left it. */
	private void edited() {
		if (!fittingNow && shown != null) {
			reset.setEnabled(true);
		}
	}

	private void take() {
		if (shown instanceof FitNode.OfHunk hunk && hunk.state().orElseThrow() instanceof HunkState.Conflict conflict) {
			String text = comparison.text().orElseThrow();
			decide(decisions.resolve(hunk.file(), hunk.index(), hunk.file().sides(text, conflict.region()).wanted()), true);
		}
	}

	private void resolve() {
		if (shown instanceof FitNode.OfHunk hunk) {
			decide(decisions.resolve(hunk.file(), hunk.index(), comparison.text().orElseThrow()), true);
		}
	}

	private void drop() {
		if (shown instanceof FitNode.OfHunk hunk) {
			decide(decisions.drop(hunk.file(), hunk.index()), true);
		} else {
			file().ifPresent(f -> decide(decisions.leave(f), true));
		}
	}

	private void reset() {
		file().ifPresent(f -> decide(decisions.reset(f), false));
	}

	private void redirect() {
		FileResult file = file().orElseThrow();
		ElementListSelectionDialog dialog = new ElementListSelectionDialog(getShell(), new LabelProvider());
		dialog.setTitle(Messages.FitPage_redirectTitle);
		dialog.setMessage(NLS.bind(Messages.FitPage_redirectMessage, file.path()));
		dialog.setElements(file.candidates().toArray());
		if (dialog.open() == Window.OK) {
			decide(decisions.redirect(file, (String) dialog.getFirstResult()), true);
		}
	}

	/** @param onward whether the next open hunk is shown afterwards */
	private void decide(Decisions made, boolean onward) {
		decisions = made;
		fittingNow = true;
		// the text that was edited is in the decisions now
		shown = null;
		enable();
		setPageComplete(false);
		Fitting current = fitting;
		fitter.ask(() -> {
			try {
				return current.fit(made, Cancellation.NEVER);
			} catch (IOException e) {
				ILog.of(FitPage.class).error(e.getMessage(), e);
				return null;
			}
		}, result -> fitted(current, result, onward));
	}

	private void fitted(Fitting asked, Backport result, boolean onward) {
		fittingNow = false;
		if (asked != fitting || result == null) {
			setErrorMessage(result == null ? Messages.FitPage_failed : null);
			return;
		}
		update(result);
		if (onward) {
			selectOpen(true);
		}
	}

	private void refresh(FitNode selected) {
		if (tree == null) {
			return;
		}
		Object[] expanded = tree.getExpandedElements();
		tree.setInput(backport == null ? new Backport(List.of(), ChangeSet.NONE) : backport);
		tree.setExpandedElements(expanded);
		all().stream().filter(n -> selected != null && n.key().equals(selected.key())).findFirst().ifPresent(n -> tree.setSelection(new StructuredSelection(n), true));
		if (selected == null) {
			select(null);
		}
		long open = all().stream().filter(n -> n.children().isEmpty() && n.open()).count();
		setErrorMessage(null);
		setMessage(backport == null ? Messages.FitPage_description : open > 0 ? NLS.bind(Messages.FitPage_open, open) : Messages.FitPage_done, open > 0 ? WARNING : NONE);
		enable();
		setPageComplete(backport == null || backport.complete());
	}

	private List<FitNode> all() {
		List<FitNode> nodes = new ArrayList<>();
		for (int i = 0; backport != null && i < backport.patches().size(); i++) {
			FitNode patch = new FitNode.OfPatch(i, backport.patches().get(i));
			nodes.add(patch);
			for (FitNode file : patch.children()) {
				nodes.add(file);
				nodes.addAll(file.children());
			}
		}
		return nodes;
	}

	/** @param further whether the search begins behind what is selected */
	private void selectOpen(boolean further) {
		List<FitNode> all = all();
		Object selected = tree.getStructuredSelection().getFirstElement();
		int from = !further || !(selected instanceof FitNode node) ? -1 : all.stream().map(FitNode::key).toList().indexOf(node.key());
		for (int i = 1; i <= all.size(); i++) {
			FitNode candidate = all.get((from + i) % all.size());
			if (candidate.open() && candidate.children().isEmpty()) {
				tree.setSelection(new StructuredSelection(candidate), true);
				return;
			}
		}
	}
}
