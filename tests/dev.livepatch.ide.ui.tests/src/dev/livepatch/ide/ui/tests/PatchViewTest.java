package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.e4.ui.workbench.modeling.EModelService;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.IContributionManager;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.patch.PatchView;
import dev.livepatch.testing.DemoKernel;

/** The Live Patch view through the life of a patch. */
public class PatchViewTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String RETURN = "\t\tutsname()->version);\n\treturn 0;";
	private static final String GOOD = "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;";
	private static final String INIT = "\tpde_make_permanent(pde);\n";
	private static final String BAD = INIT + "\tpr_info(\"init\\n\");\n";
	private IProject project;
	private PatchView view;
	private Control area;

	@BeforeEach
	void ready() throws Exception {
		Workbench.ready();
		view = (PatchView) Workbench.page().showView(LivepatchUi.PATCH_VIEW, null, IWorkbenchPage.VIEW_ACTIVATE);
		area = view.control();
	}

	@AfterEach
	void delete() throws Exception {
		Workbench.page().closeAllEditors(false);
		Workbench.page().hideView(view);
		Workbench.checked();
		Projects.delete(project);
	}

	@Test
	void aPatchIsShownFromItsFirstCheckThroughAMistakeToItsRecovery() throws Exception {
		project = Projects.create("view-states", DemoKernel.edit(VERSION, RETURN, GOOD));
		Workbench.page().activate(view);
		headline("Patchable: 1 function in 1 object");
		assertEquals(List.of("vmlinux\t1 object", "fs/proc/version.o\tpatchable", "version_proc_show\tedited"), lines());
		Workbench.screenshot("patch-view-patchable");

		IFile file = ProjectLayout.of(project).source(VERSION);
		String good = Projects.text(file);
		TreeItem kept = items(tree().getItems(), "version_proc_show");
		tree().select(kept);
		Projects.save(file, good.replace(INIT, BAD));
		headline("Not patchable: 1 error");
		assertTrue(lines().contains("proc_version_init\trefused; 1 error, 1 info"), () -> lines().toString());
		assertTrue(lines().contains("fs/proc/version.o\tnot patchable; 1 error, 1 info"), () -> lines().toString());
		assertEquals("version_proc_show", tree().getSelection()[0].getText(), "the selection stays");
		assertFalse(kept.isDisposed(), "what is the same stays in its line");
		view.expand();
		Workbench.screenshot("patch-view-refused");

		Projects.save(file, good.replace(GOOD, "\t\tutsname()->version);\n\tno_such_function(m);\n\treturn 0;"));
		headline("No verdict: 1 error");
		IFile settings = ProjectLayout.of(project).settings();
		String fine = Projects.text(settings);
		Projects.save(settings, fine.replace("replace = true", "replaces = true"));
		headline("Not checked: ");
		assertTrue(headline().contains("Before: No verdict"), headline());
		Projects.save(settings, fine);
		Projects.save(file, good);
		headline("Patchable: 1 function in 1 object");
		assertEquals(List.of("vmlinux\t1 object", "fs/proc/version.o\tpatchable", "version_proc_show\tedited"), lines());
	}

	@Test
	void aCheckUnderWayShowsHowFarItIsAndCanBeCancelled() throws Exception {
		project = Projects.create("view-cancel", DemoKernel.edit("fs/proc/internal.h", "struct proc_dir_entry {", "struct proc_dir_entry {\n\tint more;"));
		Workbench.page().activate(view);
		headline(".o: ");
		Button cancel = Workbench.find(area, Button.class, b -> b.getText().equals("Cancel"));
		assertTrue(cancel.isVisible());
		Workbench.screenshot("patch-view-checking");
		cancel.notifyListeners(SWT.Selection, new Event());
		headline("Not checked yet");
		assertFalse(cancel.isVisible());
		Workbench.checked();
	}

	@Test
	void linesLeadToTheSourceAndCanBeFilteredAndCopied() throws Exception {
		project = Projects.create("view-use", DemoKernel.edit(VERSION, RETURN, GOOD), DemoKernel.edit("fs/proc/cmdline.c", "seq_puts(m, saved_command_line);", "seq_puts(m, \"x\");"));
		IFile file = ProjectLayout.of(project).source(VERSION);
		Projects.save(file, Projects.text(file).replace(INIT, BAD));
		Workbench.page().activate(view);
		Workbench.checked();
		headline("Not patchable");

		tree().setSelection(items(tree().getItems(), "proc_version_init"));
		tree().notifyListeners(SWT.DefaultSelection, selected());
		Workbench.until("the editor has the line", () -> Workbench.page().getActiveEditor() instanceof ITextEditor editor
				&& editor.getSelectionProvider().getSelection() instanceof ITextSelection text && text.getText().contains("pr_info"));
		Workbench.page().activate(view);

		Text filter = Workbench.find(area, Text.class, t -> true);
		filter.setText("cmdline");
		assertEquals(List.of("vmlinux", "fs/proc/cmdline.o", "cmdline_proc_show"), lines().stream().map(l -> l.split("\t")[0]).toList());
		filter.setText("");
		action(view.getViewSite().getActionBars().getMenuManager(), "Only What Is Refused", true);
		assertFalse(lines().stream().anyMatch(l -> l.startsWith("cmdline_proc_show")), () -> lines().toString());
		assertTrue(lines().stream().anyMatch(l -> l.startsWith("proc_version_init")), () -> lines().toString());
		action(view.getViewSite().getActionBars().getMenuManager(), "Only What Is Refused", false);

		tree().setSelection(items(tree().getItems(), "cmdline_proc_show"));
		view.getViewSite().getActionBars().getGlobalActionHandler("copy").run();
		assertTrue(clipboard().startsWith("cmdline_proc_show\tedited\tedited at line "), clipboard());
		action(view.getViewSite().getActionBars().getMenuManager(), "Copy Patch", false);
		Workbench.until("the patch is on the clipboard", () -> clipboard().contains("+++ b/fs/proc/cmdline.c"));
	}

	@Test
	void theViewIsUsableInANarrowColumn() throws Exception {
		project = Projects.create("view-narrow", DemoKernel.edit(VERSION, RETURN, GOOD));
		Workbench.page().activate(view);
		headline("Patchable");
		EModelService model = view.getSite().getService(EModelService.class);
		model.detach(view.getSite().getService(MPart.class), 700, 100, 300, 500);
		Workbench.screenshot("patch-view-narrow");
		Point size = tree().getSize();
		assertTrue(size.x <= 300, size.toString());
		assertEquals(0, tree().getColumn(2).getWidth(), "reasons are in tool tips");
		assertTrue(tree().getColumn(0).getWidth() + tree().getColumn(1).getWidth() <= size.x);
	}

	private void headline(String part) {
		try {
			Workbench.until("the view says \"" + part + "\"", () -> headline().contains(part));
		} catch (AssertionError e) {
			throw new AssertionError(e.getMessage() + "; it says \"" + headline() + "\", and the state is " + CheckResults.of(project), e);
		}
	}

	private String headline() {
		return Workbench.find(area, Label.class, l -> (l.getStyle() & SWT.WRAP) != 0 && !l.getText().isEmpty()).getText();
	}

	private Tree tree() {
		return Workbench.find(area, Tree.class, t -> true);
	}

	/** Name and status of each line that is open. */
	private List<String> lines() {
		return Arrays.stream(tree().getItems()).flatMap(PatchViewTest::open).map(i -> i.getText(0) + "\t" + i.getText(1)).toList();
	}

	private static Stream<TreeItem> open(TreeItem item) {
		return Stream.concat(Stream.of(item), item.getExpanded() ? Arrays.stream(item.getItems()).flatMap(PatchViewTest::open) : Stream.empty());
	}

	private static TreeItem items(TreeItem[] items, String name) {
		return Arrays.stream(items).flatMap(PatchViewTest::open).filter(i -> i.getText().equals(name)).findFirst().orElseThrow(() -> new AssertionError(name + " is not in the tree"));
	}

	private Event selected() {
		Event event = new Event();
		event.item = tree().getSelection()[0];
		return event;
	}

	private static void action(IContributionManager manager, String text, boolean checked) {
		IAction action = Arrays.stream(manager.getItems()).filter(ActionContributionItem.class::isInstance).map(i -> ((ActionContributionItem) i).getAction()).filter(a -> a.getText().equals(text))
				.findFirst().orElseThrow();
		if (action.getStyle() == IAction.AS_CHECK_BOX) {
			action.setChecked(checked);
		}
		action.run();
	}

	private static String clipboard() {
		Clipboard clipboard = new Clipboard(Display.getCurrent());
		String text = (String) clipboard.getContents(TextTransfer.getInstance());
		clipboard.dispose();
		return text == null ? "" : text;
	}
}
