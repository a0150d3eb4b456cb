package dev.livepatch.ide.ui.patch;

import org.eclipse.core.resources.IProject;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.Separator;
import org.eclipse.swt.widgets.Menu;

import dev.livepatch.ide.ui.DropDownAction;
import dev.livepatch.ide.ui.Icons;

/** Chooses the project: its button pins the view to the one shown, or lets it follow the selection again. */
final class ProjectAction extends DropDownAction {
	private final PatchView view;

	ProjectAction(PatchView view) {
		super(Messages.pin);
		this.view = view;
		setImageDescriptor(Icons.PIN.descriptor());
	}

	@Override
	public void run() {
		if (view.follower().pinned()) {
			view.follower().follow();
		} else if (view.project() != null) {
			view.follower().pin(view.project());
		}
		tell();
	}

	@Override
	protected void fill(Menu menu) {
		add(menu, Messages.follow, !view.follower().pinned(), () -> view.follower().follow());
		new Separator().fill(menu, -1);
		for (IProject project : ProjectFollower.projects()) {
			add(menu, project.getName(), view.follower().pinned() && project.equals(view.project()), () -> view.follower().pin(project));
		}
	}

	private void add(Menu menu, String text, boolean checked, Runnable what) {
		Action action = new Action(text.replace("&", "&&"), IAction.AS_RADIO_BUTTON) {
			@Override
			public void run() {
				if (isChecked()) {
					what.run();
					tell();
				}
			}
		};
		action.setChecked(checked);
		new ActionContributionItem(action).fill(menu, -1);
	}

	private void tell() {
		setText(view.follower().pinned() ? Messages.follow : Messages.pin);
	}
}
