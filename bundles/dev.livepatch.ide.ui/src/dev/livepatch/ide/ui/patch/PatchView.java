package dev.livepatch.ide.ui.patch;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.part.ViewPart;

import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.content.PatchContent;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.HelpContext;

/** What a project's patch is now: parents, objects, and what of them is in it or refused, with the reasons. */
public final class PatchView extends ViewPart {
	/** News come faster than anybody reads; in milliseconds. */
	private static final int PAUSE = 80;
	private static final String PINNED = "pinned";
	private final CheckResults.Listener listener = this::heard;
	private final AtomicBoolean coming = new AtomicBoolean();
	private final ProjectFollower follower = new ProjectFollower(this);
	private Headline headline;
	private Text filter;
	private PatchTree tree;
	private Predicate<Row> choice = row -> true;
	private IProject project;
	private CheckRecord shown;
	private String pinned;

	@Override
	public void init(IViewSite site, IMemento memento) throws PartInitException {
		super.init(site, memento);
		pinned = memento == null ? null : memento.getString(PINNED);
	}

	@Override
	public void saveState(IMemento memento) {
		if (follower.pinned() && project != null) {
			memento.putString(PINNED, project.getName());
		}
	}

	@Override
	public void createPartControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().spacing(0, 3).applyTo(page);
		headline = new Headline(page);
		GridDataFactory.fillDefaults().grab(true, false).indent(4, 2).applyTo(headline);
		filter = new Text(page, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
		filter.setMessage(Messages.filter);
		GridDataFactory.fillDefaults().grab(true, false).hint(60, SWT.DEFAULT).applyTo(filter);
		filter.addModifyListener(e -> tree.filter(filter.getText(), choice));
		tree = new PatchTree(page);
		GridDataFactory.fillDefaults().grab(true, true).hint(200, 100).applyTo(tree.control());
		getSite().setSelectionProvider(tree.viewer());
		new PatchActions(this).install();
		HelpContext.PATCH_VIEW.on(page);
		CheckResults.addListener(listener);
		follower.start();
		if (pinned != null && ProjectLayout.isLivepatch(ResourcesPlugin.getWorkspace().getRoot().getProject(pinned))) {
			follower.pin(ResourcesPlugin.getWorkspace().getRoot().getProject(pinned));
		}
		refresh();
	}

	/** The project whose patch is shown; null if there is none. */
	public IProject project() {
		return project;
	}

	/** @param next null for none */
	public void show(IProject next) {
		if (next == null ? project != null : !next.equals(project)) {
			project = next;
			refresh();
		}
	}

	/** Opens all lines. */
	public void expand() {
		tree.viewer().expandAll();
	}

	/** All of it, below the tool bar. */
	public Control control() {
		return headline.getParent();
	}

	ProjectFollower follower() {
		return follower;
	}

	PatchTree tree() {
		return tree;
	}

	/** Shows only lines that are so, with those above them. */
	void choose(Predicate<Row> which) {
		choice = which;
		tree.filter(filter.getText(), choice);
	}

	/** Looks at the state anew. */
	void refresh() {
		boolean gone = project != null && !ProjectLayout.isLivepatch(project);
		if (gone) {
			project = null;
		}
		CheckState state = project == null ? new CheckState.NeverChecked() : CheckResults.of(project);
		headline.show(project, state);
		CheckRecord check = state.last().orElse(null);
		if (check != shown) {
			boolean another = shown == null || check == null;
			shown = check;
			tree.show(check == null ? List.of() : Rows.of(PatchContent.of(check)), another);
		}
		setTitleToolTip(headline.text());
	}

	private void heard(IProject changed, CheckState state) {
		Display display = PlatformUI.getWorkbench().getDisplay();
		if (!display.isDisposed() && coming.compareAndSet(false, true)) {
			display.asyncExec(() -> display.timerExec(PAUSE, () -> {
				coming.set(false);
				if (!headline.isDisposed()) {
					follower.noticed(changed);
					refresh();
				}
			}));
		}
	}

	@Override
	public void setFocus() {
		tree.viewer().getControl().setFocus();
	}

	@Override
	public void dispose() {
		CheckResults.removeListener(listener);
		follower.stop();
		super.dispose();
	}
}
