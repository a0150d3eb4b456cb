package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.ui.ide.IDE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.check.CheckState.Checked;
import dev.livepatch.ide.check.CheckState.Failed;
import dev.livepatch.ide.check.CheckState.Running;
import dev.livepatch.ide.check.CheckState.Stale;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.preferences.KernelChoice;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.project.ProjectSetup;
import dev.livepatch.ide.project.ProjectTemplate;
import dev.livepatch.testing.DemoKernel;

/** What happens to projects besides edits: kernels come, go and change, sessions end, and colleagues have other machines. */
public class ProjectLifeTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String RETURN = "\t\tutsname()->version);\n\treturn 0;";
	private static final String GOOD = "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;";
	private static final String INIT = "\tpde_make_permanent(pde);\n";
	private static final FileChange EDIT = DemoKernel.edit(VERSION, RETURN, GOOD);
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
		Workbench.checked();
		for (IProject project : projects) {
			Projects.delete(project);
		}
		try (Stream<Path> links = Files.walk(temporary, 2)) {
			for (Path link : links.filter(Files::isSymbolicLink).toList()) {
				Files.delete(link);
			}
		}
	}

	@Test
	void aKernelBuiltAnewHasAllItsProjectsCheckedAgain() throws Exception {
		Path kernel = kernel("kernel");
		IProject one = project("life-one", kernel, EDIT);
		IProject other = project("life-other", kernel, DemoKernel.edit(VERSION, INIT, INIT + "\tpr_info(\"init\\n\");\n"));
		Workbench.checked();
		String before = fingerprint(one);
		assertEquals(before, fingerprint(other));

		List<CheckState> heard = new CopyOnWriteArrayList<>();
		CheckResults.Listener listener = (project, state) -> heard.add(state);
		CheckResults.addListener(listener);
		try {
			one.refreshLocal(IResource.DEPTH_INFINITE, null);
			Workbench.checked();
			assertEquals(List.of(), heard, "the same kernel is not checked against twice");

			buildAnew(kernel);
			one.refreshLocal(IResource.DEPTH_INFINITE, null);
			Workbench.checked();
		} finally {
			CheckResults.removeListener(listener);
		}
		assertEquals(2, heard.stream().filter(s -> s instanceof Stale stale && stale.why().contains("built anew")).count(), heard::toString);
		assertFalse(before.equals(fingerprint(one)), "checked against the new build");
		assertEquals(fingerprint(one), fingerprint(other));
		Workbench.finding(other, "init-changed");
	}

	@Test
	void aKernelThatHasGoneIsOneProblemAndNoneOnceItIsBack() throws Exception {
		Path kernel = kernel("kernel");
		IProject project = project("life-gone", kernel, DemoKernel.edit(VERSION, INIT, INIT + "\tpr_info(\"init\\n\");\n"));
		Workbench.checked();
		IMarker finding = Workbench.finding(project, "init-changed");
		// an open editor is what somebody comes back to
		IDE.openEditor(Workbench.page(), ProjectLayout.of(project).source(VERSION));

		Path away = temporary.resolve("away");
		Files.move(kernel, away);
		activate();
		IMarker failure = failure(project);
		assertTrue(failure.getAttribute(IMarker.MESSAGE, "").contains(kernel + " does not exist"), Workbench.describe(project));
		assertEquals(finding.getId(), Workbench.finding(project, "init-changed").getId(), "the last findings stay");
		assertInstanceOf(Failed.class, CheckResults.of(project));
		assertArrayEquals(new String[] { "Choose the kernel of life-gone…" },
				Stream.of(IDE.getMarkerHelpRegistry().getResolutions(failure)).map(r -> r.getLabel()).toArray());
		activate();
		assertEquals(failure.getId(), failure(project).getId(), "it is said once");

		Files.move(away, kernel);
		activate();
		assertEquals(0, Workbench.markers(project, Markers.FAILURE).length, Workbench.describe(project));
		assertInstanceOf(Checked.class, CheckResults.of(project));
	}

	@Test
	void aCheckThatASessionCutOffIsDoneInTheNext() throws Exception {
		IProject project = project("life-cut-off", DemoKernel.directory(), EDIT);
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
		Path kernel = kernel("colleague");
		IProject project = project("life-shared", kernel, EDIT);
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
		assertEquals(Markers.KERNEL, failure(clone).getAttribute(Markers.RULE, ""));
	}

	private IProject project(String name, Path kernel, FileChange change) throws CoreException {
		IProject project = new ProjectTemplate(name, Optional.empty(), kernel, Optional.of(new ChangeSet(name, List.of(change), List.of()))).create(null);
		projects.add(project);
		return project;
	}

	private static String fingerprint(IProject project) {
		return assertInstanceOf(Checked.class, CheckResults.of(project)).check().kernel().fingerprint();
	}

	private static IMarker failure(IProject project) throws CoreException {
		IMarker[] failures = Workbench.markers(project, Markers.FAILURE);
		assertEquals(1, failures.length, Workbench.describe(project));
		return failures[0];
	}

	/** The user comes back to the workbench from elsewhere. */
	private static void activate() {
		Workbench.window().getShell().notifyListeners(SWT.Deactivate, new Event());
		Workbench.window().getShell().notifyListeners(SWT.Activate, new Event());
		Workbench.checked();
	}

	/** A kernel build of the test's own: the demo kernel's files, by links. */
	private Path kernel(String name) throws IOException {
		Path kernel = Files.createDirectory(temporary.resolve(name));
		try (Stream<Path> files = Files.list(DemoKernel.directory().toRealPath())) {
			for (Path file : (Iterable<Path>) files::iterator) {
				if (file.endsWith(".config")) {
					Files.copy(file, kernel.resolve(file.getFileName()));
				} else {
					Files.createSymbolicLink(kernel.resolve(file.getFileName()), file);
				}
			}
		}
		return kernel;
	}

	/** Another configuration is another build. */
	private static void buildAnew(Path kernel) throws IOException {
		Files.writeString(kernel.resolve(".config"), "# another\n", StandardOpenOption.APPEND);
	}
}
