package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.e4.ui.workbench.modeling.EModelService;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IWorkbenchCommandConstants;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.testing.DemoKernel;

/** The Live Patch view through the life of a patch. */
public class PatchViewTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String RETURN = "\t\tutsname()->version);\n\treturn 0;";
	private static final String GOOD = "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;";
	private static final String INIT = "\tpde_make_permanent(pde);\n";
	private static final String BAD = INIT + "\tpr_info(\"init\\n\");\n";
	private IProject project;
	private LivePatchView view;

	@BeforeEach
	void ready() throws Exception {
		Workbench.ready();
		view = LivePatchView.open();
	}

	@AfterEach
	void delete() throws Exception {
		Workbench.page().closeAllEditors(false);
		view.close();
		Workbench.checked();
		Projects.delete(project);
	}

	@Test
	void aPatchIsShownFromItsFirstCheckThroughAMistakeToItsRecovery() throws Exception {
		project = Projects.create("view-states", DemoKernel.edit(VERSION, RETURN, GOOD));
		view.activate();
		view.headline("Patchable: 1 function in 1 object");
		assertEquals(List.of("vmlinux\t1 object", "fs/proc/version.o\tpatchable", "version_proc_show\tedited"), view.lines());
		Workbench.screenshot("patch-view-patchable");

		IFile file = ProjectLayout.of(project).source(VERSION);
		String good = Projects.text(file);
		TreeItem kept = view.item("version_proc_show");
		view.tree().select(kept);
		Projects.save(file, good.replace(INIT, BAD));
		view.headline("Not patchable: 1 error");
		assertTrue(view.lines().contains("proc_version_init\trefused; 1 error"), () -> view.lines().toString());
		assertTrue(view.lines().contains("fs/proc/version.o\tnot patchable; 1 error"), () -> view.lines().toString());
		assertEquals("version_proc_show", view.tree().getSelection()[0].getText(), "the selection stays");
		assertFalse(kept.isDisposed(), "what is the same stays in its line");
		view.part().expand();
		Workbench.screenshot("patch-view-refused");

		Projects.save(file, good.replace(GOOD, "\t\tutsname()->version);\n\tno_such_function(m);\n\treturn 0;"));
		view.headline("No verdict: 1 error");
		IFile settings = ProjectLayout.of(project).settings();
		String fine = Projects.text(settings);
		Projects.save(settings, fine.replace("replace = true", "replaces = true"));
		view.headline("Not checked: ");
		assertTrue(view.headline().contains("Before: No verdict"), view.headline());
		Projects.save(settings, fine);
		Projects.save(file, good);
		view.headline("Patchable: 1 function in 1 object");
		assertEquals(List.of("vmlinux\t1 object", "fs/proc/version.o\tpatchable", "version_proc_show\tedited"), view.lines());
	}

	@Test
	void aCheckUnderWayShowsHowFarItIsAndCanBeCancelled() throws Exception {
		project = Projects.create("view-cancel", DemoKernel.edit("fs/proc/internal.h", "struct proc_dir_entry {", "struct proc_dir_entry {\n\tint more;"));
		view.activate();
		view.headline(".o: ");
		Button cancel = Workbench.find(view.area(), Button.class, b -> b.getText().equals("Cancel"));
		assertTrue(cancel.isVisible());
		Workbench.screenshot("patch-view-checking");
		cancel.notifyListeners(SWT.Selection, new Event());
		view.headline("Not checked yet");
		assertFalse(cancel.isVisible());
		Workbench.checked();
	}

	@Test
	void linesLeadToTheSourceAndCanBeFilteredAndCopied() throws Exception {
		project = Projects.create("view-use", DemoKernel.edit(VERSION, RETURN, GOOD), DemoKernel.edit("fs/proc/cmdline.c", "seq_puts(m, saved_command_line);", "seq_puts(m, \"x\");"));
		IFile file = ProjectLayout.of(project).source(VERSION);
		Projects.save(file, Projects.text(file).replace(INIT, BAD));
		view.activate();
		Workbench.checked();
		view.headline("Not patchable");

		view.select("proc_version_init");
		view.openSelected();
		Workbench.until("the editor has the line", () -> Workbench.page().getActiveEditor() instanceof ITextEditor editor
				&& editor.getSelectionProvider().getSelection() instanceof ITextSelection text && text.getText().contains("pr_info"));
		view.activate();

		Text filter = Workbench.find(view.area(), Text.class, t -> true);
		filter.setText("cmdline");
		assertEquals(List.of("vmlinux", "fs/proc/cmdline.o", "cmdline_proc_show"), view.lines().stream().map(l -> l.split("\t")[0]).toList());
		filter.setText("");
		view.command("onlyRefused");
		assertFalse(view.lines().stream().anyMatch(l -> l.startsWith("cmdline_proc_show")), () -> view.lines().toString());
		assertTrue(view.lines().stream().anyMatch(l -> l.startsWith("proc_version_init")), () -> view.lines().toString());
		view.command("onlyRefused");

		view.select("cmdline_proc_show");
		view.command(IWorkbenchCommandConstants.EDIT_COPY, Map.of());
		assertTrue(LivePatchView.clipboard().startsWith("cmdline_proc_show\tedited\tedited at line "), LivePatchView.clipboard());
		view.command("copyPatch");
		Workbench.until("the patch is on the clipboard", () -> LivePatchView.clipboard().contains("+++ b/fs/proc/cmdline.c"));
	}

	@Test
	void theViewIsUsableInANarrowColumn() throws Exception {
		project = Projects.create("view-narrow", DemoKernel.edit(VERSION, RETURN, GOOD));
		view.activate();
		view.headline("Patchable");
		EModelService model = view.part().getSite().getService(EModelService.class);
		model.detach(view.part().getSite().getService(MPart.class), 700, 100, 300, 500);
		Workbench.screenshot("patch-view-narrow");
		Point size = view.tree().getSize();
		assertTrue(size.x <= 300, size.toString());
		assertEquals(0, view.tree().getColumn(2).getWidth(), "reasons are in tool tips");
		assertTrue(view.tree().getColumn(0).getWidth() + view.tree().getColumn(1).getWidth() <= size.x);
	}
}
