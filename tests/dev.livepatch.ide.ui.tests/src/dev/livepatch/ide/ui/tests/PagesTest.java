package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationType;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.debug.ui.IDebugUIConstants;
import org.eclipse.jface.preference.PreferenceDialog;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.dialogs.PreferencesUtil;
import org.eclipse.ui.ide.IDE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.launch.LaunchSettings;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.testing.DemoKernel;

/** Pages and dialogs show what they should, and are looked at. */
public class PagesTest {
	private static final String VERSION = "fs/proc/version.c";
	private IProject project;

	@BeforeEach
	void ready() throws Exception {
		project = Projects.open("pages", DemoKernel.edit(VERSION, "\tpde_make_permanent(pde);\n", "\tpde_make_permanent(pde);\n\tpr_info(\"x\\n\");\n"));
	}

	@AfterEach
	void delete() throws Exception {
		Projects.close(project);
	}

	@Test
	void theEditorAndTheProblemsViewShowTheFinding() throws Exception {
		IMarker marker = Workbench.finding(project, "init-changed");
		IDE.openEditor(Workbench.page(), marker);
		var problems = Workbench.page().showView("org.eclipse.ui.views.ProblemView");
		Workbench.settle();
		Tree tree = Workbench.find(Workbench.window().getShell(), Tree.class, t -> t.getColumnCount() > 3 && t.isVisible());
		for (TreeItem item : tree.getItems()) {
			Event expand = new Event();
			expand.item = item;
			tree.notifyListeners(SWT.Expand, expand);
			item.setExpanded(true);
		}
		assertTrue(problems.getTitle().startsWith("Problems"));
		Workbench.page().showView("org.eclipse.ui.navigator.ProjectExplorer");
		Workbench.screenshot("finding");
	}

	@Test
	void thePreferencePageShowsWhatTheToolsAre() {
		PreferenceDialog dialog = PreferencesUtil.createPreferenceDialogOn(Workbench.window().getShell(), LivepatchUi.PREFERENCE_PAGE, null, null);
		dialog.setBlockOnOpen(false);
		dialog.open();
		try {
			for (String tool : List.of("Version 0[0-9.]*: .*/create-diff-object", "Version [0-9.]+: .*/qemu-system-x86_64")) {
				Workbench.until("the page says " + tool, () -> Workbench.find(dialog.getShell(), Text.class, t -> t.getText().matches(tool)) != null);
			}
			Workbench.screenshot("preferences");
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
	void theLaunchDialogHasItsTabs() throws Exception {
		ILaunchConfigurationType type = DebugPlugin.getDefault().getLaunchManager().getLaunchConfigurationType(LivepatchIde.LAUNCH_TYPE);
		ILaunchConfigurationWorkingCopy copy = type.newInstance(null, "pages");
		LaunchSettings.defaults("pages").write(copy);
		ILaunchConfiguration configuration = copy.doSave();
		Display display = Display.getCurrent();
		Throwable[] problem = new Throwable[1];
		// the dialog blocks its caller; what looks at it is queued first
		display.asyncExec(() -> {
			try {
				Workbench.settle();
				lookAtTabs();
			} catch (Throwable e) {
				problem[0] = e;
			} finally {
				Arrays.stream(display.getShells()).filter(s -> s.getText().equals("Run Configurations")).forEach(Shell::close);
			}
		});
		DebugUITools.openLaunchConfigurationDialogOnGroup(Workbench.window().getShell(), new StructuredSelection(configuration),
				IDebugUIConstants.ID_RUN_LAUNCH_GROUP);
		configuration.delete();
		assertNull(problem[0], () -> String.valueOf(problem[0]));
	}

	private static void lookAtTabs() {
		Shell shell = Arrays.stream(Display.getCurrent().getShells()).filter(s -> s.getText().equals("Run Configurations")).findFirst().orElseThrow();
		CTabFolder folder = Workbench.find(shell, CTabFolder.class, f -> f.getItemCount() > 2);
		assertNotNull(folder, "the configuration's tabs");
		for (String tab : List.of("Patch", "Machine", "Verification", "Trials")) {
			Event selected = new Event();
			selected.item = Arrays.stream(folder.getItems()).filter(i -> i.getText().equals(tab)).findFirst().orElseThrow();
			folder.setSelection((CTabItem) selected.item);
			folder.notifyListeners(SWT.Selection, selected);
			Workbench.screenshot("launch-" + tab.toLowerCase());
		}
	}
}
