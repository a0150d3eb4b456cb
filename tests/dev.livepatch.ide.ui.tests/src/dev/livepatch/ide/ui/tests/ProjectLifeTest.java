package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.CheckRecords;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.check.CheckState.Checked;
import dev.livepatch.ide.check.CheckState.NeverChecked;
import dev.livepatch.ide.check.CheckState.Running;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.preferences.KernelChoice;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.project.ProjectSetup;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.patch.PatchView;
import dev.livepatch.testing.DemoKernel;

/** What happens to projects besides edits: sessions end, colleagues have other machines, and patches grow. */
public class ProjectLifeTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final int MANY = 200;
	private static final FileChange EDIT = DemoKernel.edit(VERSION, "\t\tutsname()->version);\n\treturn 0;", "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;");
	@TempDir
	Path temporary;
	private final List<IProject> projects = new ArrayList<>();

	@BeforeEach
	void ready() {
		Workbench.ready();
	}

	@AfterEach
	void delete() throws Exception {
		Workbench.page().closeAllEditors(false);
		IViewPart view = Workbench.page().findView(LivepatchUi.PATCH_VIEW);
		if (view != null) {
			Workbench.page().hideView(view);
		}
		Workbench.checked();
		for (IProject project : projects) {
			Projects.delete(project);
		}
		LinkedKernel.removeLinks(temporary);
	}

	@Test
	void aCheckThatASessionCutOffIsDoneInTheNext() throws Exception {
		IProject project = project("life-cut-off", EDIT);
		Workbench.until("a check is under way", () -> CheckResults.of(project) instanceof Running);
		// ends the project's session, and its builder with it, as the end of the workbench does
		project.close(null);
		Workbench.checked();
		project.open(null);
		Workbench.checked();
		assertInstanceOf(Checked.class, CheckResults.of(project));

		CheckState last = CheckResults.of(project);
		project.close(null);
		project.open(null);
		Workbench.checked();
		assertFalse(CheckResults.of(project) instanceof Running, "nothing is left over");
		assertFalse(last.equals(CheckResults.of(project)), "what was finished is not done again");
	}

	@Test
	void noFileOfAProjectSaysWhereTheKernelIs() throws Exception {
		Path kernel = new LinkedKernel(temporary.resolve("colleague")).directory();
		IProject project = Projects.on(kernel, "life-shared", EDIT);
		projects.add(project);
		Workbench.checked();
		Path directory = ProjectLayout.of(project).directory();
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).filter(f -> !f.startsWith(directory.resolve("build")))::iterator) {
				assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(kernel.toString()), file::toString);
			}
		}
		assertTrue(Files.readString(directory.resolve(".gitignore")).contains("/build/"));

		// as a clone is opened: the files only
		project.delete(false, true, null);
		IProject clone = ProjectSetup.open(directory, null);
		projects.add(clone);
		Workbench.checked();
		assertEquals("", KernelChoice.own(clone));
		KernelChoice.choose(clone, temporary.resolve("nowhere"));
		clone.build(IncrementalProjectBuilder.FULL_BUILD, null);
		Workbench.checked();
		assertEquals(List.of(Markers.KERNEL), Stream.of(Workbench.markers(clone, Markers.FAILURE)).map(m -> m.getAttribute(Markers.RULE, "")).toList(), Workbench.describe(clone));
	}

	@Test
	void theCheckOf200FilesSaysHowFarItIsAndEndsWhenItIsCancelled() throws Exception {
		PatchView view = view();
		Set<Long> before = ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
		IProject project = project("life-many", edits());
		Workbench.page().activate(view);
		Workbench.until("some files of " + MANY + " are checked", () -> CheckResults.of(project) instanceof Running running && running.total() == MANY && running.done() > 1);
		Label said = Workbench.find(view.control(), Label.class, l -> l.getText().contains(" of " + MANY + ")"));
		Workbench.until("the view says how far it is", () -> !said.isDisposed() && said.getText().startsWith("life-many: Checking "));
		Workbench.screenshot("many-checking");
		long cancelled = System.nanoTime();
		Workbench.find(view.control(), Button.class, b -> b.getText().equals("Cancel")).notifyListeners(SWT.Selection, new Event());
		Workbench.checked();
		System.out.printf("the check of %d files ended %d ms after it was cancelled%n", MANY, (System.nanoTime() - cancelled) / 1_000_000);
		assertInstanceOf(NeverChecked.class, CheckResults.of(project));
		assertEquals(List.of(), ProcessHandle.current().descendants().filter(p -> !before.contains(p.pid())).flatMap(p -> p.info().command().stream())
				.filter(c -> !c.contains("WebKit")).toList(), "no process is left");
		assertEquals(MANY, Projects.text(project.getFile("life-many.patch")).lines().filter(l -> l.startsWith("diff --git ")).count());
	}

	@Test
	void aPatchOf200ObjectsIsShownAndFiltered() throws Exception {
		IProject project = project("life-shown", EDIT);
		Workbench.checked();
		CheckRecord one = assertInstanceOf(Checked.class, CheckResults.of(project)).check();
		ObjectReport object = one.result().objects().getFirst();
		List<ObjectReport> objects = IntStream.range(0, MANY).mapToObj(i -> new ObjectReport("fs/many/file%03d.o".formatted(i), "fs/many/file%03d.c".formatted(i), object.parent(), object.verdict(),
				List.of("function" + i), List.of(), List.of(), Map.of(), List.of(), object.extracted(), List.of(), Optional.empty())).toList();
		CheckResult many = new CheckResult(one.result().verdict(), objects, List.of(), one.result().timings());
		// as a session before has left it: a real check of as many takes minutes
		CheckRecords.write(CheckRecord.of(many, one.when(), one.kernel(), Optional.empty()), ProjectLayout.of(project).checkDirectory().resolve("check.json"));
		project.close(null);
		project.open(null);
		PatchView view = view();
		Workbench.page().activate(view);
		Workbench.until("the patch is shown", () -> Workbench.find(view.control(), Label.class, l -> l.getText().contains(MANY + " functions in " + MANY + " objects")) != null);
		Tree tree = Workbench.find(view.control(), Tree.class, t -> true);
		assertEquals(MANY, tree.getItem(0).getItemCount());
		Workbench.screenshot("many-shown");
		Workbench.find(view.control(), Text.class, t -> true).setText("function123");
		assertEquals(List.of("fs/many/file123.o"), Stream.of(tree.getItem(0).getItems()).map(TreeItem::getText).toList());
	}

	/** A line more in each of {@link #MANY} files that one object is made from; not where no object can be patched, as in the vdso. */
	private static FileChange[] edits() throws Exception {
		List<FileChange> edits = new ArrayList<>();
		for (String file : DemoKernel.open().sources(Cancellation.NEVER)) {
			boolean supported = !file.startsWith("arch/") && !file.startsWith("lib/");
			if (edits.size() < MANY && supported && file.endsWith(".c") && DemoKernel.open().objectPathsOf(file, Cancellation.NEVER).size() == 1) {
				String text = DemoKernel.text(file);
				edits.add(new FileChange.Modified(file, text, text + "int one_of_many;\n"));
			}
		}
		assertEquals(MANY, edits.size(), "files of the kernel");
		return edits.toArray(FileChange[]::new);
	}

	private static PatchView view() throws PartInitException {
		return (PatchView) Workbench.page().showView(LivepatchUi.PATCH_VIEW, null, IWorkbenchPage.VIEW_ACTIVATE);
	}

	private IProject project(String name, FileChange... changes) throws CoreException {
		IProject project = Projects.create(name, changes);
		projects.add(project);
		return project;
	}
}
