package dev.livepatch.ide.ui.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.wizard.IWizardPage;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.core.exchange.Commit;
import dev.livepatch.core.exchange.CommitQuery;
import dev.livepatch.core.exchange.GitClone;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.ui.Background;
import dev.livepatch.ide.ui.HelpContext;

/** Asks for a clone of the kernel's repository and which of its commits are meant. */
final class CommitsPage extends WizardPage {
	private static final int PAGE = 200;
	private static final String REPOSITORY = "repository"; //$NON-NLS-1$
	private final ImportPages pages;
	private Text repository;
	private CommitFilters filters;
	private CommitTable commits;
	private Button more;
	private Label count;
	private Text difference;
	private Background<Page> listing;
	private Background<String> showing;
	private Optional<GitClone> clone = Optional.empty();
	/** The directory that the chosen commits are of. */
	private String listed = ""; //$NON-NLS-1$

	/** @param problem what went wrong; null if nothing did */
	private record Page(Optional<GitClone> history, List<Commit> commits, boolean first, String problem) {
	}

	CommitsPage(ImportPages pages) {
		super("commits"); //$NON-NLS-1$
		this.pages = pages;
		setTitle(Messages.CommitsPage_title);
		setDescription(Messages.CommitsPage_description);
		setPageComplete(false);
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(3).applyTo(page);
		listing = new Background<>(page, Messages.CommitsPage_listing);
		showing = new Background<>(page, Messages.CommitsPage_showing);
		new Label(page, SWT.NONE).setText(Messages.CommitsPage_repository);
		repository = new Text(page, SWT.BORDER);
		GridDataFactory.fillDefaults().grab(true, false).applyTo(repository);
		Button browse = new Button(page, SWT.PUSH);
		browse.setText(Messages.CommitsPage_browse);
		browse.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> browse()));
		filters = new CommitFilters(page, () -> list(0));
		GridDataFactory.fillDefaults().span(3, 1).grab(true, false).applyTo(filters.control());
		SashForm sash = new SashForm(page, SWT.VERTICAL);
		GridDataFactory.fillDefaults().span(3, 1).grab(true, true).hint(700, 340).applyTo(sash);
		commits = new CommitTable(sash, this::update, this::show);
		difference = new Text(sash, SWT.BORDER | SWT.MULTI | SWT.READ_ONLY | SWT.H_SCROLL | SWT.V_SCROLL);
		difference.setFont(JFaceResources.getTextFont());
		sash.setWeights(3, 2);
		count = new Label(page, SWT.NONE);
		GridDataFactory.fillDefaults().span(2, 1).grab(true, false).applyTo(count);
		more = new Button(page, SWT.PUSH);
		more.setText(Messages.CommitsPage_more);
		setButtonLayoutData(more).horizontalAlignment = SWT.END;
		more.setEnabled(false);
		more.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> list(commits.size())));
		setControl(page);
		HelpContext.IMPORT_COMMITS.on(page);
		String last = getDialogSettings() == null ? null : getDialogSettings().get(REPOSITORY);
		repository.setText(last == null ? "" : last); //$NON-NLS-1$
		repository.addModifyListener(e -> list(0));
		update();
		if (last != null) {
			list(0);
		}
	}

	/** Full names of the chosen commits, in no order. */
	List<String> chosen() {
		return commits.chosen();
	}

	/**
	 * The clone that was found.
	 *
	 * @param always even if commits are not what is imported: patches can be merged by what it knows
	 */
	Optional<GitClone> history(boolean always) {
		return always || pages.source().isFromCommits() ? clone : Optional.empty();
	}

	@Override
	public IWizardPage getNextPage() {
		return pages.fit();
	}

	@Override
	public IWizardPage getPreviousPage() {
		return pages.source();
	}

	private void browse() {
		DirectoryDialog dialog = new DirectoryDialog(getShell(), SWT.SHEET);
		dialog.setText(Messages.CommitsPage_browseTitle);
		dialog.setFilterPath(repository.getText());
		String directory = dialog.open();
		if (directory != null) {
			repository.setText(directory);
		}
	}

	private void list(int skip) {
		String directory = repository.getText().strip();
		CommitQuery query = filters.query();
		if (!directory.equals(listed)) {
			commits.chooseNone();
			listed = directory;
		}
		more.setEnabled(false);
		setMessage(directory.isEmpty() ? Messages.CommitsPage_choose : Messages.CommitsPage_looking, INFORMATION);
		listing.ask(outdated -> page(directory, query, skip, outdated), this::listed);
	}

	private static Page page(String directory, CommitQuery query, int skip, Cancellation outdated) {
		Optional<Path> place = LivepatchPreferences.path(directory);
		if (place.isEmpty()) {
			return new Page(Optional.empty(), List.of(), true, directory.isEmpty() ? null : NLS.bind(Messages.CommitsPage_notAbsolute, directory));
		}
		Optional<GitClone> found = Optional.empty();
		try {
			found = Optional.of(GitClone.open(place.get(), outdated));
			return new Page(found, found.get().commits(query, skip, PAGE, outdated), skip == 0, null);
		} catch (IOException e) {
			return new Page(found, List.of(), true, e.getMessage());
		}
	}

	private void listed(Page page) {
		commits.list(page.commits(), page.first());
		clone = page.history();
		more.setEnabled(page.commits().size() == PAGE);
		if (clone.isPresent() && getDialogSettings() != null) {
			getDialogSettings().put(REPOSITORY, repository.getText().strip());
		}
		setErrorMessage(page.problem());
		update();
	}

	private void show(Commit commit) {
		GitClone from = clone.orElse(null);
		if (from == null) {
			return;
		}
		showing.ask(outdated -> {
			try {
				return from.show(commit.id(), outdated);
			} catch (IOException e) {
				return e.getMessage();
			}
		}, difference::setText);
	}

	private void update() {
		boolean none = commits.chosen().isEmpty();
		count.setText(NLS.bind(Messages.CommitsPage_count, commits.chosen().size(), commits.size()));
		if (getErrorMessage() == null) {
			setMessage(clone.isEmpty() ? Messages.CommitsPage_choose : none ? Messages.CommitsPage_check : null, clone.isEmpty() || none ? INFORMATION : NONE);
		}
		pages.changed();
		setPageComplete(clone.isPresent() && !none);
	}
}
