package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.wizard.IWizardPage;
import org.eclipse.jface.wizard.WizardDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IWorkbenchWizard;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.core.exchange.PatchExport;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.exchange.SourcePage;
import dev.livepatch.testing.DemoKernel;

/** Patches, mails and commits on their way into projects, and projects on their way out. */
public class ExchangeTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String LINE = "\tseq_printf(m, linux_proc_banner,\n";
	@TempDir
	Path directory;
	private WizardDialog dialog;

	@BeforeEach
	void ready() {
		Workbench.ready();
	}

	@AfterEach
	void close() throws Exception {
		if (dialog != null && dialog.getShell() != null) {
			dialog.close();
		}
		Workbench.page().closeAllEditors(false);
		Workbench.checked();
		for (IProject project : ResourcesPlugin.getWorkspace().getRoot().getProjects()) {
			Projects.delete(project);
		}
	}

	@Test
	void aCommitThatDoesNotFitIsDecidedHunkByHunk() throws Exception {
		String kernel = DemoKernel.text(VERSION);
		assertTrue(kernel.contains(LINE) && kernel.contains("\treturn 0;\n}\n\nstatic"), "the kernel's file is another than this test expects");
		// upstream has come further: the line that the fix changes is another there
		String upstream = kernel.replace(LINE, "\tseq_printf(m, newer_banner,\n");
		Path repository = Files.createDirectories(directory.resolve("linux/fs/proc")).getParent().getParent();
		git(repository, "init", "-q", "-b", "main");
		commit(repository, upstream, "proc: newer banner");
		String fixed = upstream.replace("\tseq_printf(m, newer_banner,\n", "\tseq_puts(m, \"fixed\\n\");\n\tseq_printf(m, newest_banner,\n")
				.replace("fs_initcall(proc_version_init);", "/* fixed too */\nfs_initcall(proc_version_init);");
		String id = commit(repository, fixed, "proc: fix the banner\n\nWords.");

		open(PlatformUI.getWorkbench().getImportWizardRegistry().findWizard(LivepatchUi.IMPORT_WIZARD).createWizard(), StructuredSelection.EMPTY);
		Workbench.find(dialog.getShell(), Text.class, t -> (t.getStyle() & SWT.READ_ONLY) == 0).setText("banner-fix");
		Workbench.find(dialog.getShell(), Combo.class, c -> (c.getStyle() & SWT.READ_ONLY) == 0).setText(DemoKernel.directory().toString());
		Workbench.until("the kernel is accepted", () -> page().isPageComplete());
		Workbench.screenshot("exchange-target");
		press("Next");
		choose("git commits");
		press("Next");
		visible(Text.class, t -> (t.getStyle() & SWT.READ_ONLY) == 0).setText(repository.toString());
		Table table = visible(Table.class, t -> true);
		Workbench.until("the commits are listed", () -> table.getItemCount() == 2);
		TableItem newest = table.getItem(0);
		assertEquals("proc: fix the banner", newest.getText(1));
		table.setSelection(0);
		notify(table, newest, SWT.NONE);
		newest.setChecked(true);
		notify(table, newest, SWT.CHECK);
		Workbench.until("the difference is shown", () -> visible(Text.class, t -> t.getText().contains("+\tseq_puts(m")) != null);
		Workbench.screenshot("exchange-commits");
		press("Next");
		Workbench.until("the commit is fitted", () -> visible(Tree.class, t -> t.getItemCount() == 1 && t.getSelectionCount() == 1) != null);
		Tree tree = visible(Tree.class, t -> true);
		TreeItem file = tree.getItem(0).getItem(0);
		assertEquals(VERSION, file.getText());
		assertEquals("conflict", file.getItem(0).getText(1));
		assertEquals("applied", file.getItem(1).getText(1));
		assertEquals(file.getItem(0), tree.getSelection()[0], "what has to be decided is selected");
		assertFalse(button("Finish").isEnabled(), "nothing is imported half");
		StyledText left = visible(StyledText.class, t -> t.getEditable() && t.getText().contains("linux_proc_banner"));
		assertTrue(left.getText().contains("/* fixed too */"), "with the hunk that fits");
		StyledText right = visible(StyledText.class, t -> !t.getEditable() && t.getText().contains("newest_banner"));
		assertTrue(right.getText().contains("seq_puts(m, \"fixed\\n\")"));
		Workbench.screenshot("exchange-conflict");

		left.setText(left.getText().replace(LINE, "\tseq_puts(m, \"fixed\\n\");\n" + LINE));
		press("Resolved");
		Workbench.until("the hunk is resolved", () -> tree.getItem(0).getItem(0).getItem(0).getText(1).equals("resolved"));
		Workbench.screenshot("exchange-resolved");
		assertTrue(button("Finish").isEnabled());
		press("Finish");
		IProject project = project("banner-fix");
		String expected = kernel.replace(LINE, "\tseq_puts(m, \"fixed\\n\");\n" + LINE).replace("fs_initcall(proc_version_init);", "/* fixed too */\nfs_initcall(proc_version_init);");
		assertEquals(expected, Projects.text(ProjectLayout.of(project).source(VERSION)));
		Workbench.checked();
		var message = PatchExport.message(LivepatchProject.open(ProjectLayout.of(project).directory()));
		assertEquals("proc: fix the banner", message.subject());
		assertEquals("B\u00e9a <bea@example.org>", message.author());
		assertEquals(id, message.commit().orElseThrow());
		assertTrue(message.body().startsWith("Words.\n\n[ backport to 6.1") && message.body().endsWith(": conflicts resolved in " + VERSION + " ]"), message.body());
	}

	@Test
	void aMailGoesIntoAProjectThatIsThereAndAHunkIsDropped() throws Exception {
		var own = DemoKernel.edit(VERSION, "\treturn 0;\n}\n\nstatic", "\tseq_puts(m, \"mine\\n\");\n\treturn 0;\n}\n\nstatic");
		IProject project = Projects.create("mine", own);
		Workbench.checked();
		var uptime = DemoKernel.edit("fs/proc/uptime.c", "\treturn 0;\n}\n\nstatic", "\tseq_puts(m, \"up\\n\");\n\treturn 0;\n}\n\nstatic");
		String diff = PatchWriter.write(new ChangeSet("x", List.of(uptime), List.of()));
		Path mail = Files.writeString(directory.resolve("m.mbox"), "From x Sat Feb  3 04:05:06 2024\nFrom: A <a@example.org>\nSubject: [PATCH] proc: up\nContent-Transfer-Encoding: 8bit\n\nWords.\n---\n"
				+ diff + "--- a/fs/proc/nowhere.c\n+++ b/fs/proc/nowhere.c\n@@ -1 +1 @@\n-a\n+b\n", StandardCharsets.ISO_8859_1);
		open(PlatformUI.getWorkbench().getImportWizardRegistry().findWizard(LivepatchUi.IMPORT_WIZARD).createWizard(), new StructuredSelection(project));
		press("Next");
		((SourcePage) page()).choose(List.of(mail));
		Workbench.screenshot("exchange-source");
		press("Finish");
		Workbench.until("what does not fit is shown", () -> visible(Tree.class, t -> t.getSelectionCount() == 1) != null);
		Tree tree = visible(Tree.class, t -> true);
		assertEquals(Projects.text(ProjectLayout.of(project).source(VERSION)), own.after(), "nothing was imported yet");
		assertEquals("file missing", tree.getItem(0).getItem(1).getText(1));
		Workbench.screenshot("exchange-missing");
		press("Drop File");
		Workbench.until("the file is dropped", () -> tree.getItem(0).getItem(1).getText(1).equals("dropped"));
		press("Finish");
		Workbench.until("the wizard is done", () -> dialog.getShell() == null);
		assertEquals(own.after(), Projects.text(ProjectLayout.of(project).source(VERSION)));
		assertEquals(uptime.after(), Projects.text(ProjectLayout.of(project).source("fs/proc/uptime.c")));
	}

	@Test
	void aProjectIsExportedWithItsHeader() throws Exception {
		var own = DemoKernel.edit(VERSION, "\treturn 0;\n}\n\nstatic", "\tseq_puts(m, \"mine\\n\");\n\treturn 0;\n}\n\nstatic");
		IProject project = Projects.create("mine", own);
		Workbench.checked();
		Path target = directory.resolve("out.patch");
		open(PlatformUI.getWorkbench().getExportWizardRegistry().findWizard(LivepatchUi.EXPORT_WIZARD).createWizard(), new StructuredSelection(project));
		visible(Text.class, t -> true).setText(target.toString());
		Workbench.screenshot("exchange-export");
		press("Next");
		Workbench.until("the project is read", () -> visible(Text.class, t -> t.getText().equals("mine")) != null);
		List<Text> fields = all(Text.class, Text::isVisible);
		fields.get(0).setText("B\u00e9a <bea@example.org>");
		fields.get(1).setText("proc: say mine");
		fields.get(2).setText("Because it is.");
		fields.get(3).setText("B\u00e9a <bea@example.org>");
		Workbench.screenshot("exchange-header");
		press("Finish");
		Workbench.until("the patch is written", () -> dialog.getShell() == null);
		String text = Files.readString(target);
		assertTrue(text.contains("Subject: [PATCH] proc: say mine\n") && text.contains("\nBecause it is.\n\nSigned-off-by: B\u00e9a <bea@example.org>\n---\n"), text);
		assertEquals(List.of(own), PatchReader.read("mine", List.of(target), DemoKernel.open().source(), Cancellation.NEVER).files());
		assertEquals("B\u00e9a <bea@example.org>", LivepatchProject.open(ProjectLayout.of(project).directory()).settings().author().orElseThrow());

		open(PlatformUI.getWorkbench().getExportWizardRegistry().findWizard(LivepatchUi.EXPORT_WIZARD).createWizard(), new StructuredSelection(project));
		visible(Text.class, t -> true).setText(target.toString());
		assertTrue(dialog.getErrorMessage().contains("exists already"), dialog.getErrorMessage());
		choose("bundle for kpatch-build");
		Path bundle = directory.resolve("bundle");
		visible(Text.class, t -> true).setText(bundle.toString());
		press("Next");
		Workbench.until("the project is read", () -> button("Finish").isEnabled());
		press("Finish");
		Workbench.until("the bundle is written", () -> dialog.getShell() == null);
		assertTrue(Files.readString(bundle.resolve("README")).contains("kpatch-build --sourcedir"));
	}

	private void open(IWorkbenchWizard wizard, StructuredSelection selection) {
		wizard.init(PlatformUI.getWorkbench(), selection);
		dialog = new WizardDialog(Workbench.window().getShell(), wizard);
		dialog.setBlockOnOpen(false);
		dialog.open();
	}

	private IWizardPage page() {
		return (IWizardPage) dialog.getSelectedPage();
	}

	private void press(String label) {
		Button button = button(label);
		assertTrue(button.isEnabled(), label + " can be pressed on page " + page().getName() + ": " + dialog.getErrorMessage());
		button.notifyListeners(SWT.Selection, null);
	}

	private Button button(String label) {
		return visible(Button.class, b -> b.getText().replace("&", "").replace(" >", "").equals(label));
	}

	private void choose(String label) {
		for (Button button : all(Button.class, b -> b.isVisible() && (b.getStyle() & SWT.RADIO) != 0)) {
			button.setSelection(button.getText().replace("&", "").contains(label));
		}
		visible(Button.class, b -> b.getText().replace("&", "").contains(label)).notifyListeners(SWT.Selection, null);
	}

	private <C extends org.eclipse.swt.widgets.Control> C visible(Class<C> type, Predicate<C> test) {
		return Workbench.find(dialog.getShell(), type, c -> c.isVisible() && test.test(c));
	}

	private <C extends org.eclipse.swt.widgets.Control> List<C> all(Class<C> type, Predicate<C> test) {
		List<C> found = new ArrayList<>();
		Workbench.find(dialog.getShell(), type, c -> test.test(c) && !found.add(c));
		return found;
	}

	private static void notify(Table table, TableItem item, int detail) {
		Event event = new Event();
		event.item = item;
		event.detail = detail;
		table.notifyListeners(SWT.Selection, event);
	}

	private IProject project(String name) {
		IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject(name);
		Workbench.until("the project is there", () -> ProjectLayout.isLivepatch(project) && dialog.getShell() == null);
		return project;
	}

	private String commit(Path repository, String text, String message) throws Exception {
		Files.writeString(repository.resolve(VERSION), text, StandardCharsets.ISO_8859_1);
		git(repository, "add", "-A");
		git(repository, "-c", "user.name=B\u00e9a", "-c", "user.email=bea@example.org", "commit", "-q", "-m", message);
		return git(repository, "rev-parse", "HEAD").strip();
	}

	private static String git(Path repository, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("git"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile()).redirectErrorStream(true);
		builder.environment().putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null"));
		Process process = builder.start();
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), out);
		return out;
	}
}
