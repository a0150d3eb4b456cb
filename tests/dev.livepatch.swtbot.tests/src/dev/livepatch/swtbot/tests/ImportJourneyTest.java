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
		// the dialog that chooses files is the window system's own, which no test can drive: what it would add is put in
		UIThreadRunnable.syncExec(() -> {
			wizard.list().widget.add(patch.toString());
			wizard.list().widget.select(0);
			wizard.list().widget.notifyListeners(SWT.Selection, new Event());
		});
		ide.until("the patch can be imported", Ide.SOON, () -> wizard.button("Finish").isEnabled());
		ide.picture("import-2-patch");
		wizard.button("Finish").click();
		ide.created(PROJECT);
		ide.explorer(PROJECT, "src", "fs", "proc", "version.c").doubleClick();
		assertTrue(ide.bot().editorByTitle("version.c").toTextEditor().getText().contains("patched"));
		ide.picture("import-3-project");
		assertEquals(0, ide.problems());
	}
}
