package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextOperationTarget;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.text.source.ISourceViewer;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IMarkerResolution;
import org.eclipse.ui.IMarkerResolution2;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.texteditor.ITextEditorActionConstants;
import org.eclipse.ui.views.markers.WorkbenchMarkerResolution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.testing.DemoKernel;

/** From a marker over its quick fix to a document that has changed, and back. */
public class QuickFixTest {
	private static final String LOCKS = "fs/locks.c";
	private static final String CMDLINE = "fs/proc/cmdline.c";
	private IProject project;

	@BeforeEach
	void ready() {
		Workbench.ready();
	}

	@AfterEach
	void delete() throws Exception {
		Projects.close(project);
	}

	private static FileChange.Modified systemCall() {
		return DemoKernel.edit(LOCKS, "error = -EBADF;\n\tf = fdget(fd);", "error = -EPERM;\n\tf = fdget(fd);");
	}

	/** The only finding of a rule, once the check has come to it. */
	private IMarker finding(String rule) throws Exception {
		Workbench.until("there are findings", () -> Workbench.markers(project, Markers.FINDING).length > 0);
		return Workbench.finding(project, rule);
	}

	private static IMarkerResolution resolution(IMarker marker, String label) {
		assertTrue(IDE.getMarkerHelpRegistry().hasResolutions(marker));
		IMarkerResolution[] all = IDE.getMarkerHelpRegistry().getResolutions(marker);
		return Arrays.stream(all).filter(r -> r.getLabel().startsWith(label)).findFirst()
				.orElseThrow(() -> new AssertionError("no fix " + label + " in " + Arrays.stream(all).map(IMarkerResolution::getLabel).toList()));
	}

	@Test
	void aFixEditsTheOpenDocumentAndCanBeUndone() throws Exception {
		project = Projects.create("syscall-fix", systemCall());
		Workbench.checked();
		IFile file = ProjectLayout.of(project).source(LOCKS);
		String saved = Projects.text(file);
		ITextEditor editor = (ITextEditor) IDE.openEditor(Workbench.page(), file, "org.eclipse.ui.genericeditor.GenericEditor");
		IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());

		IMarkerResolution fix = resolution(finding("syscall-body"), "Write KPATCH_SYSCALL_DEFINE2(flock");
		assertTrue(((IMarkerResolution2) fix).getDescription().contains("<b>+KPATCH_SYSCALL_DEFINE2(flock,"), ((IMarkerResolution2) fix).getDescription());
		fix.run(finding("syscall-body"));
		assertTrue(document.get().contains("\nKPATCH_SYSCALL_DEFINE2(flock,") && document.get().contains("#include \"kpatch-syscall.h\""));
		assertTrue(editor.isDirty(), "the author looks at it, and saves");
		assertEquals(saved, Projects.text(file));

		editor.getAction(ITextEditorActionConstants.UNDO).run();
		assertEquals(saved, document.get());
		editor.getAction(ITextEditorActionConstants.REDO).run();
		editor.doSave(null);
		Workbench.checked();
		assertEquals(0, Arrays.stream(Workbench.markers(project, Markers.PROBLEM)).filter(m -> m.getAttribute(IMarker.SEVERITY, 0) == IMarker.SEVERITY_ERROR).count(),
				Workbench.describe(project));
	}

	@Test
	void aFixFollowsItsLineThroughUnsavedEdits() throws Exception {
		project = Projects.create("moved-fix", DemoKernel.edit(CMDLINE, "cmdline_proc_show", "cmdline_proc_display"));
		Workbench.checked();
		IMarker marker = finding("init-changed");
		IFile file = ProjectLayout.of(project).source(CMDLINE);
		ITextEditor editor = (ITextEditor) IDE.openEditor(Workbench.page(), file, "org.eclipse.ui.genericeditor.GenericEditor");
		IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
		document.replace(0, 0, "/* mine */\n\n\n");
		resolution(marker, "Keep the name cmdline_proc_show").run(marker);
		assertEquals("/* mine */\n\n\n" + DemoKernel.text(CMDLINE), document.get());
	}

	@Test
	void allOfOneKindAreFixedTogether() throws Exception {
		project = Projects.create("two-fixes", systemCall(),
				DemoKernel.edit("kernel/sys.c", "	if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN &&\n", "	if (who != RUSAGE_SELF &&\n"));
		Workbench.checked();
		IMarker[] found = Arrays.stream(Workbench.markers(project, Markers.FINDING)).filter(m -> m.getAttribute(Markers.RULE, "").equals("syscall-body")).toArray(IMarker[]::new);
		assertTrue(found.length >= 2, Workbench.describe(project));
		WorkbenchMarkerResolution fix = (WorkbenchMarkerResolution) resolution(found[0], "Write KPATCH_SYSCALL_DEFINE");
		assertEquals(found.length - 1, fix.findOtherMarkers(Workbench.markers(project, Markers.PROBLEM)).length);
		fix.run(found, new NullProgressMonitor());
		Workbench.page().saveAllEditors(false);
		Workbench.checked();
		assertTrue(Projects.text(ProjectLayout.of(project).source("kernel/sys.c")).contains("\nKPATCH_SYSCALL_DEFINE2(getrusage,"));
		assertTrue(Projects.text(ProjectLayout.of(project).source(LOCKS)).contains("KPATCH_SYSCALL_DEFINE2(flock,"));
	}

	@Test
	void theEditorShowsABulbAndTheFixesOnCtrl1() throws Exception {
		project = Projects.create("bulb", systemCall());
		Workbench.checked();
		IFile file = ProjectLayout.of(project).source(LOCKS);
		ITextEditor editor = (ITextEditor) IDE.openEditor(Workbench.page(), file, "org.eclipse.ui.genericeditor.GenericEditor");
		IMarker marker = finding("syscall-body");
		IDE.gotoMarker(editor, marker);
		int before = Display.getCurrent().getShells().length;
		editor.getSite().getShell().forceFocus();
		editor.setFocus();
		ITextOperationTarget target = editor.getAdapter(ITextOperationTarget.class);
		Workbench.settle();
		target.doOperation(ISourceViewer.QUICK_ASSIST);
		Workbench.until("the fixes are listed", () -> Arrays.stream(Display.getCurrent().getShells()).filter(Shell::isVisible).count() > 1
				|| Display.getCurrent().getShells().length > before);
		Workbench.screenshot("quick-fix");
	}

	@Test
	void aPlaceToLookAtIsOpened() throws Exception {
		project = Projects.create("go-to", systemCall());
		Workbench.checked();
		IMarker marker = finding("syscall-body");
		int line = (int) DemoKernel.text("fs/eventfd.c").lines().takeWhile(l -> !l.startsWith("static ssize_t eventfd_write(")).count() + 1;
		marker.setAttribute(Markers.RELATED, "eventfd_write\tfs/eventfd.c\t" + line);
		resolution(marker, "Go to eventfd_write()").run(marker);
		ITextEditor editor = (ITextEditor) Workbench.page().getActiveEditor();
		assertEquals("eventfd.c", editor.getEditorInput().getName());
		assertTrue(((ITextSelection) editor.getSelectionProvider().getSelection()).getText().startsWith("static ssize_t eventfd_write("));
	}
}
