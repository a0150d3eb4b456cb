package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.jface.action.IToolBarManager;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.console.IConsole;
import org.eclipse.ui.console.IHyperlink;
import org.eclipse.ui.console.TextConsole;
import org.eclipse.ui.ide.IDE;
import org.eclipse.unittest.model.ITestElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.launch.PastRun;
import dev.livepatch.ide.launch.RunState;
import dev.livepatch.ide.launch.RunState.RunOutcome;
import dev.livepatch.ide.launch.RunState.StepState;
import dev.livepatch.ide.launch.VerificationProcess;
import dev.livepatch.ide.project.ProjectFiles;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.launch.LivepatchLaunchShortcut;
import dev.livepatch.ide.ui.run.RunView;
import dev.livepatch.testing.DemoKernel;

/** <em>Run As &gt; Live Patch on Emulated Kernel</em>, in a real machine. */
public class LaunchTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String RETURN = "\t\tutsname()->version);\n\treturn 0;";
	private IProject project;

	@BeforeEach
	void ready() {
		Workbench.ready();
	}

	@AfterEach
	void delete() throws Exception {
		ILaunchManager manager = DebugPlugin.getDefault().getLaunchManager();
		for (ILaunch launch : manager.getLaunches()) {
			launch.terminate();
			Workbench.until("the run ends", launch::isTerminated);
			manager.removeLaunch(launch);
		}
		for (ILaunchConfiguration configuration : manager.getLaunchConfigurations()) {
			configuration.delete();
		}
		Projects.close(project);
	}

	@Test
	void aGoodPatchIsVerifiedStepByStep() throws Exception {
		project = Projects.create("good-patch", DemoKernel.edit(VERSION, RETURN, "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;"));
		probe("grep -q patched /proc/version");
		VerificationProcess process = launch();
		Workbench.until("the run ends", process::isTerminated);
		RunState state = process.state();
		Workbench.settle();
		IDE.openEditor(Workbench.page(), ProjectLayout.of(project).source(VERSION));
		Workbench.screenshot("run-verified");
		assertEquals(RunOutcome.VERIFIED, state.outcome(), state::toString);
		assertEquals(0, process.getExitValue());
		assertTrue(state.steps().stream().anyMatch(s -> s.name().equals("redirected") && s.evidence().contains("version_proc_show")), state::toString);
		RunView view = (RunView) Workbench.page().findView(LivepatchUi.RUN_VIEW);
		assertEquals(process, view.shown());
		IConsole console = DebugUITools.getConsole(process);
		Workbench.until("the console has the guest's output",
				() -> ((TextConsole) console).getDocument().get().contains("livepatch: enabling patch"));
		IViewPart tests = Workbench.page().showView("org.eclipse.unittest.ui.ResultView");
		Workbench.until("the Unit Test view has the steps", () -> stepsIn(tests).contains("power off"));
		Workbench.screenshot("run-unit-test-view");
		assertEquals(state.steps().stream().map(StepState::name).toList(), stepsIn(tests));
		String report = Files.readString(process.kept().orElseThrow().html());
		assertTrue(report.contains("good-patch") && report.contains("<svg") && report.contains("version_proc_show"), report);
		VerificationProcess again = launch(process);
		Workbench.until("the second run ends", again::isTerminated);
		assertEquals(List.of(again.kept().orElseThrow(), process.kept().orElseThrow()), PastRun.of(project));
		Workbench.page().showView(LivepatchUi.RUN_VIEW);
		compareWithTheRunBefore();
		Workbench.until("the comparison is shown", () -> Workbench.page().getActiveEditor().getTitle().contains(process.kept().orElseThrow().directory().getFileName().toString()));
		Workbench.screenshot("run-compared");
	}

	private static void compareWithTheRunBefore() {
		IToolBarManager bar = ((IViewSite) Workbench.page().findView(LivepatchUi.RUN_VIEW).getSite()).getActionBars().getToolBarManager();
		Arrays.stream(bar.getItems()).filter(ActionContributionItem.class::isInstance).map(i -> ((ActionContributionItem) i).getAction())
				.filter(a -> a.getText().equals("Compare With")).findFirst().orElseThrow().run();
	}

	/** What the view's tree shows, without the times behind the names. */
	private static List<String> stepsIn(IViewPart tests) {
		Tree tree = Workbench.find(Workbench.window().getShell(), Tree.class, t -> t.getItemCount() > 0 && t.getItem(0).getData() instanceof ITestElement);
		assertTrue(tests != null && tree != null, "the Unit Test view shows a run");
		TreeItem run = tree.getItem(0);
		expand(run);
		return Arrays.stream(run.getItems()).map(i -> ((ITestElement) i.getData()).getTestName()).toList();
	}

	/** As a click does: a viewer fills in what is below an item when it is told that it opens. */
	private static void expand(TreeItem item) {
		Event opening = new Event();
		opening.item = item;
		item.getParent().notifyListeners(SWT.Expand, opening);
		item.setExpanded(true);
	}

	@Test
	void whatCannotBePatchedIsNotEvenBuilt() throws Exception {
		project = Projects.create("refused", DemoKernel.edit(VERSION, "\tpde_make_permanent(pde);\n", "\tpde_make_permanent(pde);\n\tpr_info(\"x\\n\");\n"));
		VerificationProcess process = launch();
		Workbench.until("the run ends", process::isTerminated);
		assertEquals(RunOutcome.FAILED, process.state().outcome(), process.state()::toString);
		assertEquals(1, process.state().steps().size(), process.state()::toString);
		assertEquals(1, process.getExitValue());
		Workbench.until("the console is there", () -> DebugUITools.getConsole(process) != null);
		Workbench.screenshot("run-refused");
	}

	@Test
	void aPatchThatBreaksTheKernelIsMarkedAtItsLine() throws Exception {
		project = Projects.create("oops", DemoKernel.edit(VERSION, RETURN, "\t\tutsname()->version);\n\t*(volatile int *)8 = 1;\n\treturn 0;"));
		probe("cat /proc/version | grep -q patched");
		VerificationProcess process = launch();
		Workbench.until("the run ends", process::isTerminated);
		IFile source = ProjectLayout.of(project).source(VERSION);
		IDE.openEditor(Workbench.page(), source);
		Workbench.page().showView("org.eclipse.ui.views.ProblemView");
		Workbench.screenshot("run-oops");
		assertTrue(process.state().outcome() != RunOutcome.VERIFIED, process.state()::toString);
		IMarker[] markers = Workbench.markers(project, Markers.RUNTIME);
		int broken = Projects.text(source).lines().toList().indexOf("\t*(volatile int *)8 = 1;") + 1;
		assertTrue(Arrays.stream(markers).anyMatch(m -> m.getResource().equals(source) && m.getAttribute(IMarker.LINE_NUMBER, 0) == broken),
				Workbench.describe(project) + process.state());
		assertGuestsLinesWhole(process, (TextConsole) DebugUITools.getConsole(process));
		String opened = follow(DebugUITools.getConsole(process), "seq_read_iter+0x");
		Workbench.screenshot("run-oops-followed");
		assertEquals("seq_file.c", opened, "the caller's place in the stack trace leads to its source");
	}

	private void assertGuestsLinesWhole(VerificationProcess process, TextConsole console) throws Exception {
		List<String> log = Files.readAllLines(ProjectLayout.of(project).launchDirectory().resolve("console.log"));
		Workbench.until("the console has said the end", () -> console.getDocument().get().contains("\n== "));
		List<String> shown = console.getDocument().get().lines().filter(line -> !line.matches("(--|==|\\$) .*")).toList();
		assertEquals(String.join("\n", log), String.join("\n", shown), process.state()::toString);
	}

	/** Clicks the console's first link that begins with a text, and tells which file it opened. */
	private static String follow(IConsole console, String text) throws Exception {
		IDocument document = ((TextConsole) console).getDocument();
		IHyperlink[] link = new IHyperlink[1];
		Workbench.until("the console links " + text, () -> {
			int offset = document.get().indexOf(text);
			link[0] = offset < 0 ? null : ((TextConsole) console).getHyperlink(offset);
			return link[0] != null;
		});
		IEditorPart before = Workbench.page().getActiveEditor();
		link[0].linkActivated();
		Workbench.until("the source is opened", () -> Workbench.page().getActiveEditor() != before);
		return Workbench.page().getActiveEditor().getEditorInput().getName();
	}

	@Test
	void terminateEndsTheMachine() throws Exception {
		project = Projects.create("terminated", DemoKernel.edit(VERSION, RETURN, "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;"));
		probe("grep -q patched /proc/version");
		VerificationProcess process = launch();
		Workbench.until("the machine runs", () -> children() > 0);
		long terminated = System.nanoTime();
		process.terminate();
		Workbench.until("the run ends", process::isTerminated);
		assertEquals(RunOutcome.CANCELLED, process.state().outcome(), process.state()::toString);
		Workbench.until("no machine is left", () -> children() == 0 && Job.getJobManager().find(JobFamilies.VERIFY).length == 0);
		System.out.printf("the machine was gone %d ms after the run was terminated%n", (System.nanoTime() - terminated) / 1_000_000);
	}

	private static long children() {
		return ProcessHandle.current().descendants().filter(p -> p.info().command().orElse("").contains("qemu")).count();
	}

	private VerificationProcess launch() {
		return launch(null);
	}

	/** @param before the run that is there already, null for none */
	private VerificationProcess launch(VerificationProcess before) {
		new LivepatchLaunchShortcut().launch(new StructuredSelection(project), ILaunchManager.RUN_MODE);
		VerificationProcess[] found = new VerificationProcess[1];
		Workbench.until("the run starts", () -> {
			found[0] = (VerificationProcess) Arrays.stream(DebugPlugin.getDefault().getLaunchManager().getProcesses())
					.filter(VerificationProcess.class::isInstance).filter(p -> p != before).findFirst().orElse(null);
			return found[0] != null;
		});
		return found[0];
	}

	private void probe(String command) throws Exception {
		ProjectFiles.write(project.getFolder(ProjectLayout.PROBES).getFile("probe.sh"), ("#!/bin/sh\n" + command + "\n").getBytes(StandardCharsets.UTF_8), null);
	}
}
