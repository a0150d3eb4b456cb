package dev.livepatch.ide.ui.start;

import org.eclipse.debug.ui.IDebugUIConstants;
import org.eclipse.ui.IFolderLayout;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;
import org.eclipse.ui.console.IConsoleConstants;
import org.eclipse.ui.navigator.resources.ProjectExplorer;

import dev.livepatch.ide.ui.LivepatchUi;

/** The author's windows: the project, its patch, the source with its outline, and below what checks and runs say. */
public final class LivepatchPerspective implements IPerspectiveFactory {
	private static final String UNIT_TEST_VIEW = "org.eclipse.unittest.ui.ResultView";
	private static final String SEARCH_VIEW = "org.eclipse.search.ui.views.SearchView";
	private static final String PROGRESS_VIEW = "org.eclipse.ui.views.ProgressView";

	@Override
	public void createInitialLayout(IPageLayout layout) {
		String editors = layout.getEditorArea();
		layout.createFolder("left", IPageLayout.LEFT, 0.24f, editors).addView(ProjectExplorer.VIEW_ID);
		layout.createFolder("patch", IPageLayout.BOTTOM, 0.5f, "left").addView(LivepatchUi.PATCH_VIEW);
		// before the outline, which then stands beside the editors only: evidence and messages are long lines
		IFolderLayout bottom = layout.createFolder("bottom", IPageLayout.BOTTOM, 0.66f, editors);
		bottom.addView(IPageLayout.ID_PROBLEM_VIEW);
		bottom.addView(IConsoleConstants.ID_CONSOLE_VIEW);
		bottom.addPlaceholder(SEARCH_VIEW);
		bottom.addPlaceholder(PROGRESS_VIEW);
		layout.createFolder("right", IPageLayout.RIGHT, 0.78f, editors).addView(IPageLayout.ID_OUTLINE);
		// beside the console, which comes to the front of its own stack with each output
		IFolderLayout run = layout.createFolder("run", IPageLayout.RIGHT, 0.45f, "bottom");
		run.addView(LivepatchUi.RUN_VIEW);
		run.addPlaceholder(UNIT_TEST_VIEW);
		layout.addActionSet(IDebugUIConstants.LAUNCH_ACTION_SET);
		layout.addNewWizardShortcut(LivepatchUi.NEW_WIZARD);
		for (String view : new String[] { LivepatchUi.PATCH_VIEW, LivepatchUi.RUN_VIEW, IPageLayout.ID_PROBLEM_VIEW, IConsoleConstants.ID_CONSOLE_VIEW,
				IPageLayout.ID_OUTLINE, UNIT_TEST_VIEW }) {
			layout.addShowViewShortcut(view);
		}
	}
}
