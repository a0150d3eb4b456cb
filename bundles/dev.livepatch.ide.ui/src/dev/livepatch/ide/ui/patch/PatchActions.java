package dev.livepatch.ide.ui.patch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.IToolBarManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.ui.IActionBars;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.ISharedImages;
import org.eclipse.ui.IWorkbenchActionConstants;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.actions.ActionFactory;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;

import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.project.RecheckJob;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.launch.LivepatchLaunchShortcut;

/** Toolbar, menus and keys of the view. */
final class PatchActions {
	private static final String COMPARE = LivepatchUi.ID + ".compareFunction";
	private final PatchView view;
	private final Action goTo;
	private final Action copy;
	private boolean onlyRefused;
	private boolean onlyEdited;

	PatchActions(PatchView view) {
		this.view = view;
		goTo = action(Messages.goTo, null, this::goTo);
		copy = action(Messages.copy, shared(ISharedImages.IMG_TOOL_COPY), () -> toClipboard(view.tree().selection().stream().map(Row::copied).collect(Collectors.joining("\n"))));
	}

	void install() {
		IActionBars bars = view.getViewSite().getActionBars();
		IToolBarManager bar = bars.getToolBarManager();
		bar.add(action(Messages.checkNow, Icons.CHECK_NOW.descriptor(), () -> withProject(p -> new RecheckJob(p).schedule())));
		bar.add(action(Messages.verify, Icons.LIVEPATCH.descriptor(), () -> withProject(p -> new LivepatchLaunchShortcut().launch(new StructuredSelection(p), "run"))));
		bar.add(new Separator());
		bar.add(new ProjectAction(view));
		bar.add(toggle(Messages.link, shared(ISharedImages.IMG_ELCL_SYNCED), on -> view.follower().link(on)));
		IMenuManager menu = bars.getMenuManager();
		menu.add(toggle(Messages.onlyRefused, Icons.FAILED.descriptor(), on -> choose(on, onlyEdited)));
		menu.add(toggle(Messages.onlyEdited, Icons.PASSED.descriptor(), on -> choose(onlyRefused, on)));
		menu.add(new Separator());
		menu.add(action(Messages.expandAll, null, view::expand));
		menu.add(action(Messages.collapseAll, shared(ISharedImages.IMG_ELCL_COLLAPSEALL), () -> view.tree().viewer().collapseAll()));
		menu.add(new Separator());
		menu.add(action(Messages.copyPatch, null, () -> withProject(p -> new CopyPatchJob(p, view.getSite().getShell().getDisplay()).schedule())));
		menu.add(action(Messages.export, null, () -> withProject(p -> CheckResults.of(p).last().ifPresent(check -> CheckExport.ask(view.getSite().getShell(), p, check.result())))));
		bars.setGlobalActionHandler(ActionFactory.COPY.getId(), copy);
		bars.updateActionBars();
		view.tree().viewer().addOpenListener(e -> goTo());
		MenuManager context = new MenuManager();
		context.setRemoveAllWhenShown(true);
		context.addMenuListener(this::fill);
		view.tree().viewer().getTree().setMenu(context.createContextMenu(view.tree().viewer().getTree()));
		view.getSite().registerContextMenu(context, view.tree().viewer());
	}

	private void fill(IMenuManager menu) {
		List<Row> rows = view.tree().selection();
		boolean one = rows.size() == 1;
		goTo.setEnabled(one && !rows.getFirst().place().file().isEmpty());
		copy.setEnabled(!rows.isEmpty());
		menu.add(goTo);
		Command compare = PlatformUI.getWorkbench().getService(ICommandService.class).getCommand(COMPARE);
		if (one && !rows.getFirst().symbol().isEmpty() && compare.isDefined()) {
			menu.add(action(Messages.compare, null, () -> compare(compare, rows.getFirst())));
		}
		menu.add(action(Messages.problems, null, this::showProblems));
		menu.add(new Separator());
		menu.add(copy);
		menu.add(action(Messages.copyPatch, null, () -> withProject(p -> new CopyPatchJob(p, view.getSite().getShell().getDisplay()).schedule())));
		menu.add(new Separator(IWorkbenchActionConstants.MB_ADDITIONS));
	}

	private void goTo() {
		List<Row> rows = view.tree().selection();
		if (rows.size() == 1 && !rows.getFirst().place().file().isEmpty()) {
			withProject(p -> new PlaceOpener(p, rows.getFirst().place(), view.getSite().getPage()).schedule());
		} else if (rows.size() == 1) {
			view.tree().viewer().setExpandedState(rows.getFirst(), !view.tree().viewer().getExpandedState(rows.getFirst()));
		}
	}

	private void compare(Command command, Row row) {
		Map<String, String> parameters = new HashMap<>(Map.of(COMPARE + ".project", view.project().getName(), COMPARE + ".function", row.symbol()));
		try {
			if (command.getParameter(COMPARE + ".object") != null) {
				parameters.put(COMPARE + ".object", row.object());
			}
			PlatformUI.getWorkbench().getService(IHandlerService.class).executeCommand(ParameterizedCommand.generateCommand(command, parameters), null);
		} catch (CommandException e) {
			ILog.of(PatchActions.class).error(COMPARE + " failed for " + row.symbol(), e);
		}
	}

	private void showProblems() {
		try {
			view.getSite().getPage().showView(IPageLayout.ID_PROBLEM_VIEW);
		} catch (PartInitException e) {
			ILog.of(PatchActions.class).log(e.getStatus());
		}
	}

	private void choose(boolean refused, boolean edited) {
		onlyRefused = refused;
		onlyEdited = edited;
		Predicate<Row> all = row -> true;
		view.choose(!refused && !edited ? all : row -> refused && row.kind() == Row.Kind.REFUSED || edited && row.kind() == Row.Kind.EDITED);
	}

	private void withProject(Consumer<IProject> action) {
		if (view.project() != null) {
			action.accept(view.project());
		}
	}

	private void toClipboard(String text) {
		if (!text.isEmpty()) {
			Clipboard clipboard = new Clipboard(view.getSite().getShell().getDisplay());
			clipboard.setContents(new Object[] { text }, new Transfer[] { TextTransfer.getInstance() });
			clipboard.dispose();
		}
	}

	private static ImageDescriptor shared(String name) {
		return PlatformUI.getWorkbench().getSharedImages().getImageDescriptor(name);
	}

	private static Action action(String text, ImageDescriptor image, Runnable what) {
		Action action = new Action(text) {
			@Override
			public void run() {
				what.run();
			}
		};
		action.setImageDescriptor(image);
		return action;
	}

	private static Action toggle(String text, ImageDescriptor image, Consumer<Boolean> what) {
		Action action = new Action(text, IAction.AS_CHECK_BOX) {
			@Override
			public void run() {
				what.accept(isChecked());
			}
		};
		action.setImageDescriptor(image);
		return action;
	}
}
