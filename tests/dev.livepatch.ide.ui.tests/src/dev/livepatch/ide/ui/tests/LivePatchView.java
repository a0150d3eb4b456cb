package dev.livepatch.ide.ui.tests;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.jface.viewers.ISelectionProvider;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;

import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.patch.PatchView;

/** The Live Patch view as a user sees it. */
final class LivePatchView {
	private final PatchView view;

	private LivePatchView(PatchView view) {
		this.view = view;
	}

	static LivePatchView open() throws Exception {
		return new LivePatchView((PatchView) Workbench.page().showView(LivepatchUi.PATCH_VIEW, null, IWorkbenchPage.VIEW_ACTIVATE));
	}

	PatchView part() {
		return view;
	}

	Control area() {
		return view.control();
	}

	void activate() {
		Workbench.page().activate(view);
	}

	void close() {
		Workbench.page().hideView(view);
	}

	void headline(String part) {
		try {
			Workbench.until("the view says \"" + part + "\"", () -> headline().contains(part));
		} catch (AssertionError e) {
			throw new AssertionError(e.getMessage() + "; it says \"" + headline() + "\", and the state is " + CheckResults.of(view.project()), e);
		}
	}

	String headline() {
		Label line = Workbench.find(area(), Label.class, l -> (l.getStyle() & SWT.WRAP) != 0 && !l.getText().isEmpty());
		return line == null ? "" : line.getText();
	}

	Tree tree() {
		return Workbench.find(area(), Tree.class, t -> true);
	}

	/** Name and status of each line that is open. */
	List<String> lines() {
		return open(tree()).map(i -> i.getText(0) + "\t" + i.getText(1)).toList();
	}

	TreeItem item(String name) {
		return open(tree()).filter(i -> i.getText().equals(name)).findFirst().orElseThrow(() -> new AssertionError(name + " is not in the tree: " + lines()));
	}

	/** As a click does. */
	void select(String name) {
		TreeItem item = item(name);
		tree().setSelection(item);
		Event event = new Event();
		event.item = item;
		tree().notifyListeners(SWT.Selection, event);
	}

	/** As a double click or Enter does. */
	void openSelected() {
		Event event = new Event();
		event.item = tree().getSelection()[0];
		tree().notifyListeners(SWT.DefaultSelection, event);
	}

	/** As its entry in a menu, a key or Quick Access does. */
	void command(String id, Map<String, String> parameters) throws CommandException {
		activate();
		ParameterizedCommand command = ParameterizedCommand.generateCommand(view.getSite().getService(ICommandService.class).getCommand(id), parameters);
		view.getSite().getService(IHandlerService.class).executeCommand(command, null);
	}

	/** One of the tools' own. */
	void command(String name) throws CommandException {
		command(LivepatchUi.ID + "." + name, Map.of());
	}

	ISelectionProvider selection() {
		return view.getSite().getSelectionProvider();
	}

	static String clipboard() {
		Clipboard clipboard = new Clipboard(Display.getCurrent());
		String text = (String) clipboard.getContents(TextTransfer.getInstance());
		clipboard.dispose();
		return text == null ? "" : text;
	}

	private static Stream<TreeItem> open(Tree tree) {
		return Arrays.stream(tree.getItems()).flatMap(LivePatchView::open);
	}

	private static Stream<TreeItem> open(TreeItem item) {
		return Stream.concat(Stream.of(item), item.getExpanded() ? Arrays.stream(item.getItems()).flatMap(LivePatchView::open) : Stream.empty());
	}
}
