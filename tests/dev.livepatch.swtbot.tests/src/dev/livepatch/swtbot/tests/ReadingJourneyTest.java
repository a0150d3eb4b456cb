package dev.livepatch.swtbot.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.swt.SWT;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotEclipseEditor;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotEditor;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotView;
import org.eclipse.swtbot.swt.finder.SWTBot;
import org.eclipse.swtbot.swt.finder.junit5.SWTBotJunit5Extension;
import org.eclipse.swtbot.swt.finder.keyboard.Keyboard;
import org.eclipse.swtbot.swt.finder.keyboard.KeyboardFactory;
import org.eclipse.swtbot.swt.finder.keyboard.Keystrokes;
import org.eclipse.swtbot.swt.finder.widgets.SWTBotTreeItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.testing.DemoKernel;

/** A patch that is there is read: what is in it, what it changes in sources and code, and what the kernel has around it. */
@ExtendWith(SWTBotJunit5Extension.class)
public class ReadingJourneyTest {
	private static final String PROJECT = "read-fix";
	private static final String VERSION = "fs/proc/version.c";
	private static final String UPTIME = "fs/proc/uptime.c";
	private static final String END = "\treturn 0;\n}\n\nstatic";
	private static final String COPY_BACK = "Copy Current Change from Right to Left";
	private static final String SEARCH_VIEW = "org.eclipse.search.ui.views.SearchView";
	private final Keyboard keyboard = KeyboardFactory.getAWTKeyboard();
	private Ide ide;
	private IProject project;

	@BeforeEach
	void open() throws CoreException {
		ide = new Ide();
		project = ide.project(PROJECT, DemoKernel.edit(VERSION, END, "\tseq_puts(m, \"patched\\n\");\n" + END), DemoKernel.edit(UPTIME, END, "\tseq_puts(m, \"up\\n\");\n" + END));
	}

	@Test
	void theViewIsFilteredCopiedAndLeadsToSourceAndCode() {
		SWTBotView view = ide.view("Live Patch");
		ide.until("the patch is shown", Ide.SOON, () -> objects(view).length == 2);
		ide.picture("view-1-patch");
		view.bot().text().setText("uptime");
		ide.until("the view is filtered", Ide.SOON, () -> objects(view).length == 1);
		ide.picture("view-2-filtered");
		SWTBotTreeItem function = objects(view)[0].expand().getItems()[0];
		assertEquals("uptime_proc_show", function.getText());
		function.select();
		view.bot().tree().setFocus();
		keyboard.pressShortcut(SWT.CTRL, 'c');
		ide.until("the line is copied", Ide.SOON, () -> Ide.clipboard().startsWith("uptime_proc_show\t"));
		function.doubleClick();
		ide.leads("uptime.c", "seq_puts(m, \"up");
		ide.picture("view-3-source");
		view.show();
		objects(view)[0].expand().getItems()[0].select().contextMenu("Compare Code With Kernel").click();
		ide.until("the code is compared", Ide.SOON, () -> ide.bot().activeEditor().getTitle().contains("uptime_proc_show"));
		ide.until("both sides are there", Ide.SOON, () -> ide.bot().activeEditor().bot().styledText(1).getText().contains("uptime_proc_show:"));
		ide.picture("view-4-code");
	}

	@Test
	void aChangeIsComparedWithTheKernelAndTakenBack() throws CoreException {
		IFile file = ProjectLayout.of(project).source(VERSION);
		ide.explorer(PROJECT, "src", "fs", "proc", "version.c");
		keyboard.pressShortcut(SWT.CTRL | SWT.SHIFT | SWT.ALT, 'k');
		ide.until("the file is compared", Ide.SOON, () -> ide.bot().activeEditor().getTitle().contains("version.c") && ide.bot().activeEditor().bot().styledText(1).getText().contains("proc"));
		SWTBotEditor compare = ide.bot().activeEditor();
		ide.picture("compare-1-change");
		ide.bot().toolbarButtonWithTooltip(COPY_BACK).click();
		ide.until("the change is taken back", Ide.SOON, () -> !compare.bot().styledText(0).getText().contains("patched"));
		ide.picture("compare-2-taken-back");
		compare.save();
		ide.checked();
		assertEquals(DemoKernel.text(VERSION), new String(file.readAllBytes(), StandardCharsets.ISO_8859_1));
		assertEquals(0, ide.problems());
	}

	@Test
	void theKernelsFilesAreReachedByKeys() {
		ide.explorer(PROJECT);
		keyboard.pressShortcut(SWT.CTRL | SWT.ALT, 'k');
		SWTBot dialog = ide.dialog("Open Kernel File");
		keyboard.typeText("proc/meminfo");
		ide.until("the file is found", Ide.LONG, () -> dialog.table().rowCount() > 0 && dialog.table().getTableItem(0).getText().startsWith("meminfo.c"));
		ide.until("it can be opened", Ide.SOON, () -> dialog.button("OK").isEnabled());
		keyboard.pressShortcut(Keystrokes.CR);
		ide.until("the file is open", Ide.SOON, () -> ide.bot().activeEditor().getTitle().equals("meminfo.c"));
		SWTBotEclipseEditor editor = ide.bot().editorByTitle("meminfo.c").toTextEditor();
		List<String> lines = editor.getLines();
		int line = (int) lines.stream().takeWhile(l -> !l.contains("si_meminfo(&i)")).count();
		editor.setFocus();
		editor.navigateTo(line, lines.get(line).indexOf("si_meminfo") + 2);
		keyboard.pressShortcut(Keystrokes.F3);
		ide.leads("page_alloc.c", "void si_meminfo(struct sysinfo *val)");
		assertTrue(Arrays.stream(project.getFolder("src").getLocation().toFile().list()).noneMatch("mm"::equals), "reading copies nothing");
		ide.picture("keys-declaration");
	}

	@Test
	void aFunctionIsFoundInTheOutlineAndItsCallersInTheKernel() {
		ide.explorer(PROJECT, "src", "fs", "proc", "version.c").doubleClick();
		SWTBotEclipseEditor editor = ide.bot().editorByTitle("version.c").toTextEditor();
		SWTBotView outline = ide.bot().viewByTitle("Outline");
		outline.show();
		ide.until("the functions are listed with their status", Ide.SOON, () -> item(outline, "proc_version_init").isPresent() && item(outline, "version_proc_show").orElseThrow().getText().contains("patchable"));
		item(outline, "proc_version_init").orElseThrow().select();
		ide.leads("version.c", "proc_version_init(void)");
		ide.picture("source-1-outline");

		int line = (int) editor.getLines().stream().takeWhile(l -> !l.contains("proc_create_single(")).count();
		editor.setFocus();
		editor.navigateTo(line, editor.getLines().get(line).indexOf("proc_create_single") + 2);
		keyboard.pressShortcut(SWT.CTRL | SWT.ALT | SWT.SHIFT, 'g');
		ide.until("the kernel is searched", Ide.LONG, () -> item(ide.bot().viewById(SEARCH_VIEW), "fs/proc/").isPresent());
		ide.picture("source-2-search");
		ide.bot().viewById(SEARCH_VIEW).close();
	}

	private static Optional<SWTBotTreeItem> item(SWTBotView view, String name) {
		return Arrays.stream(view.bot().tree().getAllItems()).filter(i -> i.getText().startsWith(name)).findFirst();
	}

	private static SWTBotTreeItem[] objects(SWTBotView view) {
		return view.bot().tree().getAllItems()[0].expand().getItems();
	}
}
