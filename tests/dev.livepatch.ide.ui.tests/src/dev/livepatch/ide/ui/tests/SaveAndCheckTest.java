package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.builder.RecheckJob;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.preferences.KernelChoice;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.testing.DemoKernel;

/** A save, and what it does to the markers. */
public class SaveAndCheckTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String RETURN = "\t\tutsname()->version);\n\treturn 0;";
	private static final String GOOD = "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;";
	private static final String INIT = "\tpde_make_permanent(pde);\n";
	private IProject project;

	@BeforeEach
	void ready() {
		Workbench.ready();
	}

	@AfterEach
	void delete() throws Exception {
		Workbench.checked();
		Projects.delete(project);
	}

	@Test
	void aGoodChangeHasNoErrorsAndBecomesAPatchFile() throws Exception {
		project = Projects.create("good-change", DemoKernel.edit(VERSION, RETURN, GOOD));
		Workbench.checked();
		assertEquals("none", errors());
		String patch = Projects.text(project.getFile("good-change.patch"));
		assertTrue(patch.contains("+++ b/" + VERSION) && patch.contains("+\tseq_puts(m, \"patched\\n\");"), patch);
	}

	@Test
	void aBadEditIsMarkedOnItsLineAndTheMarkerGoesWithTheMistake() throws Exception {
		project = Projects.create("bad-edit", DemoKernel.edit(VERSION, RETURN, GOOD));
		IFile file = ProjectLayout.of(project).source(VERSION);
		Workbench.checked();
		String good = Projects.text(file);

		Projects.save(file, good.replace(INIT, INIT + "\tpr_info(\"init\\n\");\n"));
		Workbench.checked();
		IMarker marker = Workbench.finding(project, "init-changed");
		assertEquals(file, marker.getResource());
		assertEquals("proc_version_init", marker.getAttribute(Markers.FUNCTION, ""));
		int line = marker.getAttribute(IMarker.LINE_NUMBER, 0);
		assertTrue(lineOf(Projects.text(file), "proc_version_init(void)") <= line && line <= lineOf(Projects.text(file), "fs_initcall"), "line " + line);
		assertTrue(marker.getAttribute(IMarker.MESSAGE, "").contains(" Fix: "), marker.getAttribute(IMarker.MESSAGE, ""));

		Projects.save(file, "\n" + good.replace(INIT, INIT + "\tpr_info(\"init\\n\");\n"));
		Workbench.checked();
		IMarker moved = Workbench.finding(project, "init-changed");
		assertEquals(marker.getId(), moved.getId(), "the same finding keeps its marker");
		assertEquals(line + 1, moved.getAttribute(IMarker.LINE_NUMBER, 0));

		Projects.save(file, good);
		Workbench.checked();
		assertEquals("none", errors());
	}

	@Test
	void compilerErrorsAreMarkers() throws Exception {
		project = Projects.create("compile-error", DemoKernel.edit(VERSION, RETURN, "\t\tutsname()->version);\n\tno_such_function(m);\n\treturn 0;"));
		Workbench.checked();
		IFile file = ProjectLayout.of(project).source(VERSION);
		IMarker marker = Workbench.finding(project, "compile-error");
		assertEquals(file, marker.getResource());
		assertEquals(lineOf(Projects.text(file), "no_such_function"), marker.getAttribute(IMarker.LINE_NUMBER, 0));
	}

	@Test
	void savesInQuickSuccessionEndWithTheLast() throws Exception {
		project = Projects.create("quick-saves", DemoKernel.edit(VERSION, RETURN, GOOD));
		IFile file = ProjectLayout.of(project).source(VERSION);
		Workbench.checked();
		String good = Projects.text(file);
		for (int i = 0; i < 10; i++) {
			Projects.save(file, good.replace(INIT, INIT + "\tpr_info(\"init %d\\n\");\n".formatted(i)));
			project.build(IncrementalProjectBuilder.INCREMENTAL_BUILD, null);
		}
		Projects.save(file, good);
		Workbench.checked();
		assertEquals("none", errors());
	}

	@Test
	void withoutAUsableKernelTheOldFindingsStayWithOneProblem() throws Exception {
		project = Projects.create("kernel-gone", DemoKernel.edit(VERSION, INIT, INIT + "\tpr_info(\"init\\n\");\n"));
		Workbench.checked();
		IMarker before = Workbench.finding(project, "init-changed");
		IEclipsePreferences workspace = InstanceScope.INSTANCE.getNode(LivepatchIde.ID);
		String kernels = workspace.get(LivepatchPreferences.KERNELS.identifer(), "");

		KernelChoice.choose(project, Path.of("/nonexistent/kernel"));
		workspace.put(LivepatchPreferences.KERNELS.identifer(), kernels);
		new RecheckJob(project).schedule();
		Workbench.checked();
		assertEquals(before.getId(), Workbench.finding(project, "init-changed").getId());
		IMarker[] failures = Workbench.markers(project, Markers.FAILURE);
		assertEquals(1, failures.length, Workbench.describe(project));
		assertEquals(project, failures[0].getResource());
		assertTrue(failures[0].getAttribute(IMarker.MESSAGE, "").contains("not one of this workspace's"), Workbench.describe(project));

		KernelChoice.choose(project, DemoKernel.directory());
		new RecheckJob(project).schedule();
		Workbench.checked();
		assertEquals(0, Workbench.markers(project, Markers.FAILURE).length, Workbench.describe(project));
	}

	@Test
	void aMistakeInTheSettingsIsMarkedOnItsLine() throws Exception {
		project = Projects.create("bad-settings", DemoKernel.edit(VERSION, RETURN, GOOD));
		Workbench.checked();
		IFile settings = ProjectLayout.of(project).settings();
		Projects.save(settings, Projects.text(settings).replace("replace = true", "replaces = true"));
		Workbench.checked();
		IMarker[] failures = Workbench.markers(project, Markers.FAILURE);
		assertEquals(1, failures.length, Workbench.describe(project));
		assertEquals(settings, failures[0].getResource());
		assertEquals(lineOf(Projects.text(settings), "replaces ="), failures[0].getAttribute(IMarker.LINE_NUMBER, 0));
	}

	@Test
	void findingsOfAPatchAreOnItsLines() throws Exception {
		project = Projects.create("patch-only");
		Workbench.checked();
		ChangeSet change = new ChangeSet("patch-only", List.of(DemoKernel.edit(VERSION, INIT, INIT + "\tpr_info(\"init\\n\");\n")), List.of());
		IFile patch = project.getFile("patch-only.patch");
		Projects.save(patch, PatchWriter.write(change));
		ProjectLayout.of(project).sources().delete(true, null);
		Workbench.checked();
		IMarker marker = Workbench.finding(project, "init-changed");
		assertEquals(patch, marker.getResource());
		assertEquals(lineOf(Projects.text(patch), "+\tpr_info"), marker.getAttribute(IMarker.LINE_NUMBER, 0));
	}

	@Test
	void cleanTakesMarkersAndDerivedFilesAway() throws Exception {
		project = Projects.create("clean", DemoKernel.edit(VERSION, INIT, INIT + "\tpr_info(\"init\\n\");\n"));
		Workbench.checked();
		Workbench.finding(project, "init-changed");
		project.build(IncrementalProjectBuilder.CLEAN_BUILD, null);
		assertEquals("none", Workbench.describe(project));
		assertTrue(!ProjectLayout.of(project).checkDirectory().toFile().exists());
		Workbench.checked();
	}

	private String errors() throws Exception {
		boolean any = Arrays.stream(Workbench.markers(project, Markers.PROBLEM)).anyMatch(m -> m.getAttribute(IMarker.SEVERITY, 0) == IMarker.SEVERITY_ERROR);
		return any ? Workbench.describe(project) : "none";
	}

	private static int lineOf(String text, String part) {
		return (int) text.substring(0, text.indexOf(part)).chars().filter(c -> c == '\n').count() + 1;
	}
}
