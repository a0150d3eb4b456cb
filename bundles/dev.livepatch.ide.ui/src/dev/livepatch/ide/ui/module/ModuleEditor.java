package dev.livepatch.ide.ui.module;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResourceChangeEvent;
import org.eclipse.core.resources.IResourceChangeListener;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IEditorSite;
import org.eclipse.ui.IPartListener2;
import org.eclipse.ui.IURIEditorInput;
import org.eclipse.ui.IWorkbenchPartReference;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.actions.ActionFactory;
import org.eclipse.ui.part.MultiPageEditorPart;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.Background;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.LivepatchUi;

/** A kernel module, read-only: what it is, and in tables what it patches, needs and holds. Read in the background, and again when it was built anew. */
public final class ModuleEditor extends MultiPageEditorPart implements IPartListener2, IResourceChangeListener {
	public static final String ID = LivepatchUi.ID + ".moduleEditor";
	private final List<ModuleTable> tables = new ArrayList<>();
	private Path file;
	private OverviewPage overview;
	private Background<Reading> background;
	private Reading reading;

	@Override
	public void init(IEditorSite site, IEditorInput input) throws PartInitException {
		if (!(Adapters.adapt(input, IURIEditorInput.class) instanceof IURIEditorInput uri) || !"file".equals(uri.getURI().getScheme())) {
			throw new PartInitException(Messages.ModuleEditor_noFile);
		}
		super.init(site, input);
		file = Path.of(uri.getURI());
		setPartName(input.getName());
	}

	@Override
	protected void createPages() {
		overview = new OverviewPage(getContainer());
		setPageText(addPage(overview.control()), Messages.ModulePages_overview);
		background = new Background<>(getContainer(), Messages.ModuleEditor_job);
		HelpContext.MODULE_EDITOR.on(getContainer());
		Action copy = new Action(Messages.ModuleEditor_copy) {
			@Override
			public void run() {
				copy();
			}
		};
		getEditorSite().getActionBars().setGlobalActionHandler(ActionFactory.COPY.getId(), copy);
		getSite().getPage().addPartListener(this);
		ResourcesPlugin.getWorkspace().addResourceChangeListener(this, IResourceChangeEvent.POST_CHANGE);
		read();
	}

	private void read() {
		Optional<IProject> project = ProjectLayout.containing(resource()).map(ProjectLayout::project);
		background.ask(outdated -> Reading.of(file, project, outdated), this::show);
	}

	private IFile resource() {
		return Adapters.adapt(getEditorInput(), IFile.class);
	}

	private void show(Reading now) {
		reading = now;
		int selected = getActivePage();
		overview.show(now);
		while (getPageCount() > 1) {
			removePage(getPageCount() - 1);
		}
		tables.clear();
		if (now.facts().isPresent()) {
			for (TablePage page : new ModulePages(now.facts().get(), now.match()).tables()) {
				ModuleTable table = new ModuleTable(getContainer(), page);
				setPageText(addPage(table.viewer().getTable()), page.title());
				tables.add(table);
			}
		}
		overview.table().ifPresent(tables::addFirst);
		tables.forEach(this::menu);
		setActivePage(Math.clamp(selected, 0, getPageCount() - 1));
	}

	private void menu(ModuleTable table) {
		MenuManager menu = new MenuManager();
		menu.add(ActionFactory.COPY.create(getSite().getWorkbenchWindow()));
		table.menu(menu);
	}

	/** From the table that is shown, or the text that has the focus. */
	private void copy() {
		Control focus = Display.getCurrent().getFocusControl();
		if (focus instanceof Text text) {
			text.copy();
		} else if (getActivePage() >= 0 && getActivePage() < tables.size()) {
			tables.get(getActivePage()).copy();
		}
	}

	/** The builds that the IDE does not know of are noticed when the user comes back. */
	@Override
	public void partActivated(IWorkbenchPartReference part) {
		if (part.getPart(false) == this && reading != null && reading.outdated(file)) {
			read();
		}
	}

	@Override
	public void resourceChanged(IResourceChangeEvent event) {
		IFile resource = resource();
		if (resource != null && event.getDelta() != null && event.getDelta().findMember(resource.getFullPath()) != null) {
			getSite().getShell().getDisplay().asyncExec(() -> {
				if (!getContainer().isDisposed()) {
					read();
				}
			});
		}
	}

	@Override
	public void dispose() {
		getSite().getPage().removePartListener(this);
		ResourcesPlugin.getWorkspace().removeResourceChangeListener(this);
		super.dispose();
	}

	@Override
	public void doSave(IProgressMonitor monitor) {
		// nothing can be changed
	}

	@Override
	public void doSaveAs() {
		// likewise
	}

	@Override
	public boolean isSaveAsAllowed() {
		return false;
	}
}
