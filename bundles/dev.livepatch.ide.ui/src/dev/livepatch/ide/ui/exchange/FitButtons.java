package dev.livepatch.ide.ui.exchange;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;

import dev.livepatch.ide.ui.exchange.FitModel.Action;

/** What the author can say, as a row of buttons. */
final class FitButtons {
	private final Map<Action, Button> buttons = new EnumMap<>(Action.class);

	FitButtons(Composite parent, Consumer<Action> pressed) {
		Composite row = new Composite(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(Action.values().length).equalWidth(true).applyTo(row);
		GridDataFactory.fillDefaults().applyTo(row);
		for (Action action : Action.values()) {
			Button button = new Button(row, SWT.PUSH);
			button.setText(text(action));
			button.setToolTipText(tip(action));
			button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> pressed.accept(action)));
			GridDataFactory.fillDefaults().grab(true, false).applyTo(button);
			buttons.put(action, button);
		}
	}

	/** @param file whether a whole file would be dropped */
	void enable(Set<Action> possible, boolean file) {
		buttons.forEach((action, button) -> button.setEnabled(possible.contains(action)));
		buttons.get(Action.DROP).setText(file ? Messages.FitPage_dropFile : Messages.FitPage_drop);
	}

	void enable(Action action) {
		buttons.get(action).setEnabled(true);
	}

	private static String text(Action action) {
		return switch (action) {
			case TAKE -> Messages.FitPage_take;
			case RESOLVE -> Messages.FitPage_resolve;
			case DROP -> Messages.FitPage_drop;
			case REDIRECT -> Messages.FitPage_redirect;
			case RESET -> Messages.FitPage_reset;
			case NEXT -> Messages.FitPage_next;
		};
	}

	private static String tip(Action action) {
		return switch (action) {
			case TAKE -> Messages.FitPage_takeTip;
			case RESOLVE -> Messages.FitPage_resolveTip;
			case DROP -> Messages.FitPage_dropTip;
			case REDIRECT -> Messages.FitPage_redirectTip;
			case RESET -> Messages.FitPage_resetTip;
			case NEXT -> Messages.FitPage_nextTip;
		};
	}
}
