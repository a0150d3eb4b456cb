package dev.livepatch.ide.ui.kernel;

import java.util.Comparator;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.jface.dialogs.DialogSettings;
import org.eclipse.jface.dialogs.IDialogSettings;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.dialogs.FilteredItemsSelectionDialog;
import org.osgi.framework.FrameworkUtil;

import dev.livepatch.core.find.PathQuery;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.LivepatchUi;

/** Chooses among the files that the project's kernel was built from. They are listed in the background. */
public final class KernelFileDialog extends FilteredItemsSelectionDialog {
	private static final String SETTINGS = LivepatchUi.ID + ".kernelFileDialog";
	private static final String PATH = "path";
	private final IProject project;
	private final String near;
	private volatile KernelBuild kernel;
	private volatile PathQuery query = PathQuery.of("");

	/** @param near the kernel path of the file at hand: of answers that are as good, those near it come first; empty if there is none */
	public KernelFileDialog(Shell shell, IProject project, String near) {
		super(shell, false);
		this.project = project;
		this.near = near;
		setTitle(Messages.title);
		setMessage(NLS.bind(Messages.message, project.getName()));
		setListLabelProvider(LabelProvider.createTextImageProvider(o -> label((String) o), this::icon));
		setDetailsLabelProvider(LabelProvider.createTextImageProvider(o -> details((String) o), this::icon));
		setSelectionHistory(new History());
	}

	/** The kernel whose files are listed; there is one once something can be selected. */
	public KernelBuild kernel() {
		return kernel;
	}

	/** The chosen file's path relative to the kernel's source tree; null if there is none. */
	public String kernelPath() {
		return (String) getFirstResult();
	}

	/** The line that was typed behind the name, from 1. */
	public OptionalInt line() {
		return query.line();
	}

	@Override
	protected void fillContentProvider(AbstractContentProvider provider, ItemsFilter filter, IProgressMonitor monitor) throws CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, Messages.listing, 1);
		try {
			KernelBuild build = kernel == null ? KernelBuilds.of(project) : kernel;
			for (String source : build.sources(progress::isCanceled)) {
				provider.add(source, filter);
			}
			kernel = build;
		} catch (KernelException e) {
			throw new CoreException(Status.error(e.getMessage(), e));
		} catch (CancellationException e) {
			throw new OperationCanceledException();
		}
	}

	@Override
	protected ItemsFilter createFilter() {
		PathFilter filter = new PathFilter(PathQuery.of(getPatternControl() instanceof Text text ? text.getText() : ""));
		query = filter.query;
		return filter;
	}

	/** By what is typed now; asked for anew with each pattern. */
	@Override
	protected Comparator<String> getItemsComparator() {
		return query.order(near);
	}

	/** What is typed, and how well each file answers it. */
	private final class PathFilter extends ItemsFilter {
		private final PathQuery query;

		PathFilter(PathQuery query) {
			this.query = query;
		}

		@Override
		public boolean matchItem(Object item) {
			return query.fit((String) item).isPresent();
		}

		@Override
		public boolean isConsistentItem(Object item) {
			return true;
		}

		@Override
		public boolean isSubFilter(ItemsFilter narrower) {
			return narrower instanceof PathFilter other && other.query.narrows(query);
		}

		@Override
		public boolean equalsFilter(ItemsFilter same) {
			return same instanceof PathFilter other && other.query.finds(query);
		}
	}

	@Override
	protected IStatus validateItem(Object item) {
		return kernel == null ? Status.error(Messages.beingListed) : Status.OK_STATUS;
	}

	@Override
	public String getElementName(Object item) {
		return (String) item;
	}

	@Override
	protected Control createExtendedContentArea(Composite parent) {
		HelpContext.OPEN_KERNEL_FILE.on(parent);
		return null;
	}

	@Override
	protected IDialogSettings getDialogSettings() {
		return DialogSettings.getOrCreateSection(PlatformUI.getDialogSettingsProvider(FrameworkUtil.getBundle(KernelFileDialog.class)).getDialogSettings(), SETTINGS);
	}

	private String label(String path) {
		return path == null ? "" : name(path) + " - " + path.substring(0, path.length() - name(path).length()).replaceAll("/$", "");
	}

	private String details(String path) {
		if (path == null) {
			return "";
		}
		return isOwn(path) ? NLS.bind(Messages.changed, path, project.getName()) : path;
	}

	private Image icon(Object path) {
		return path instanceof String p && isOwn(p) ? Icons.LIVEPATCH.image() : Icons.KERNEL_FILE.image();
	}

	private boolean isOwn(String path) {
		return ProjectLayout.of(project).source(path).exists();
	}

	private static String name(String path) {
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/** Remembers what was opened, across sessions. */
	private static final class History extends SelectionHistory {
		@Override
		protected Object restoreItemFromMemento(IMemento memento) {
			return memento.getString(PATH);
		}

		@Override
		protected void storeItemToMemento(Object item, IMemento memento) {
			memento.putString(PATH, (String) item);
		}
	}
}
