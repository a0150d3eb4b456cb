package dev.livepatch.ide.ui.status;

import java.util.Map;

import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.ILog;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;

import dev.livepatch.ide.ui.LivepatchUi;

/** The command that compares the disassembly of a function before and after, where there is one. */
final class CompareFunction {
	private static final String ID = LivepatchUi.ID + ".compareFunction";

	private CompareFunction() {
	}

	static boolean isThere() {
		return command().isDefined();
	}

	static void open(IProject project, String symbol) {
		ParameterizedCommand command = ParameterizedCommand.generateCommand(command(), Map.of(ID + ".project", project.getName(), ID + ".function", symbol));
		try {
			PlatformUI.getWorkbench().getService(IHandlerService.class).executeCommand(command, null);
		} catch (CommandException e) {
			ILog.of(CompareFunction.class).error(e.getMessage(), e);
		}
	}

	private static Command command() {
		return PlatformUI.getWorkbench().getService(ICommandService.class).getCommand(ID);
	}
}
