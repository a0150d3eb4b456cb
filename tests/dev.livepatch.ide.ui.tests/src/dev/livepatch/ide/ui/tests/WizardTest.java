package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.ILogListener;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Platform;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.wizard.IWizardPage;
import org.eclipse.jface.wizard.WizardDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.testing.DemoKernel;

/** <em>New &gt; Live Patch Project</em>. */
public class WizardTest {
	private static final String VERSION = "fs/proc/version.c";
	@TempDir
	Path directory;
	private WizardDialog dialog;

	@BeforeEach
	void open() throws Exception {
		Workbench.ready();
		var wizard = PlatformUI.getWorkbench().getNewWizardRegistry().findWizard(LivepatchUi.NEW_WIZARD).createWizard();
		wizard.init(PlatformUI.getWorkbench(), StructuredSelection.EMPTY);
		dialog = new WizardDialog(Workbench.window().getShell(), wizard);
		dialog.setBlockOnOpen(false);
		dialog.open();
	}

	@AfterEach
	void close() throws Exception {
		if (dialog.getShell() != null) {
			dialog.close();
		}
		Workbench.page().closeAllEditors(false);
		Workbench.checked();
		for (IProject project : ResourcesPlugin.getWorkspace().getRoot().getProjects()) {
			Projects.delete(project);
		}
	}

	@Test
	void aDirectoryThatIsNoKernelIsRefusedWithTheReason() {
		name("some-fix");
		kernel(directory.toString());
		Workbench.until("the kernel is refused", () -> dialog.getErrorMessage() != null);
		assertFalse(page().isPageComplete());
		Workbench.screenshot("wizard-no-kernel");
	}

	@Test
	void aWizardThatIsCancelledLeavesNothingInTheLog() {
		kernel(DemoKernel.directory().toString());
		name("some-fix");
		Workbench.until("the kernel is accepted", () -> page().isPageComplete());
		List<IStatus> logged = new CopyOnWriteArrayList<>();
		ILogListener listener = (status, plugin) -> logged.add(status);
		Platform.addLogListener(listener);
		try {
			dialog.close();
			Workbench.settle();
		} finally {
			Platform.removeLogListener(listener);
		}
		assertEquals(List.of(), logged);
	}

	@Test
	void theNameMustBeFitForAModule() {
		kernel(DemoKernel.directory().toString());
		name("no good");
		Workbench.until("the name is refused", () -> dialog.getErrorMessage() != null);
		assertTrue(dialog.getErrorMessage().contains("letters, digits"), dialog.getErrorMessage());
		assertFalse(page().isPageComplete());
	}

	@Test
	void aPatchBecomesSources() throws Exception {
		var change = DemoKernel.edit(VERSION, "\treturn 0;\n}\n\nstatic", "\tseq_puts(m, \"patched\\n\");\n\treturn 0;\n}\n\nstatic");
		Path patch = directory.resolve("some.patch");
		Files.writeString(patch, PatchWriter.write(new ChangeSet("some", List.of(change), List.of())), StandardCharsets.ISO_8859_1);
		name("some-fix");
		kernel(DemoKernel.directory().toString());
		Workbench.until("the kernel is accepted", () -> page().isPageComplete());
		Workbench.screenshot("wizard-project");
		dialog.showPage(page().getNextPage());
		Button fromPatches = Workbench.find(dialog.getShell(), Button.class, b -> b.getText().contains("patch files"));
		Workbench.find(dialog.getShell(), Button.class, b -> b.getText().contains("Start &empty")).setSelection(false);
		fromPatches.setSelection(true);
		var list = Workbench.find(dialog.getShell(), org.eclipse.swt.widgets.List.class, l -> true);
		list.add(patch.toString());
		fromPatches.notifyListeners(SWT.Selection, null);
		Workbench.screenshot("wizard-contents");
		Button finish = Workbench.find(dialog.getShell(), Button.class, b -> b.getText().replace("&", "").equals("Finish"));
		assertTrue(finish.isEnabled());
		finish.notifyListeners(SWT.Selection, null);

		IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject("some-fix");
		Workbench.until("the project is there", () -> ProjectLayout.isLivepatch(project));
		Workbench.checked();
		assertEquals(change.after(), Projects.text(ProjectLayout.of(project).source(VERSION)));
		assertTrue(ProjectLayout.of(project).output().isDerived());
		assertEquals("none", Workbench.describe(project));
		Workbench.screenshot("new-project");
	}

	private IWizardPage page() {
		return (IWizardPage) dialog.getSelectedPage();
	}

	private void name(String name) {
		Workbench.find(dialog.getShell(), Text.class, t -> (t.getStyle() & SWT.READ_ONLY) == 0).setText(name);
	}

	private void kernel(String path) {
		Workbench.find(dialog.getShell(), Combo.class, c -> true).setText(path);
	}
}
