package dev.livepatch.ide.ui.run;

import java.util.List;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.IMenuCreator;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Menu;

import dev.livepatch.ide.launch.RunState;
import dev.livepatch.ide.launch.VerificationProcess;
import dev.livepatch.ide.ui.Icons;

/** Shows an earlier run again: those that the Debug platform still has. */
final class HistoryAction extends Action implements IMenuCreator {
	private final RunView view;
	private Menu menu;

	HistoryAction(RunView view) {
		super("Earlier Runs", IAction.AS_DROP_DOWN_MENU);
		this.view = view;
		setImageDescriptor(Icons.RUN_VIEW.descriptor());
		setMenuCreator(this);
	}

	@Override
	public void run() {
		List<VerificationProcess> runs = RunView.runs();
		int next = runs.indexOf(view.shown()) - 1;
		if (next >= 0) {
			view.show(runs.get(next));
		}
	}

	@Override
	public Menu getMenu(Control parent) {
		dispose();
		menu = new Menu(parent);
		fill();
		return menu;
	}

	@Override
	public Menu getMenu(Menu parent) {
		dispose();
		menu = new Menu(parent.getShell(), SWT.DROP_DOWN);
		fill();
		return menu;
	}

	private void fill() {
		for (VerificationProcess run : RunView.runs().reversed()) {
			RunState state = run.state();
			Action action = new Action(run.project().getName() + ": " + RunReport.headline(state), IAction.AS_RADIO_BUTTON) {
				@Override
				public void run() {
					view.show(run);
				}
			};
			action.setImageDescriptor(RunReport.icon(state.outcome()).descriptor());
			action.setChecked(run == view.shown());
			new ActionContributionItem(action).fill(menu, -1);
		}
	}

	@Override
	public void dispose() {
		if (menu != null) {
			menu.dispose();
			menu = null;
		}
	}
}
