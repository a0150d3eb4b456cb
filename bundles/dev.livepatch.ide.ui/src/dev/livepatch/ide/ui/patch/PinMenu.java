package dev.livepatch.ide.ui.patch;

import java.util.Map;

import org.eclipse.jface.action.IContributionItem;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.actions.CompoundContributionItem;
import org.eclipse.ui.menus.CommandContributionItem;
import org.eclipse.ui.menus.CommandContributionItemParameter;

/** The projects that the view can be pinned to. */
public final class PinMenu extends CompoundContributionItem {

	@Override
	protected IContributionItem[] getContributionItems() {
		return ProjectFollower.projects().stream().map(project -> {
			CommandContributionItemParameter item = new CommandContributionItemParameter(PlatformUI.getWorkbench(), null, PatchCommand.PIN.id(), CommandContributionItem.STYLE_CHECK);
			item.label = project.getName().replace("&", "&&");
			item.parameters = Map.of(PatchCommand.PIN.id() + PatchCommand.PROJECT, project.getName());
			return new CommandContributionItem(item);
		}).toArray(IContributionItem[]::new);
	}
}
