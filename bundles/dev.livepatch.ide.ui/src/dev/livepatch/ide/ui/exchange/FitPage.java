package dev.livepatch.ide.ui.exchange;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.window.Window;
import org.eclipse.jface.wizard.IWizardPage;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.dialogs.ElementListSelectionDialog;

import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.Decisions;
import dev.livepatch.core.exchange.FileResult;
import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.ide.exchange.Fitting;
import dev.livepatch.ide.exchange.Fitting.Request;
import dev.livepatch.ide.ui.Background;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.exchange.FitModel.Action;

/** Shows how patches fit the kernel, hunk by hunk, and has the author decide about those that do not. */
final class FitPage extends WizardPage {
	private final ImportPages pages;
	private final FitModel model = new FitModel();
	private FitTree tree;
	private FitButtons buttons;
	private HunkComparison comparison;
	private Text remarks;
	private Text detail;
	private Button noting;
	private Background<Backport> fitter;
	private boolean fittingNow;
	private Optional<FitNode> shown = Optional.empty();

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
		tree = new FitTree(top, this::select);
		detail = new Text(top, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP);
		detail.setBackground(top.getBackground());
		GridDataFactory.fillDefaults().grab(true, false).hint(700, 2 * detail.getLineHeight()).applyTo(detail);
		buttons = new FitButtons(top, this::perform);
		comparison = new HunkComparison(sash, this::edited);
		sash.setWeights(1, 1);
		noting = new Button(page, SWT.CHECK);
		noting.setText(Messages.FitPage_noting);
		noting.setSelection(true);
		setControl(page);
		HelpContext.IMPORT_FIT.on(page);
		refresh(Optional.empty());
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
		return model.isFor(request);
	}

	/** What other patches were decided about is void. */
	void forget(Optional<Request> request) {
		if (model.fitting().isPresent() && request.filter(model::isFor).isEmpty()) {
			model.forget();
			refresh(Optional.empty());
		}
	}

	void show(Fitting loaded, Backport first) {
		model.load(loaded, first);
		shown = Optional.empty();
		String said = String.join("\n", loaded.series().remarks()); //$NON-NLS-1$
		remarks.setText(said);
		remarks.setVisible(!said.isEmpty());
		GridDataFactory.createFrom((GridData) remarks.getLayoutData()).exclude(said.isEmpty()).applyTo(remarks);
		remarks.getParent().layout();
		refresh(Optional.empty());
		tree.expandAll();
		model.nextOpen(Optional.empty()).ifPresent(tree::select);
	}

	/** What the author has decided and edited, up to the last key. */
	Decisions decided() {
		FileResult file = file().filter(f -> f.refusal().isEmpty()).orElse(null);
		Optional<String> text = file == null ? Optional.empty() : comparison.text();
		if (text.isPresent() && !text.equals(file.text())) {
			model.decide(model.decisions().edit(file, text.get()));
		}
		return model.decisions();
	}

	/** The page was loaded. */
	Fitting fitting() {
		return model.fitting().orElseThrow();
	}

	/** Shows where things stand. */
	void update(Backport now) {
		shown = Optional.empty();
		model.fitted(now);
		refresh(tree.selected());
	}

	boolean isNoting() {
		return noting.getSelection();
	}

	private void select(FitNode node) {
		Decisions before = model.decisions();
		if (decided() != before) {
			decide(model.decisions(), false);
		}
		shown = Optional.ofNullable(node);
		detail.setText(shown.flatMap(FitNode::state).map(StateTexts::detail).orElse("")); //$NON-NLS-1$
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
		return shown.flatMap(FitNode::fileResult);
	}

	private void enable() {
		buttons.enable(fittingNow ? Set.of() : model.actions(shown), shown.filter(FitNode.OfFile.class::isInstance).isPresent());
	}

	/** The author has typed into the file: from now on it is as they left it. */
	private void edited() {
		if (!fittingNow && shown.isPresent()) {
			buttons.enable(Action.RESET);
		}
	}

	private void perform(Action action) {
		Decisions now = model.decisions();
		switch (action) {
			case TAKE -> conflict().ifPresent(h -> decide(now.resolve(h.file(), h.index(), wanted(h)), true));
			case RESOLVE -> conflict().ifPresent(h -> decide(now.resolve(h.file(), h.index(), comparison.text().orElseThrow()), true));
			case DROP -> file().ifPresent(f -> decide(shown.get() instanceof FitNode.OfHunk hunk ? now.drop(f, hunk.index()) : now.leave(f), true));
			case REDIRECT -> file().ifPresent(this::redirect);
			case RESET -> file().ifPresent(f -> decide(now.reset(f), false));
			case NEXT -> model.nextOpen(tree.selected()).ifPresent(tree::select);
		}
	}

	private Optional<FitNode.OfHunk> conflict() {
		return shown.filter(FitNode.OfHunk.class::isInstance).map(FitNode.OfHunk.class::cast).filter(h -> h.state().orElseThrow() instanceof HunkState.Conflict);
	}

	private String wanted(FitNode.OfHunk hunk) {
		return hunk.file().sides(comparison.text().orElseThrow(), HunkComparison.region(hunk.state().orElseThrow()).orElseThrow()).wanted();
	}

	private void redirect(FileResult file) {
		ElementListSelectionDialog dialog = new ElementListSelectionDialog(getShell(), new LabelProvider());
		dialog.setTitle(Messages.FitPage_redirectTitle);
		dialog.setMessage(NLS.bind(Messages.FitPage_redirectMessage, file.path()));
		dialog.setElements(file.candidates().toArray());
		if (dialog.open() == Window.OK) {
			decide(model.decisions().redirect(file, (String) dialog.getFirstResult()), true);
		}
	}

	/** @param onward whether the next open hunk is shown afterwards */
	private void decide(Decisions made, boolean onward) {
		model.decide(made);
		fittingNow = true;
		// the text that was edited is in the decisions now
		shown = Optional.empty();
		enable();
		setPageComplete(false);
		Fitting current = fitting();
		fitter.ask(outdated -> {
			try {
				return current.fit(made, outdated);
			} catch (IOException e) {
				ILog.of(FitPage.class).error(e.getMessage(), e);
				return null;
			}
		}, result -> fitted(current, result, onward));
	}

	private void fitted(Fitting asked, Backport result, boolean onward) {
		fittingNow = false;
		if (model.fitting().filter(asked::equals).isEmpty() || result == null) {
			setErrorMessage(result == null ? Messages.FitPage_failed : null);
			return;
		}
		update(result);
		if (onward) {
			perform(Action.NEXT);
		}
	}

	private void refresh(Optional<FitNode> selected) {
		if (tree == null) {
			return;
		}
		tree.show(model.backport());
		model.nodes().stream().filter(n -> selected.filter(s -> s.key().equals(n.key())).isPresent()).findFirst().ifPresent(tree::select);
		if (selected.isEmpty()) {
			select(null);
		}
		long open = model.open();
		setErrorMessage(null);
		setMessage(model.backport().isEmpty() ? Messages.FitPage_description : open > 0 ? NLS.bind(Messages.FitPage_open, open) : Messages.FitPage_done, open > 0 ? WARNING : NONE);
		enable();
		setPageComplete(model.complete());
	}
}
