package dev.livepatch.swtbot.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotEditor;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotView;
import org.eclipse.swtbot.swt.finder.junit5.SWTBotJunit5Extension;
import org.eclipse.swtbot.swt.finder.widgets.SWTBotTreeItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.livepatch.testing.DemoKernel;

/** What is left of runs: reports to compare, and the module that was loaded. */
@ExtendWith(SWTBotJunit5Extension.class)
public class RunJourneyTest {
	private static final String PROJECT = "run-fix";
	private static final String END = "\treturn 0;\n}\n\nstatic";
	private Ide ide;

	@BeforeEach
	void open() throws CoreException {
		ide = new Ide();
		IProject project = ide.project(PROJECT, DemoKernel.edit("fs/proc/version.c", END, "\tseq_puts(m, \"patched\\n\");\n" + END));
		project.getFile("verify/greets.sh").write("#!/bin/sh\ngrep -q patched /proc/version\n".getBytes(StandardCharsets.UTF_8), true, false, false, null);
	}

	@Test
	void twoRunsAreComparedAndTheModuleIsLookedAt() {
		ide.verify(PROJECT);
		SWTBotView run = ide.verify(PROJECT);
		ide.picture("run-1-verified");
		run.toolbarDropDownButton("Compares this run's report with that of an earlier run").click();
		ide.until("the reports are compared", Ide.SOON, () -> ide.bot().activeEditor().getTitle().startsWith("Runs ") && ide.bot().activeEditor().bot().styledText(1).getText().contains("verified"));
		ide.picture("run-2-compared");

		SWTBotTreeItem build = ide.explorer(PROJECT, "build");
		build.contextMenu().menu("Refresh").click();
		ide.checked();
		ide.explorer(PROJECT, "build", "launch", "livepatch-run-fix.ko").doubleClick();
		SWTBotEditor module = ide.bot().editorByTitle("livepatch-run-fix.ko");
		ide.until("the module is read", Ide.SOON, () -> module.bot().text().getText().contains("is a live patch for " + DemoKernel.open().release()));
		ide.picture("run-3-module");
		module.bot().cTabItem("Patched Functions").activate();
		assertTrue(module.bot().table().getTableItem(0).getText(1).equals("version_proc_show"), module.bot().table().getTableItem(0).getText(1));
		ide.picture("run-4-patched-functions");
	}
}
