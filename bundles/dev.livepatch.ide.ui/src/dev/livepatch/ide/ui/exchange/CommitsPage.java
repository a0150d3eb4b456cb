package dev.livepatch.ide.ui.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.layout.TableColumnLayout;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.CheckboxTableViewer;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.TableViewerColumn;
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
	private final List<Commit> commits = new ArrayList<>();
	private final Set<String> chosen = new LinkedHashSet<>();
	private Text repository;
	private Text text;
	private Text author;
	private Text path;
	private Text range;
	private Text fixes;
	private CheckboxTableViewer table;
	private Button more;
	private Label count;
	private Text difference;
	private Background<Page> listing;
	private Background<String> showing;
	private Optional<GitClone> clone = Optional.empty();
	/** The directory that the chosen commits are of. */
	private String listed = ""; //$NON-NLS-1$
	private final AtomicInteger question = new AtomicInteger();

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
		createFilters(page);
		SashForm sash = new SashForm(page, SWT.VERTICAL);
		GridDataFactory.fillDefaults().span(3, 1).grab(true, true).hint(700, 340).applyTo(sash);
		createTable(sash);
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

	private void createFilters(Composite page) {
		Composite filters = new Composite(page, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(6).applyTo(filters);
		GridDataFactory.fillDefaults().span(3, 1).grab(true, false).applyTo(filters);
		text = filter(filters, Messages.CommitsPage_text, Messages.CommitsPage_textHint);
		author = filter(filters, Messages.CommitsPage_author, Messages.CommitsPage_authorHint);
		path = filter(filters, Messages.CommitsPage_path, Messages.CommitsPage_pathHint);
		range = filter(filters, Messages.CommitsPage_range, Messages.CommitsPage_rangeHint);
		fixes = filter(filters, Messages.CommitsPage_fixes, Messages.CommitsPage_fixesHint);
	}

	private Text filter(Composite parent, String label, String hint) {
		new Label(parent, SWT.NONE).setText(label);
		Text field = new Text(parent, SWT.BORDER | SWT.SEARCH);
		field.setMessage(hint);
		field.addModifyListener(e -> list(0));
		GridDataFactory.fillDefaults().grab(true, false).applyTo(field);
		return field;
	}

	private void createTable(Composite parent) {
		Composite holder = new Composite(parent, SWT.NONE);
		TableColumnLayout layout = new TableColumnLayout();
		holder.setLayout(layout);
		table = CheckboxTableViewer.newCheckList(holder, SWT.BORDER | SWT.FULL_SELECTION);
		table.getTable().setHeaderVisible(true);
		table.setContentProvider(ArrayContentProvider.getInstance());
		column(layout, Messages.CommitsPage_commit, 18, Commit::abbreviated);
		column(layout, Messages.CommitsPage_subject, 50, c -> c.merge() ? NLS.bind(Messages.CommitsPage_merge, c.subject()) : c.subject());
		column(layout, Messages.CommitsPage_authorColumn, 24, c -> c.author().replaceFirst(" <.*", "")); //$NON-NLS-1$ //$NON-NLS-2$
		column(layout, Messages.CommitsPage_date, 14, c -> c.date().substring(0, Math.min(10, c.date().length())));
		table.addCheckStateListener(e -> check((Commit) e.getElement(), e.getChecked()));
		table.addSelectionChangedListener(e -> {
			if (e.getStructuredSelection().getFirstElement() instanceof Commit commit) {
				show(commit);
			}
		});
	}

	private void column(TableColumnLayout layout, String title, int weight, Function<Commit, String> label) {
		TableViewerColumn column = new TableViewerColumn(table, SWT.NONE);
		column.getColumn().setText(title);
		column.setLabelProvider(ColumnLabelProvider.createTextProvider(c -> label.apply((Commit) c)));
		layout.setColumnData(column.getColumn(), new ColumnWeightData(weight, true));
	}

	/** Full names of the chosen commits, in no order. */
	List<String> chosen() {
		return List.copyOf(chosen);
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
		CommitQuery query = new CommitQuery(text.getText(), author.getText(), path.getText(), range.getText(), fixes.getText());
		if (!directory.equals(listed)) {
			chosen.clear();
			listed = directory;
		}
		int asked = question.incrementAndGet();
		Cancellation outdated = () -> question.get() != asked || repository.isDisposed();
		more.setEnabled(false);
		setMessage(directory.isEmpty() ? Messages.CommitsPage_choose : Messages.CommitsPage_looking, INFORMATION);
		listing.ask(() -> page(directory, query, skip, outdated), this::listed);
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
		} catch (CancellationException e) {
			// nobody waits for the answer
			return new Page(found, List.of(), true, null);
		} catch (IOException e) {
			return new Page(found, List.of(), true, e.getMessage());
		}
	}

	private void listed(Page page) {
		if (page.first()) {
			commits.clear();
		}
		clone = page.history();
		commits.addAll(page.commits());
		table.setInput(commits.toArray());
		commits.stream().filter(c -> chosen.contains(c.id())).forEach(c -> table.setChecked(c, true));
		more.setEnabled(page.commits().size() == PAGE);
		if (clone.isPresent() && getDialogSettings() != null) {
			getDialogSettings().put(REPOSITORY, repository.getText().strip());
		}
		setErrorMessage(page.problem());
		update();
	}

	private void check(Commit commit, boolean checked) {
		if (checked) {
			chosen.add(commit.id());
		} else {
			chosen.remove(commit.id());
		}
		update();
	}

	/** As if the author had checked them in the table. */
	void choose(List<Commit> some) {
		some.forEach(c -> {
			table.setChecked(c, true);
			check(c, true);
		});
	}

	private void show(Commit commit) {
		GitClone from = clone.orElse(null);
		if (from == null) {
			return;
		}
		showing.ask(() -> {
			try {
				return from.show(commit.id(), Cancellation.NEVER);
			} catch (IOException e) {
				return e.getMessage();
			}
		}, difference::setText);
	}

	private void update() {
		count.setText(NLS.bind(Messages.CommitsPage_count, chosen.size(), commits.size()));
		if (getErrorMessage() == null) {
			setMessage(clone.isEmpty() ? Messages.CommitsPage_choose : chosen.isEmpty() ? Messages.CommitsPage_check : null, clone.isEmpty() || chosen.isEmpty() ? INFORMATION : NONE);
		}
		pages.changed();
		setPageComplete(clone.isPresent() && !chosen.isEmpty());
	}
}
