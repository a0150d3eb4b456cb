package dev.livepatch.ide.ui.listing;

import org.eclipse.compare.CompareUI;
import org.eclipse.core.resources.IProject;

import dev.livepatch.ide.listing.WantedFunction;
import dev.livepatch.ide.ui.LivepatchUi;

/** Opens the comparison of a function's code; the command's parameters. */
public final class CompareFunction {
	public static final String COMMAND = LivepatchUi.ID + ".compareFunction";
	/** Name of the project. */
	public static final String PROJECT = COMMAND + ".project";
	/** The function's name in the source, or a symbol. */
	public static final String FUNCTION = COMMAND + ".function";
	/** The object, relative to the kernel's build directory; may be missing. */
	public static final String OBJECT = COMMAND + ".object";

	private CompareFunction() {
	}

	/** To be called in the UI thread; what takes time goes on in a job. */
	public static void open(IProject project, WantedFunction wanted) {
		CompareUI.openCompareEditor(new FunctionComparison(project, wanted));
	}
}
