package dev.livepatch.ide.ui.patch;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.help.IContextProvider;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.IWorkbenchActionConstants;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.part.ViewPart;

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
	private final Set<Row.Kind> kinds = EnumSet.noneOf(Row.Kind.class);
	private IProject project;
	private PictureJob drawing;
	private Picture shown = Picture.NONE;
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
		filter.addModifyListener(e -> tree.filter(filter.getText(), kinds));
		tree = new PatchTree(page);
		GridDataFactory.fillDefaults().grab(true, true).hint(200, 100).applyTo(tree.control());
		getSite().setSelectionProvider(tree.viewer());
		drawing = new PictureJob(page, this::show);
		HelpContext.PATCH_VIEW.on(page);
		Control lines = tree.viewer().getControl();
		lines.addHelpListener(e -> PlatformUI.getWorkbench().getHelpSystem().displayHelp(new RowHelp(tree.selection())));
		new PatchKeys(this).install();
		MenuManager menu = new MenuManager();
		menu.setRemoveAllWhenShown(true);
		menu.addMenuListener(m -> List.of("open", "fix", "copy").forEach(group -> m.add(new Separator(group))));
		menu.addMenuListener(m -> m.add(new Separator(IWorkbenchActionConstants.MB_ADDITIONS)));
		lines.setMenu(menu.createContextMenu(lines));
		getSite().registerContextMenu(menu, tree.viewer());
		CheckResults.addListener(listener);
		follower.start();
		if (pinned != null && ProjectLayout.isLivepatch(ResourcesPlugin.getWorkspace().getRoot().getProject(pinned))) {
			follower.pin(ResourcesPlugin.getWorkspace().getRoot().getProject(pinned));
		}
		refresh();
	}

	@Override
	public <T> T getAdapter(Class<T> adapter) {
		return adapter == IContextProvider.class ? adapter.cast(new RowHelp.Provider(tree)) : super.getAdapter(adapter);
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
		tree.expandAll();
	}

	/** All of it, below the tool bar. */
	public Control control() {
		return headline.getParent();
	}

	boolean ready() {
		return tree != null && !headline.isDisposed();
	}

	ProjectFollower follower() {
		return follower;
	}

	PatchTree tree() {
		return tree;
	}

	Text filter() {
		return filter;
	}

	/** The lines that are shown, with those above them; empty for all. */
	Set<Row.Kind> kinds() {
		return kinds;
	}

	/** Shows only such lines, besides those of other kinds that are chosen already; or no longer so. */
	void only(Row.Kind kind) {
		if (!kinds.remove(kind)) {
			kinds.add(kind);
		}
		tree.filter(filter.getText(), kinds);
	}

	/** Says so if there is none. */
	void withProject(Consumer<IProject> action) {
		if (project != null) {
			action.accept(project);
		} else {
			MessageDialog.openInformation(getSite().getShell(), getPartName(), Messages.noProject);
		}
	}

	boolean hasPlace() {
		List<Row> rows = tree.selection();
		return project != null && rows.size() == 1 && !rows.getFirst().place().file().isEmpty();
	}

	/** @param kernels whether to the kernel's own file, although the project has one */
	void goTo(boolean kernels) {
		new PlaceOpener(project, tree.selection().getFirst().place(), kernels, getSite().getPage()).schedule();
	}

	/** Puts what is selected on the clipboard. */
	void copy(Function<List<Row>, String> form) {
		if (!tree.selection().isEmpty()) {
			Clipboard clipboard = new Clipboard(getSite().getShell().getDisplay());
			clipboard.setContents(new Object[] { form.apply(tree.selection()) }, new Transfer[] { TextTransfer.getInstance() });
			clipboard.dispose();
		}
	}

	/** Looks at the state anew. */
	void refresh() {
		if (project != null && !ProjectLayout.isLivepatch(project)) {
			project = null;
		}
		drawing.draw(project);
	}

	private void show(Picture picture) {
		headline.show(picture);
		if (picture.rows() != shown.rows()) {
			boolean another = !Objects.equals(picture.project(), shown.project());
			tree.show(picture.rows(), another);
		}
		shown = picture;
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
