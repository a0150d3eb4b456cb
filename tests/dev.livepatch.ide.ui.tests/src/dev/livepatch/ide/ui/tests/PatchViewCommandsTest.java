package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.help.IContextProvider;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IViewReference;
import org.eclipse.ui.IWorkbenchCommandConstants;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.keys.IBindingService;
import org.eclipse.ui.navigator.CommonNavigator;
import org.eclipse.ui.progress.IProgressConstants;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.check.CheckResult;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.kernel.KernelFileInput;
import dev.livepatch.ide.ui.patch.CheckExport;
import dev.livepatch.testing.DemoKernel;

/** What can be done in the Live Patch view. */
public class PatchViewCommandsTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String RETURN = "\t\tutsname()->version);\n\treturn 0;";
	private static final String GOOD = "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;";
	private static final String INIT = "\tpde_make_permanent(pde);\n";
	private static final String BAD = INIT + "\tpr_info(\"init\\n\");\n";
	private static final String QUICK_FIX = "org.eclipse.jdt.ui.edit.text.java.correction.assist.proposals";
	@TempDir
	Path work;
	private IProject project;
	private IProject other;
	private LivePatchView view;

	@BeforeEach
	void ready() throws Exception {
		Workbench.ready();
		view = LivePatchView.open();
		project = Projects.create("view-commands", DemoKernel.edit(VERSION, RETURN, GOOD));
		view.activate();
		view.headline("view-commands: Patchable: 1 function in 1 object");
	}

	@AfterEach
	void delete() throws Exception {
		Workbench.page().closeAllEditors(false);
		view.close();
		Workbench.checked();
		Projects.delete(project);
		Projects.delete(other);
	}

	private void refused() throws Exception {
		IFile file = ProjectLayout.of(project).source(VERSION);
		Projects.save(file, Projects.text(file).replace(INIT, BAD));
		view.headline("Not patchable: 1 error");
		Workbench.checked();
	}

	@Test
	void whatIsOutOfDateIsSaidUntilItIsCheckedAgain() throws Exception {
		CheckResults.stale(project, "The kernel was built anew.");
		view.headline("Out of date: The kernel was built anew.\nBefore: Patchable: 1 function in 1 object");
		assertTrue(view.lines().contains("version_proc_show\tedited"), "what was known stays to be seen: " + view.lines());
		Workbench.screenshot("patch-view-stale");
		view.command("checkNow");
		view.headline("view-commands: Patchable");
	}

	@Test
	void whatIsRightInARefusedObjectIsNotInThePatch() throws Exception {
		refused();
		assertTrue(view.lines().contains("version_proc_show\tnot in the patch"), () -> view.lines().toString());
		assertTrue(view.item("version_proc_show").getText(2).startsWith("its object is refused; edited at line "), view.item("version_proc_show").getText(2));
	}

	@Test
	void aPinnedViewKeepsItsProject() throws Exception {
		other = Projects.create("view-other", DemoKernel.edit("fs/proc/cmdline.c", "seq_puts(m, saved_command_line);", "seq_puts(m, \"x\");"));
		Workbench.checked();
		select(project);
		Workbench.until("the view follows", () -> project.equals(view.part().project()));
		view.command("pinPatchView");
		select(other);
		Workbench.settle();
		assertEquals(project, view.part().project(), "pinned");
		view.command(LivepatchUi.ID + ".pinPatchView", Map.of(LivepatchUi.ID + ".pinPatchView.project", other.getName()));
		assertEquals(other, view.part().project(), "pinned to another");
		select(project);
		Workbench.settle();
		assertEquals(other, view.part().project());
		view.command("pinPatchView");
		select(project);
		Workbench.until("the view follows again", () -> project.equals(view.part().project()));
		view.headline("view-commands: ");
	}

	private static void select(IProject wanted) throws Exception {
		CommonNavigator explorer = (CommonNavigator) Workbench.page().showView("org.eclipse.ui.navigator.ProjectExplorer");
		explorer.selectReveal(StructuredSelection.EMPTY);
		explorer.selectReveal(new StructuredSelection(wanted));
		Workbench.until(wanted.getName() + " is selected", () -> explorer.getCommonViewer().getStructuredSelection().getFirstElement() == wanted);
	}

	@Test
	void linkedTheViewGoesWithTheCaret() throws Exception {
		refused();
		ITextEditor editor = (ITextEditor) IDE.openEditor(Workbench.page(), ProjectLayout.of(project).source(VERSION));
		String text = editor.getDocumentProvider().getDocument(editor.getEditorInput()).get();
		view.select("fs/proc/version.o");
		view.command("linkPatchView");
		for (String place : List.of("pr_info(", "patched\\n")) {
			Workbench.page().activate(editor);
			editor.selectAndReveal(text.indexOf(place), 0);
			String function = place.equals("pr_info(") ? "proc_version_init" : "version_proc_show";
			Workbench.until(function + " is selected", () -> view.tree().getSelectionCount() == 1 && view.tree().getSelection()[0].getText().equals(function));
		}
		view.command("linkPatchView");
	}

	@Test
	void aCheckIsExportedInTheFormThatTheFilesNameAsksFor() throws Exception {
		CheckResult result = CheckResults.of(project).last().orElseThrow().result();
		assertTrue(exported(result, "check.txt").contains("version_proc_show"));
		assertTrue(exported(result, "check.json").startsWith("{") && exported(result, "check.json").contains("\"schemaVersion\""));
		assertTrue(exported(result, "check.sarif").contains("\"runs\""));
		CheckExport failing = new CheckExport(result, work.resolve("nowhere/check.txt"));
		assertEquals(IStatus.ERROR, ended(failing).getSeverity());
		assertTrue(failing.getResult().getMessage().contains("nowhere/check.txt"), failing.getResult().getMessage());
	}

	private String exported(CheckResult result, String name) throws Exception {
		assertTrue(ended(new CheckExport(result, work.resolve(name))).isOK());
		return Files.readString(work.resolve(name));
	}

	/** Without the dialog in which a user reads why a job failed. */
	private static IStatus ended(Job job) {
		job.setUser(false);
		job.setProperty(IProgressConstants.NO_IMMEDIATE_ERROR_PROMPT_PROPERTY, Boolean.TRUE);
		job.schedule();
		Workbench.until(job.getName() + " is done", () -> job.getResult() != null);
		return job.getResult();
	}

	@Test
	void verifyingLaunchesTheProject() throws Exception {
		var launches = DebugPlugin.getDefault().getLaunchManager();
		List<ILaunch> before = List.of(launches.getLaunches());
		List<IViewReference> views = List.of(Workbench.page().getViewReferences());
		view.command("verifyPatch");
		AtomicReference<ILaunch> launch = new AtomicReference<>();
		Workbench.until("the project is launched", () -> {
			launch.set(Arrays.stream(launches.getLaunches()).filter(l -> !before.contains(l)).findFirst().orElse(null));
			return launch.get() != null && (launch.get().isTerminated() || launch.get().getProcesses().length > 0);
		});
		assertTrue(launch.get().getLaunchConfiguration().getName().startsWith("view-commands"));
		if (launch.get().canTerminate()) {
			launch.get().terminate();
		}
		Workbench.until("it has ended", () -> launch.get().isTerminated());
		launches.removeLaunch(launch.get());
		launch.get().getLaunchConfiguration().delete();
		Workbench.settle();
		Arrays.stream(Workbench.page().getViewReferences()).filter(v -> !views.contains(v)).forEach(Workbench.page()::hideView);
	}

	@Test
	void aLineLeadsToTheCodeAndToTheKernelsVersion() throws Exception {
		view.select("version_proc_show");
		Menu menu = view.tree().getMenu();
		menu.notifyListeners(SWT.Show, new Event());
		List<String> entries = Arrays.stream(menu.getItems()).map(i -> i.getText().replace("&", "").split("\t")[0]).toList();
		assertTrue(entries.containsAll(List.of("Go To", "Open Kernel's Version", "Compare Code With Kernel", "Compare With Kernel", "Copy", "Copy as Markdown Table", "Copy Patch")), () -> entries.toString());
		menu.notifyListeners(SWT.Hide, new Event());

		view.command("openKernelVersion");
		Workbench.until("the kernel's file is open", () -> Workbench.page().getActiveEditor() != null && Workbench.page().getActiveEditor().getEditorInput() instanceof KernelFileInput);
		ITextEditor kernel = (ITextEditor) Workbench.page().getActiveEditor();
		Workbench.until("its line is selected", () -> kernel.getSelectionProvider().getSelection() instanceof ITextSelection s && s.getLength() > 0);
		String line = ((ITextSelection) kernel.getSelectionProvider().getSelection()).getText();
		assertTrue(RETURN.contains(line.strip()), "the line that the edit was put behind: " + line);
		assertFalse(kernel.isEditable(), "the project's own version is the one to edit");

		view.activate();
		view.select("version_proc_show");
		view.command("compareFunction");
		Workbench.until("the code is compared", () -> {
			IEditorPart editor = Workbench.page().getActiveEditor();
			return editor != null && !(editor instanceof ITextEditor) && editor.getTitle().contains("version_proc_show");
		});
		Workbench.screenshot("patch-view-compare-code");
	}

	@Test
	void quickFixesOfAFindingAreOfferedAndMade() throws Exception {
		refused();
		view.select("proc_version_init");
		AtomicReference<Menu> shown = new AtomicReference<>();
		Listener listener = e -> shown.set(e.widget instanceof Menu m ? m : null);
		Display.getCurrent().addFilter(SWT.Show, listener);
		try {
			view.command(QUICK_FIX, Map.of());
			Workbench.until("fixes are offered", () -> shown.get() != null && shown.get().getItemCount() > 0);
		} finally {
			Display.getCurrent().removeFilter(SWT.Show, listener);
		}
		List<String> offered = Arrays.stream(shown.get().getItems()).map(MenuItem::getText).toList();
		assertTrue(Workbench.finding(project, "init-changed").getAttribute(Markers.FUNCTION, "").equals("proc_version_init"));
		MenuItem revert = Arrays.stream(shown.get().getItems()).filter(i -> i.getText().toLowerCase().contains("revert") || i.getText().toLowerCase().contains("take")).findFirst()
				.orElseThrow(() -> new AssertionError("no way back is offered: " + offered));
		shown.get().setVisible(false);
		revert.notifyListeners(SWT.Selection, new Event());
		Workbench.until("the edit is taken back", () -> Workbench.page().getActiveEditor() instanceof ITextEditor editor
				&& !editor.getDocumentProvider().getDocument(editor.getEditorInput()).get().contains("pr_info(\"init"));
	}

	@Test
	void aFindingsRuleIsExplainedOnF1() throws Exception {
		refused();
		view.select("proc_version_init");
		assertTrue(view.tree().isListening(SWT.Help));
		var context = assertInstanceOf(IContextProvider.class, view.part().getAdapter(IContextProvider.class)).getContext(view.tree());
		assertEquals("/dev.livepatch.doc/rules.html#init-changed", context.getRelatedTopics()[0].getHref());
		assertFalse(context.getText().isBlank());
		view.select("fs/proc/version.o");
		context = view.part().getAdapter(IContextProvider.class).getContext(view.tree());
		assertEquals("/dev.livepatch.doc/html/patch.html", context.getRelatedTopics()[0].getHref());
	}

	@Test
	void linesAreCopiedAsATableForAMail() throws Exception {
		view.select("version_proc_show");
		view.command("copyAsMarkdown");
		List<String> lines = LivePatchView.clipboard().lines().toList();
		assertEquals("| Name | Status | Reason | Place |", lines.get(0));
		assertEquals("| --- | --- | --- | --- |", lines.get(1));
		assertTrue(lines.get(2).startsWith("| version\\_proc\\_show | edited | edited at line "), lines.get(2));
		assertEquals(3, lines.size());

		Text filter = Workbench.find(view.area(), Text.class, t -> true);
		view.command(IWorkbenchCommandConstants.EDIT_FIND_AND_REPLACE, Map.of());
		assertTrue(filter.isFocusControl(), "the filter is found by key");
		filter.setText("show");
		filter.selectAll();
		view.part().getSite().getService(IHandlerService.class).executeCommand(IWorkbenchCommandConstants.EDIT_COPY, null);
		assertEquals("show", LivePatchView.clipboard(), "in the filter, its own text is copied");
		filter.setText("");
	}

	@Test
	void theViewsKeysCountInIt() {
		IBindingService keys = PlatformUI.getWorkbench().getService(IBindingService.class);
		view.activate();
		assertEquals("F5", keys.getBestActiveBindingFormattedFor(LivepatchUi.ID + ".checkNow"));
		assertEquals("Shift+Ctrl+C", keys.getBestActiveBindingFormattedFor(LivepatchUi.ID + ".copyAsMarkdown").replace("Ctrl+Shift", "Shift+Ctrl"));
		assertEquals("Ctrl+Alt+Y", keys.getBestActiveBindingFormattedFor(LivepatchUi.ID + ".compareFunction").replace("Alt+Ctrl", "Ctrl+Alt"));
	}
}
