package dev.livepatch.ide.ui.patch;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.IWorkbenchCommandConstants;
import org.eclipse.ui.contexts.IContextService;
import org.eclipse.ui.handlers.IHandlerService;

import dev.livepatch.ide.ui.LivepatchUi;

/** What the platform's own commands and keys do in the view. */
final class PatchKeys {
	/** Where the view's own keys count. */
	private static final String CONTEXT = LivepatchUi.ID + ".patchViewContext";
	/** <em>Quick Fix</em>, as the platform calls it. */
	private static final String QUICK_FIX = "org.eclipse.jdt.ui.edit.text.java.correction.assist.proposals";
	private final PatchView view;

	PatchKeys(PatchView view) {
		this.view = view;
	}

	void install() {
		view.getSite().getService(IContextService.class).activateContext(CONTEXT);
		on(IWorkbenchCommandConstants.EDIT_COPY, () -> view.filter().isFocusControl() || !view.tree().selection().isEmpty(), this::copy);
		on(IWorkbenchCommandConstants.EDIT_FIND_AND_REPLACE, () -> true, () -> view.filter().setFocus());
		on(IWorkbenchCommandConstants.NAVIGATE_EXPAND_ALL, () -> true, view::expand);
		on(IWorkbenchCommandConstants.NAVIGATE_COLLAPSE_ALL, () -> true, () -> view.tree().collapseAll());
		on(QUICK_FIX, () -> view.tree().selection().size() == 1 && !view.tree().selection().getFirst().about().findings().isEmpty(), this::fix);
		view.tree().viewer().addOpenListener(e -> open());
	}

	private void on(String command, BooleanSupplier possible, Runnable what) {
		view.getSite().getService(IHandlerService.class).activateHandler(command, new AbstractHandler() {
			@Override
			public Object execute(ExecutionEvent event) {
				what.run();
				return null;
			}

			@Override
			public boolean isEnabled() {
				return possible.getAsBoolean();
			}
		});
	}

	/** In the filter, what is selected there. */
	private void copy() {
		if (view.filter().isFocusControl()) {
			view.filter().copy();
		} else {
			view.copy(rows -> rows.stream().map(Row::copied).collect(Collectors.joining("\n")));
		}
	}

	private void fix() {
		new QuickFixes(view.tree().selection().getFirst(), view.tree().viewer().getControl()).schedule();
	}

	private void open() {
		List<Row> rows = view.tree().selection();
		if (view.hasPlace()) {
			view.goTo(false);
		} else if (rows.size() == 1) {
			view.tree().viewer().setExpandedState(rows.getFirst(), !view.tree().viewer().getExpandedState(rows.getFirst()));
		}
	}
}
