package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.debug.ui.IDebugUIConstants;
import org.eclipse.jface.preference.PreferenceDialog;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.custom.CLabel;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.TabFolder;
import org.eclipse.ui.dialogs.PreferencesUtil;
import org.eclipse.ui.ide.IDE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.testing.DemoKernel;

/** Pages and dialogs show what they should, and are looked at. */
public class PagesTest {
	private static final String VERSION = "fs/proc/version.c";
	private IProject project;

	@BeforeEach
	void ready() throws Exception {
		Workbench.ready();
		project = Projects.create("pages", DemoKernel.edit(VERSION, "\tpde_make_permanent(pde);\n", "\tpde_make_permanent(pde);\n\tpr_info(\"x\\n\");\n"));
		Workbench.checked();
	}

	@AfterEach
	void delete() throws Exception {
		Workbench.page().closeAllEditors(false);
		Workbench.checked();
		Projects.delete(project);
	}

	@Test
	void theEditorAndTheProblemsViewShowTheFinding() throws Exception {
		IMarker marker = Workbench.finding(project, "init-changed");
		IDE.openEditor(Workbench.page(), marker);
		Workbench.page().showView("org.eclipse.ui.views.ProblemView");
		Workbench.page().showView("org.eclipse.ui.navigator.ProjectExplorer");
		Workbench.screenshot("finding");
	}

	@Test
	void thePreferencePageShowsWhatTheToolsAre() {
		PreferenceDialog dialog = PreferencesUtil.createPreferenceDialogOn(Workbench.window().getShell(), LivepatchUi.PREFERENCE_PAGE, null, null);
		dialog.setBlockOnOpen(false);
		dialog.open();
		try {
			Workbench.screenshot("preferences");
			assertNotNull(Workbench.find(dialog.getShell(), CLabel.class, l -> l.getText().contains("create-diff-object (kpatch 0.")));
			assertNotNull(Workbench.find(dialog.getShell(), CLabel.class, l -> l.getText().contains("QEMU emulator version")));
		} finally {
			dialog.close();
		}
	}

	@Test
	void thePropertyPageShowsTheKernel() {
		PreferenceDialog dialog = PreferencesUtil.createPropertyDialogOn(Workbench.window().getShell(), project, LivepatchUi.PROPERTY_PAGE, null, null);
		dialog.setBlockOnOpen(false);
		dialog.open();
		try {
			Workbench.screenshot("properties");
			assertTrue(dialog.getShell().isVisible());
		} finally {
			dialog.close();
		}
	}

	@Test
	void theLaunchDialogHasItsTabs() {
		Display display = Display.getCurrent();
		StructuredSelection selection = new StructuredSelection(project);
		Shell workbench = Workbench.window().getShell();
		Throwable[] problem = new Throwable[1];
		// the dialog blocks its caller; what runs in it is queued first
		display.asyncExec(() -> {
			Shell shell = display.getActiveShell() == workbench ? null : display.getActiveShell();
			try {
				assertNotNull(shell, "the dialog is open");
				TabFolder ignored = null;
				for (String tab : new String[] { "Patch", "Machine", "Verification" }) {
					var folder = Workbench.find(shell, org.eclipse.swt.custom.CTabFolder.class, f -> f.getItemCount() > 2);
					for (var item : folder.getItems()) {
						if (item.getText().equals(tab)) {
							folder.setSelection(item);
							folder.notifyListeners(org.eclipse.swt.SWT.Selection, new org.eclipse.swt.widgets.Event());
						}
					}
					Workbench.screenshot("launch-" + tab.toLowerCase());
				}
			} catch (Throwable e) {
				problem[0] = e;
			} finally {
				if (shell != null) {
					shell.close();
				}
			}
		});
		DebugUITools.openLaunchConfigurationDialogOnGroup(workbench, selection, IDebugUIConstants.ID_RUN_LAUNCH_GROUP, Status.OK_STATUS);
		assertTrue(problem[0] == null, () -> String.valueOf(problem[0]));
	}
}
