package dev.livepatch.swtbot.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.swt.SWT;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotEclipseEditor;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotView;
import org.eclipse.swtbot.swt.finder.SWTBot;
import org.eclipse.swtbot.swt.finder.junit5.SWTBotJunit5Extension;
import org.eclipse.swtbot.swt.finder.keyboard.Keyboard;
import org.eclipse.swtbot.swt.finder.keyboard.KeyboardFactory;
import org.eclipse.swtbot.swt.finder.keyboard.Keystrokes;
import org.eclipse.swtbot.swt.finder.widgets.SWTBotTable;
import org.eclipse.swtbot.swt.finder.widgets.SWTBotTreeItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a new project over a mistake and its quick fix to a patch that is verified in an emulated kernel. */
@ExtendWith(SWTBotJunit5Extension.class)
public class PatchJourneyTest {
	private static final String PROJECT = "greet-fix";
	private static final String FUNCTION = "version_proc_show";
	private static final String FIX = "Keep the name " + FUNCTION;
	private final Keyboard keyboard = KeyboardFactory.getAWTKeyboard();
	private Ide ide;

	@BeforeEach
	void open() throws CoreException {
		ide = new Ide();
	}

	@Test
	void fromANewProjectToAVerifiedPatch() throws Exception {
		newProject();
		SWTBotEclipseEditor editor = openKernelFile("version.c");
		badEdit(editor);
		fixByKeyboard(editor);
		editor.setFocus();
		keyboard.pressShortcut(SWT.CTRL, 'z');
		ide.until("the fix is undone", Ide.SOON, () -> editor.getText().contains(FUNCTION + "2"));
		ide.save(editor);
		assertEquals(1, ide.problems(), "the mistake is back with the undo");
		fixFromProblems(editor);
		writeProbe();
		run();
	}

	private void newProject() {
		SWTBot wizard = ide.newProject(PROJECT);
		ide.picture("journey-2-wizard");
		wizard.button("Next >").click();
		ide.picture("journey-3-contents");
		wizard.button("Finish").click();
		ide.created(PROJECT);
		ide.picture("journey-4-project");
	}

	private SWTBotEclipseEditor openKernelFile(String name) {
		ide.explorer(PROJECT);
		ide.bot().menu("Navigate").menu("Open Kernel File…").click();
		SWTBot dialog = ide.dialog("Open Kernel File");
		dialog.text().setText("proc/" + name);
		ide.until("the file is found", Duration.ofSeconds(60), () -> dialog.table().rowCount() > 0 && dialog.table().getTableItem(0).getText().startsWith(name));
		ide.picture("journey-5-open-kernel-file");
		dialog.table().select(0);
		ide.until("it can be opened", Ide.SOON, () -> dialog.button("OK").isEnabled());
		dialog.button("OK").click();
		SWTBotEclipseEditor editor = ide.bot().editorByTitle(name).toTextEditor();
		ide.picture("journey-6-kernel-file");
		return editor;
	}

	/** A good change, and beside it a new name for the function: init code hands the old one over and has long run. */
	private void badEdit(SWTBotEclipseEditor editor) throws CoreException {
		List<String> lines = editor.getLines();
		int call = line(lines, "proc_create_single") >= 0 ? line(lines, "proc_create_single") : line(lines, "pde = ");
		int definition = line(lines, "static int " + FUNCTION);
		int returns = definition + line(lines.subList(definition, lines.size()), "return 0;");
		editor.navigateTo(call, lines.get(call).indexOf(FUNCTION) + FUNCTION.length());
		editor.typeText("2");
		editor.navigateTo(returns, 0);
		// not typed: the list of words that pops up may keep a key to itself where there is no window manager
		editor.insertText("\tseq_puts(m, \"patched\\n\");\n");
		editor.navigateTo(definition, lines.get(definition).indexOf(FUNCTION) + FUNCTION.length());
		editor.typeText("2");
		ide.picture("journey-7-typed");
		ide.save(editor);
		assertEquals(1, ide.problems());
		ide.bot().viewById("org.eclipse.ui.views.ProblemView").show();
		ide.picture("journey-8-marked");
	}

	private void fixByKeyboard(SWTBotEclipseEditor editor) throws CoreException {
		editor.setFocus();
		editor.navigateTo(0, 0);
		ide.bot().menu("Navigate").menu("Next Annotation").click();
		keyboard.pressShortcut(SWT.CTRL, '1');
		ide.until("the fixes are listed", Ide.SOON, () -> Ide.popup() != null);
		ide.picture("journey-9-ctrl-1");
		keyboard.pressShortcut(Keystrokes.CR);
		ide.until("the fix is made", Ide.SOON, () -> !editor.getText().contains(FUNCTION + "2"));
		ide.save(editor);
		assertEquals(0, ide.problems(), "the patch is clean");
		assertTrue(editor.getText().contains("patched"));
	}

	private void fixFromProblems(SWTBotEclipseEditor editor) throws CoreException {
		SWTBotView problems = ide.bot().viewById("org.eclipse.ui.views.ProblemView");
		problems.show();
		problems.setFocus();
		ide.until("the finding is listed", Ide.SOON, () -> problems.bot().tree().getAllItems().length == 1 && problems.bot().tree().getAllItems()[0].expand().getItems().length == 1);
		SWTBotTreeItem finding = problems.bot().tree().getAllItems()[0].getItems()[0];
		finding.select();
		finding.contextMenu().menu("Quick Fix").click();
		SWTBot dialog = ide.dialog("Quick Fix");
		ide.picture("journey-10-problems-quick-fix");
		dialog.table(0).select(dialog.table(0).indexOf(FIX));
		dialog.button("Finish").click();
		ide.until("the fix is made", Ide.SOON, () -> !editor.getText().contains(FUNCTION + "2"));
		ide.save(editor);
		assertEquals(0, ide.problems(), "the patch is clean");
		ide.picture("journey-11-clean");
	}

	private void writeProbe() {
		ide.explorer(PROJECT, "verify").contextMenu().menu("New").menu("File").click();
		SWTBot dialog = ide.dialog("Create New File");
		dialog.textWithLabel("File name:").setText("greets.sh");
		dialog.button("Finish").click();
		SWTBotEclipseEditor probe = ide.bot().editorByTitle("greets.sh").toTextEditor();
		probe.setFocus();
		probe.insertText("#!/bin/sh\ngrep -q patched /proc/version\n");
		ide.save(probe);
	}

	private void run() {
		SWTBotView run = ide.verify(PROJECT);
		ide.picture("journey-12-verified");
		SWTBotTable steps = run.bot().table();
		for (int row = 0; row < steps.rowCount(); row++) {
			assertEquals("passed", steps.cell(row, 1), steps.cell(row, 0));
		}
		SWTBotView tests = ide.bot().viewById("org.eclipse.unittest.ui.ResultView");
		tests.show();
		ide.until("the Unit Test view has the steps", Ide.SOON, () -> tests.bot().tree().getAllItems().length == 1);
		ide.picture("journey-13-unit-test-view");
		assertEquals(steps.rowCount(), tests.bot().tree().getAllItems()[0].expand().getItems().length);
	}

	private static int line(List<String> lines, String text) {
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).contains(text)) {
				return i;
			}
		}
		return -1;
	}
}
