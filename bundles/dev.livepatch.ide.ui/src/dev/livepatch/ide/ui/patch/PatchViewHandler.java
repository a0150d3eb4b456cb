package dev.livepatch.ide.ui.patch;

import java.util.Map;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.commands.IElementUpdater;
import org.eclipse.ui.menus.UIElement;

import dev.livepatch.ide.ui.LivepatchUi;

/** Tells the Live Patch view of the window what the extension names: {@code class:COMMAND}. Nothing can be told while it is not open. */
public final class PatchViewHandler extends AbstractHandler implements IExecutableExtension, IElementUpdater {
	private PatchCommand command;

	@Override
	public void setInitializationData(IConfigurationElement element, String attribute, Object named) {
		command = PatchCommand.valueOf((String) named);
	}

	@Override
	public Object execute(ExecutionEvent event) {
		view().filter(command::possible).ifPresent(view -> {
			command.run(view, event);
			PlatformUI.getWorkbench().getService(ICommandService.class).refreshElements(command.id(), null);
		});
		return null;
	}

	@Override
	public void setEnabled(Object evaluationContext) {
		setBaseEnabled(view().filter(command::possible).isPresent());
	}

	@Override
	public void updateElement(UIElement element, @SuppressWarnings("rawtypes") Map parameters) {
		String project = (String) parameters.get(command.id() + PatchCommand.PROJECT);
		element.setChecked(view().filter(view -> command.on(view, project)).isPresent());
	}

	private static Optional<PatchView> view() {
		IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
		IWorkbenchPage page = window == null ? null : window.getActivePage();
		return page != null && page.findView(LivepatchUi.PATCH_VIEW) instanceof PatchView view && view.ready() ? Optional.of(view) : Optional.empty();
	}
}
