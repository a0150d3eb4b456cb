package dev.livepatch.swtbot.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swtbot.swt.finder.SWTBot;
import org.eclipse.swtbot.swt.finder.finders.UIThreadRunnable;
import org.eclipse.swtbot.swt.finder.junit5.SWTBotJunit5Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.testing.DemoKernel;

/** A patch that was made elsewhere becomes a project by the wizard. */
@ExtendWith(SWTBotJunit5Extension.class)
public class ImportJourneyTest {
	private static final String PROJECT = "from-patch";
	private static final String VERSION = "fs/proc/version.c";
	@TempDir
	Path directory;
	private Ide ide;

	@BeforeEach
	void open() throws CoreException {
		ide = new Ide();
	}

	@Test
	void aPatchBecomesAProject() throws Exception {
		var change = DemoKernel.edit(VERSION, "\treturn 0;\n}\n\nstatic", "\tseq_puts(m, \"patched\\n\");\n\treturn 0;\n}\n\nstatic");
		Path patch = directory.resolve("greet.patch");
		Files.writeString(patch, PatchWriter.write(new ChangeSet("greet", List.of(change), List.of())), StandardCharsets.ISO_8859_1);
		SWTBot wizard = ide.newProject(PROJECT);
		wizard.button("Next >").click();
		wizard.radio(1).click();
		assertFalse(wizard.button("Finish").isEnabled(), "a patch is still to be named");
		ide.picture("import-1-no-patch-yet");
		add(wizard, patch);
		ide.until("the patch can be imported", Ide.SOON, () -> wizard.button("Finish").isEnabled());
		ide.picture("import-2-patch");
		wizard.button("Finish").click();
		ide.created(PROJECT);
		ide.explorer(PROJECT, "src", "fs", "proc", "version.c").doubleClick();
		assertTrue(ide.bot().editorByTitle("version.c").toTextEditor().getText().contains("patched"));
		ide.picture("import-3-project");
		assertEquals(0, ide.problems());
	}

	/** The line that the patch changes is another one in this kernel. */
	@Test
	void aMailThatDoesNotFitIsDecidedHunkByHunk() throws Exception {
		String line = "\tseq_printf(m, linux_proc_banner,\n";
		String kernel = DemoKernel.text(VERSION);
		assertTrue(kernel.contains(line), "the kernel's file is another than this test expects");
		String upstream = kernel.replace(line, "\tseq_printf(m, newer_banner,\n");
		String fixed = upstream.replace("\tseq_printf(m, newer_banner,\n", "\tseq_puts(m, \"fixed\\n\");\n\tseq_printf(m, newest_banner,\n").replace("fs_initcall(proc_version_init);",
				"/* fixed too */\nfs_initcall(proc_version_init);");
		Path mail = directory.resolve("fix.mbox");
		Files.writeString(mail, "From x Sat Feb  3 04:05:06 2024\nFrom: A <a@example.org>\nSubject: [PATCH] proc: fix the banner\n\nWords.\n---\n"
				+ PatchWriter.write(new ChangeSet("fix", List.of(new FileChange.Modified(VERSION, upstream, fixed)), List.of())), StandardCharsets.ISO_8859_1);
		SWTBot wizard = ide.newProject(PROJECT);
		wizard.button("Next >").click();
		wizard.radio(1).click();
		add(wizard, mail);
		ide.until("the patch can be fitted", Ide.SOON, () -> wizard.button("Next >").isEnabled());
		wizard.button("Next >").click();
		ide.until("the hunks are fitted", Ide.SOON, () -> state(wizard, 0).equals("conflict"));
		assertEquals("applied", state(wizard, 1));
		assertFalse(wizard.button("Finish").isEnabled(), "nothing is imported half");
		ide.picture("conflict-1-to-decide");
		wizard.button("Take Patch's Lines").click();
		ide.until("the hunk is decided", Ide.SOON, () -> state(wizard, 0).equals("resolved"));
		ide.picture("conflict-2-resolved");
		wizard.button("Finish").click();
		ide.created(PROJECT);
		ide.explorer(PROJECT, "src", "fs", "proc", "version.c").doubleClick();
		String text = ide.bot().editorByTitle("version.c").toTextEditor().getText();
		assertTrue(text.contains("newest_banner") && text.contains("/* fixed too */"), text);
		ide.picture("conflict-3-project");
	}

	private static String state(SWTBot wizard, int hunk) {
		return wizard.tree().getAllItems()[0].expand().getItems()[0].expand().getItems()[hunk].cell(1);
	}

	/** The dialog that chooses files is the window system's own, which no test can drive: what it would add is put in. */
	private static void add(SWTBot wizard, Path patch) {
		UIThreadRunnable.syncExec(() -> {
			wizard.list().widget.add(patch.toString());
			wizard.list().widget.select(0);
			wizard.list().widget.notifyListeners(SWT.Selection, new Event());
		});
	}
}
