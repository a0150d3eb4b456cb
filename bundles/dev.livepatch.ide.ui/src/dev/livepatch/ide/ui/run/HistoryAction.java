package dev.livepatch.ide.ui.run;

import java.util.List;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.jface.action.IAction;
import org.eclipse.swt.widgets.Menu;

import dev.livepatch.ide.launch.RunState;
import dev.livepatch.ide.launch.VerificationProcess;
import dev.livepatch.ide.ui.DropDownAction;
import dev.livepatch.ide.ui.Icons;

/** Shows an earlier run again: those that the Debug platform still has. */
final class HistoryAction extends DropDownAction {
	private final RunView view;

	HistoryAction(RunView view) {
		super(Messages.earlier);
		this.view = view;
		setImageDescriptor(Icons.RUN_VIEW.descriptor());
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
	protected void fill(Menu menu) {
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
}
