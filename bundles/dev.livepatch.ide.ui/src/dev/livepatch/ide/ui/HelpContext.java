package dev.livepatch.ide.ui;

import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.PlatformUI;

/** What <kbd>F1</kbd> explains; the texts are in the contexts of the help bundle, under the same ids. */
public enum HelpContext {
	NEW_PROJECT("newProject"), PROJECT_CONTENT("projectContent"), EXAMPLE("example"), OPEN_KERNEL_FILE("openKernelFile"), PREFERENCES("preferences"),
	KERNEL_PROPERTIES("kernelProperties"), RUN_VIEW("runView"), LAUNCH_PATCH("launchPatch"), LAUNCH_VERIFICATION("launchVerification"),
	LAUNCH_MACHINE("launchMachine"), LAUNCH_TRIALS("launchTrials"),
	IMPORT_TARGET("importTarget"), IMPORT_SOURCE("importSource"), IMPORT_COMMITS("importCommits"), IMPORT_FIT("importFit"), EXPORT("export"),
	EXPORT_HEADER("exportHeader"), PATCH_VIEW("patchView"), COMPARE_WITH_KERNEL("compareWithKernel"), COMPARE_FUNCTION("compareFunction"), MODULE_EDITOR("moduleEditor"),
	OUTLINE("outline"), KERNEL_SEARCH("kernelSearch"), CHOOSE_DECLARATION("chooseDeclaration");

	private final String id;

	HelpContext(String name) {
		id = LivepatchUi.ID + "." + name;
	}

	/** As the help system knows it. */
	public String id() {
		return id;
	}

	/** Explains a control and what is in it. */
	public void on(Control control) {
		PlatformUI.getWorkbench().getHelpSystem().setHelp(control, id);
	}
}
