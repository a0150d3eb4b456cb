package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
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

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.check.CheckState.Checked;
import dev.livepatch.ide.check.CheckState.Failed;
import dev.livepatch.ide.check.CheckState.Running;
import dev.livepatch.ide.check.CheckState.Stale;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.testing.DemoKernel;

/** Kernels come, go and are built anew, as a whole or a module of them, also while a check runs: what is said of a patch is always said of the kernel that is there. */
public class KernelLifeTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String MODULE = "drivers/net/dummy.ko";
	private static final String INIT = "\tpde_make_permanent(pde);\n";
	private static final FileChange EDIT = DemoKernel.edit(VERSION, "\t\tutsname()->version);\n\treturn 0;", "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;");
	private static final FileChange BAD = DemoKernel.edit(VERSION, INIT, INIT + "\tpr_info(\"init\\n\");\n");
	private static final FileChange OF_MODULE = DemoKernel.edit("drivers/net/dummy.c", "netif_carrier_off(dev);\n\treturn 0;", "netif_carrier_off(dev);\n\treturn -EPERM;");
	@TempDir
	Path temporary;
	private LinkedKernel kernel;
	private final List<IProject> projects = new ArrayList<>();
	private final List<CheckState> heard = new CopyOnWriteArrayList<>();
	private final CheckResults.Listener listener = (project, state) -> heard.add(state);

	@BeforeEach
	void ready() throws Exception {
		Workbench.ready();
		kernel = new LinkedKernel(temporary.resolve("kernel"));
	}

	@AfterEach
	void delete() throws Exception {
		CheckResults.removeListener(listener);
		Workbench.page().closeAllEditors(false);
		Workbench.checked();
		for (IProject project : projects) {
			Projects.delete(project);
		}
		LinkedKernel.removeLinks(temporary);
	}

	@Test
	void aKernelBuiltAnewHasAllItsProjectsCheckedAgain() throws Exception {
		IProject one = project("life-one", EDIT);
		IProject other = project("life-other", BAD);
		Workbench.checked();
		String before = fingerprint(one);
		assertEquals(before, fingerprint(other));

		CheckResults.addListener(listener);
		refresh(one);
		assertEquals(List.of(), heard, "the same kernel is not checked against twice");

		kernel.buildAnew();
		refresh(one);
		assertEquals(2, stale("built anew"), heard::toString);
		assertFalse(before.equals(fingerprint(one)), "checked against the new build");
		assertEquals(fingerprint(one), fingerprint(other));
		Workbench.finding(other, "init-changed");
	}

	@Test
	void aModuleBuiltAnewIsNoticedThoughVmlinuxIsAsItWas() throws Exception {
		kernel.own(MODULE);
		IProject project = project("life-module", OF_MODULE);
		Workbench.checked();
		CheckState before = CheckResults.of(project);
		String fingerprint = fingerprint(project);
		KernelBuild open = KernelBuilds.of(project);

		CheckResults.addListener(listener);
		kernel.buildModuleAnew(MODULE);
		refresh(project);
		assertEquals(1, stale("one of its modules was built anew"), heard::toString);
		assertNotEquals(before, CheckResults.of(project));
		assertEquals(fingerprint, fingerprint(project), "vmlinux and configuration are the same");
		assertNotSame(open, KernelBuilds.of(project), "what was read of the old module is not known any more");

		heard.clear();
		refresh(project);
		assertEquals(List.of(), heard, "it is checked once");
	}

	@Test
	void aKernelThatIsReplacedWhileACheckRunsMakesItsResultStale() throws Exception {
		IProject project = project("life-meanwhile", EDIT);
		Workbench.checked();
		String before = fingerprint(project);
		AtomicBoolean replaced = new AtomicBoolean();
		CheckResults.Listener make = (p, state) -> {
			if (state instanceof Running && replaced.compareAndSet(false, true)) {
				kernel.buildAnew();
			}
		};
		CheckResults.addListener(listener);
		CheckResults.addListener(make);
		try {
			project.build(IncrementalProjectBuilder.FULL_BUILD, null);
			Workbench.checked();
		} finally {
			CheckResults.removeListener(make);
		}
		assertEquals(1, stale("while it was checked against"), heard::toString);
		refresh(project);
		assertInstanceOf(Checked.class, CheckResults.of(project));
		assertNotEquals(before, fingerprint(project), "checked against the new build");
	}

	@Test
	void aKernelThatHasGoneIsOneProblemAndNoneOnceItIsBack() throws Exception {
		IProject project = project("life-gone", BAD);
		Workbench.checked();
		IMarker finding = Workbench.finding(project, "init-changed");
		Path away = temporary.resolve("away");
		Files.move(kernel.directory(), away);
		activate();
		IMarker failure = failure(project);
		assertTrue(failure.getAttribute(IMarker.MESSAGE, "").contains(kernel.directory() + " does not exist"), Workbench.describe(project));
		assertEquals(finding.getId(), Workbench.finding(project, "init-changed").getId(), "the last findings stay");
		assertInstanceOf(Failed.class, CheckResults.of(project));
		assertArrayEquals(new String[] { "Choose the kernel of life-gone…" },
				Stream.of(IDE.getMarkerHelpRegistry().getResolutions(failure)).map(r -> r.getLabel()).toArray());
		activate();
		assertEquals(failure.getId(), failure(project).getId(), "it is said once");

		Files.move(away, kernel.directory());
		activate();
		assertEquals(0, Workbench.markers(project, Markers.FAILURE).length, Workbench.describe(project));
		assertInstanceOf(Checked.class, CheckResults.of(project));
	}

	private IProject project(String name, FileChange change) throws CoreException {
		IProject project = Projects.on(kernel.directory(), name, change);
		projects.add(project);
		return project;
	}

	/** How often a result became stale for a reason. */
	private long stale(String why) {
		return heard.stream().filter(s -> s instanceof Stale stale && stale.why().contains(why)).count();
	}

	private static String fingerprint(IProject project) {
		return assertInstanceOf(Checked.class, CheckResults.of(project)).check().kernel().fingerprint();
	}

	private static IMarker failure(IProject project) throws CoreException {
		IMarker[] failures = Workbench.markers(project, Markers.FAILURE);
		assertEquals(1, failures.length, Workbench.describe(project));
		return failures[0];
	}

	/** The user wants to see what has changed outside of the workbench. */
	private static void refresh(IProject project) throws CoreException {
		project.refreshLocal(IResource.DEPTH_INFINITE, null);
		Workbench.checked();
	}

	/** The user comes back to the workbench from elsewhere. */
	private static void activate() {
		Workbench.window().getShell().notifyListeners(SWT.Deactivate, new Event());
		Workbench.window().getShell().notifyListeners(SWT.Activate, new Event());
		Workbench.checked();
	}
}
