package dev.livepatch.ide.ui.outline;

import java.util.List;
import java.util.Optional;

import org.eclipse.jface.action.IToolBarManager;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider;
import org.eclipse.jface.viewers.IPostSelectionProvider;
import org.eclipse.jface.viewers.ISelectionChangedListener;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.SelectionChangedEvent;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.Viewer;
import org.eclipse.jface.viewers.ViewerComparator;
import org.eclipse.jface.viewers.ViewerFilter;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.ISharedImages;
import org.eclipse.ui.IWorkbenchCommandConstants;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.contentoutline.ContentOutlinePage;

import dev.livepatch.ide.status.FileStatus;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.source.SourceReader;
import dev.livepatch.ide.ui.status.EditorStatus;

/** Functions, types, variables and macros of the C file in an editor, as its text is at the moment. */
final class COutlinePage extends ContentOutlinePage {
	/** Made at once; the rest by a click. A header of a driver's registers has tens of thousands of macros. */
	private static final int AT_ONCE = 2000;
	private final ITextEditor editor;
	private final EntryLabels labels = new EntryLabels();
	private final ISelectionChangedListener caret = event -> follow();
	private final Runnable read = this::show;
	private final Runnable stated = this::showStatuses;
	private Toggle link;
	private SourceReader reader;
	private EditorStatus status;
	private Contents contents = Contents.NONE;
	/** Chosen while the places were those of an older text. */
	private Entry pending;
	/** Whether the selection follows the caret just now, and must not move it. */
	private boolean following;

	COutlinePage(ITextEditor editor) {
		this.editor = editor;
	}

	private static final class ByName extends ViewerComparator {
		@Override
		public int compare(Viewer viewer, Object one, Object other) {
			return ((Entry) one).name().compareToIgnoreCase(((Entry) other).name());
		}
	}

	private static final class Functions extends ViewerFilter {
		@Override
		public boolean select(Viewer viewer, Object parent, Object element) {
			return ((Entry) element).kind() == Entry.Kind.FUNCTION;
		}
	}

	private final class Entries implements ITreeContentProvider {
		@Override
		public Object[] getElements(Object root) {
			return contents.outermost().toArray();
		}

		@Override
		public Object[] getChildren(Object parent) {
			return contents.members((Entry) parent).toArray();
		}

		@Override
		public Object getParent(Object element) {
			return ((Entry) element).parent();
		}

		@Override
		public boolean hasChildren(Object element) {
			return !contents.members((Entry) element).isEmpty();
		}
	}

	@Override
	public void createControl(Composite parent) {
		super.createControl(parent);
		TreeViewer viewer = getTreeViewer();
		viewer.setUseHashlookup(true);
		viewer.setDisplayIncrementally(AT_ONCE);
		viewer.setContentProvider(new Entries());
		viewer.setLabelProvider(new DelegatingStyledCellLabelProvider(labels));
		viewer.setInput(editor);
		viewer.addOpenListener(event -> editor.getSite().getPage().activate(editor));
		HelpContext.OUTLINE.on(getControl());
		toolBar();
		ITextViewer text = editor.getAdapter(ITextViewer.class);
		status = EditorStatus.attach(editor, text);
		status.addListener(stated);
		reader = SourceReader.attach(text);
		reader.addListener(read);
		if (editor.getSelectionProvider() instanceof IPostSelectionProvider selections) {
			selections.addPostSelectionChangedListener(caret);
		}
		show();
	}

	private void toolBar() {
		Toggle sort = new Toggle("sort", Messages.sort, false, on -> getTreeViewer().setComparator(on ? new ByName() : null));
		sort.setToolTipText(Messages.sortTip);
		sort.setImageDescriptor(Icons.SORT.descriptor());
		Toggle functions = new Toggle("functions", Messages.functionsOnly, false, on -> getTreeViewer().setFilters(on ? new ViewerFilter[] { new Functions() } : new ViewerFilter[0]));
		functions.setToolTipText(Messages.functionsOnlyTip);
		functions.setImageDescriptor(Icons.OUTLINE_FUNCTION.descriptor());
		link = new Toggle("link", Messages.link, true, on -> follow());
		link.setToolTipText(Messages.linkTip);
		link.setImageDescriptor(PlatformUI.getWorkbench().getSharedImages().getImageDescriptor(ISharedImages.IMG_ELCL_SYNCED));
		link.setActionDefinitionId(IWorkbenchCommandConstants.NAVIGATE_TOGGLE_LINK_WITH_EDITOR);
		IToolBarManager bar = getSite().getActionBars().getToolBarManager();
		bar.add(sort);
		bar.add(functions);
		bar.add(link);
		getSite().getActionBars().setGlobalActionHandler(IWorkbenchCommandConstants.NAVIGATE_TOGGLE_LINK_WITH_EDITOR, link);
		sort.apply();
		functions.apply();
	}

	private void show() {
		reader.source().ifPresent(source -> {
			Contents before = contents;
			contents = Contents.of(source.outline().elements());
			if (!before.looksLike(contents)) {
				following = true;
				getTreeViewer().refresh(false);
				following = false;
			}
			showStatuses();
			if (pending != null) {
				reveal(pending);
			} else {
				follow();
			}
		});
	}

	private void showStatuses() {
		List<Entry> changed = labels.show(status.status().map(FileStatus::functions).orElse(List.of())).stream().filter(entry -> contents.place(entry).isPresent()).toList();
		getTreeViewer().update(changed.toArray(), null);
	}

	/** Selects what the caret is in. */
	private void follow() {
		if (link.isChecked() && reader.source().isPresent() && editor.getSelectionProvider().getSelection() instanceof ITextSelection place) {
			Optional<Entry> entry = contents.at(place.getOffset());
			following = true;
			getTreeViewer().setSelection(entry.map(StructuredSelection::new).orElse(StructuredSelection.EMPTY), true);
			following = false;
		}
	}

	@Override
	public void selectionChanged(SelectionChangedEvent event) {
		super.selectionChanged(event);
		if (!following && event.getStructuredSelection().getFirstElement() instanceof Entry entry) {
			reveal(entry);
		}
	}

	private void reveal(Entry entry) {
		boolean current = reader.source().isPresent();
		pending = current ? null : entry;
		if (current) {
			contents.place(entry).ifPresent(place -> editor.selectAndReveal(place.nameStart(), place.nameLength()));
		}
	}

	@Override
	public void dispose() {
		if (status != null) {
			reader.removeListener(read);
			status.removeListener(stated);
			if (editor.getSelectionProvider() instanceof IPostSelectionProvider selections) {
				selections.removePostSelectionChangedListener(caret);
			}
		}
		super.dispose();
	}
}
