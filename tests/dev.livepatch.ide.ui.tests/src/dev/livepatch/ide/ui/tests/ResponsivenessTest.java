package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResourceChangeEvent;
import org.eclipse.core.resources.IResourceChangeListener;
import org.eclipse.core.resources.IResourceDelta;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.jface.preference.PreferenceDialog;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.wizard.WizardDialog;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IFileEditorInput;
import org.eclipse.ui.IMarkerResolution;
import org.eclipse.ui.IMarkerResolution2;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.dialogs.PreferencesUtil;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.internal.monitoring.EventLoopMonitorThread;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.IViewDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.launch.VerificationProcess;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.kernel.KernelFileDialog;
import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.ide.ui.launch.LivepatchLaunchShortcut;
import dev.livepatch.testing.DemoKernel;

/** A session from a new project to a verified patch, measured by the platform's responsiveness monitoring. What it saw is printed; only what must never happen fails. */
public class ResponsivenessTest {
	/** The longest of the kernel that is compiled, 13,900 lines. */
	private static final String LONG_FILE = "kernel/events/core.c";
	private static final String VERSION = "fs/proc/version.c";
	private static final String INIT = "\tpde_make_permanent(pde);\n";
	private static final int SAVES = 5;
	private static final int KEYS = 30;
	/** Nothing takes that long, whatever else the machine does meanwhile: views and dialogs that come up for the first time took up to 2 s on a busy one. */
	private static final long NEVER_MILLIS = 5000;
	private EventLoopMonitorThread monitor;
	private IProject project;

	@BeforeEach
	void ready() {
		Workbench.ready();
		Workbench.until("the workbench is at rest", () -> Job.getJobManager().isIdle());
		monitor = Freezes.watch();
	}

	@AfterEach
	void delete() throws Exception {
		monitor.shutdown();
		for (ILaunch launch : DebugPlugin.getDefault().getLaunchManager().getLaunches()) {
			launch.terminate();
			DebugPlugin.getDefault().getLaunchManager().removeLaunch(launch);
		}
		for (var configuration : DebugPlugin.getDefault().getLaunchManager().getLaunchConfigurations()) {
			configuration.delete();
		}
		Workbench.page().closeAllEditors(false);
		Workbench.checked();
		for (IProject left : ResourcesPlugin.getWorkspace().getRoot().getProjects()) {
			Projects.delete(left);
		}
	}

	@Test
	void theWorkbenchAnswersWhileAPatchIsMade() throws Exception {
		Session.play(user -> {
			monitored(user);
			newProject(user);
			kernelFile(user);
			longFile(user);
			saves(user);
			fixes(user);
			pages(user);
			views(user);
			run(user);
		});
		List<Freezes.Freeze> seen = Freezes.seen();
		System.out.println("UI thread busy for over " + Freezes.LONG_MILLIS + " ms: " + seen.size() + " times");
		seen.forEach(System.out::println);
		assertEquals(List.of(), seen.stream().filter(f -> f.millis() > NEVER_MILLIS).toList(), "the workbench stood still");
		assertEquals(List.of(), seen.stream().filter(f -> f.waiting().isPresent()).toList(), "the UI thread read, wrote or ran something for the tools");
	}

	/** The test would be blind without the monitor: a freeze made on purpose is seen, again and again until the monitor, a thread of its own, has begun. */
	private static void monitored(Session user) {
		user.doesUntil("blocks the UI thread on purpose", () -> {
		}, "the monitor has told", () -> {
			LockSupport.parkNanos(Duration.ofMillis(3L * Freezes.LONG_MILLIS).toNanos());
			return !Freezes.seen().isEmpty();
		});
		Freezes.forget();
	}

	private void newProject(Session user) {
		WizardDialog[] dialog = new WizardDialog[1];
		user.doesUntil("opens the wizard", () -> {
			var wizard = PlatformUI.getWorkbench().getNewWizardRegistry().findWizard(LivepatchUi.NEW_WIZARD).createWizard();
			wizard.init(PlatformUI.getWorkbench(), StructuredSelection.EMPTY);
			dialog[0] = new WizardDialog(Workbench.window().getShell(), wizard);
			dialog[0].setBlockOnOpen(false);
			dialog[0].open();
			Workbench.find(dialog[0].getShell(), Combo.class, c -> true).setText(DemoKernel.directory().toString());
			Workbench.find(dialog[0].getShell(), Text.class, t -> t.getEditable()).setText("session");
		}, "the kernel is accepted", () -> dialog[0].getCurrentPage().isPageComplete());
		user.does("finishes the wizard", () -> {
			dialog[0].getCurrentPage().getWizard().performFinish();
			dialog[0].close();
		});
		project = ResourcesPlugin.getWorkspace().getRoot().getProject("session");
		assertTrue(ProjectLayout.isLivepatch(project), "the project is there");
	}

	private void kernelFile(Session user) {
		KernelFileDialog[] dialog = new KernelFileDialog[1];
		user.doesUntil("looks for a kernel file", () -> {
			dialog[0] = new KernelFileDialog(Workbench.window().getShell(), project, "");
			dialog[0].setBlockOnOpen(false);
			dialog[0].setInitialPattern("version");
			dialog[0].open();
		}, "it is listed", () -> dialog[0].kernel() != null && Workbench.find(dialog[0].getShell(), Table.class, t -> t.getItemCount() > 0) != null);
		user.does("closes the list", () -> dialog[0].close());
		ITextEditor[] editor = new ITextEditor[1];
		user.does("opens the kernel file", () -> editor[0] = (ITextEditor) KernelFiles.open(Workbench.page(), project, dialog[0].kernel(), VERSION));
		user.doesUntil("types the first key", () -> type(editor[0], "return 0;", ' '), "the project has its own file", () -> editor[0].getEditorInput() instanceof IFileEditorInput);
		user.does("saves", () -> editor[0].doSave(null));
		rests(user);
	}

	private void longFile(Session user) {
		ITextEditor[] editor = new ITextEditor[1];
		user.does("opens a file of 13,900 lines", () -> editor[0] = (ITextEditor) KernelFiles.open(Workbench.page(), project, DemoKernel.open(), LONG_FILE));
		rests(user);
		user.doesUntil("types the first key in the long file", () -> type(editor[0], "static int perf_event_init_cpu", 'x'), "the project has its own file",
				() -> editor[0].getEditorInput() instanceof IFileEditorInput);
		for (int i = 0; i < KEYS; i++) {
			user.does("types in the long file", () -> type(editor[0], "static int perf_event_init_cpu", 'x'));
		}
		rests(user);
		user.does("takes it back", () -> editor[0].doRevertToSaved());
		user.does("saves the long file", () -> editor[0].doSave(null));
		rests(user);
	}

	/** From a save to the marker it makes, on a file whose original is compiled. */
	private void saves(Session user) throws Exception {
		IFile file = ProjectLayout.of(project).source(VERSION);
		ITextEditor[] editor = new ITextEditor[1];
		user.does("opens the project's file", () -> editor[0] = (ITextEditor) IDE.openEditor(Workbench.page(), file, "org.eclipse.ui.genericeditor.GenericEditor"));
		long[] shown = new long[SAVES];
		for (int i = 0; i < SAVES; i++) {
			shown[i] = save(user, editor[0], INIT, INIT + "\tpr_info(\"init\\n\");\n", 1);
			save(user, editor[0], INIT + "\tpr_info(\"init\\n\");\n", INIT, 0);
		}
		System.out.println(Session.figures("save to marker", shown));
		save(user, editor[0], INIT, INIT + "\tpr_info(\"init\\n\");\n", 1);
	}

	/** @return milliseconds until the first marker has come (by the check), or gone (with its line, by the editor) */
	private long save(Session user, ITextEditor editor, String from, String to, int findings) throws Exception {
		user.does("edits", () -> {
			IDocument document = document(editor);
			document.replace(document.get().indexOf(from), from.length(), to);
		});
		int kind = findings > 0 ? IResourceDelta.ADDED : IResourceDelta.REMOVED;
		AtomicLong changed = new AtomicLong();
		IResourceChangeListener listener = e -> {
			if (Arrays.stream(e.findMarkerDeltas(Markers.FINDING, true)).anyMatch(d -> d.getKind() == kind)) {
				changed.compareAndSet(0, System.nanoTime());
			}
		};
		ResourcesPlugin.getWorkspace().addResourceChangeListener(listener, IResourceChangeEvent.POST_CHANGE);
		long start = System.nanoTime();
		user.doesUntil("saves", () -> editor.doSave(null), "the marker follows", () -> changed.get() != 0 && Workbench.markers(project, Markers.FINDING).length == findings);
		ResourcesPlugin.getWorkspace().removeResourceChangeListener(listener);
		return Duration.ofNanos(changed.get() - start).toMillis();
	}

	/** What Ctrl+1 and the Problems view ask for. */
	private void fixes(Session user) {
		user.does("asks for the quick fixes", () -> {
			IMarker marker = Workbench.markers(project, Markers.FINDING)[0];
			assertTrue(IDE.getMarkerHelpRegistry().hasResolutions(marker));
			IMarkerResolution[] fixes = IDE.getMarkerHelpRegistry().getResolutions(marker);
			assertTrue(fixes.length > 0 && Arrays.stream(fixes).allMatch(f -> ((IMarkerResolution2) f).getLabel() != null));
		});
		user.does("makes the quick fix that takes the change back", () -> {
			IMarker marker = Workbench.markers(project, Markers.FINDING)[0];
			Arrays.stream(IDE.getMarkerHelpRegistry().getResolutions(marker)).filter(f -> f.getLabel().startsWith("Revert line")).findFirst().orElseThrow().run(marker);
		});
		user.doesUntil("saves", () -> Workbench.page().saveAllEditors(false), "the marker is gone", () -> Workbench.markers(project, Markers.FINDING).length == 0);
	}

	private void pages(Session user) {
		PreferenceDialog[] dialog = new PreferenceDialog[1];
		user.does("opens the preferences", () -> {
			dialog[0] = PreferencesUtil.createPreferenceDialogOn(Workbench.window().getShell(), LivepatchUi.PREFERENCE_PAGE, null, null);
			dialog[0].setBlockOnOpen(false);
			dialog[0].open();
		});
		rests(user);
		user.does("closes the preferences", () -> dialog[0].close());
		user.does("opens the project's properties", () -> {
			dialog[0] = PreferencesUtil.createPropertyDialogOn(Workbench.window().getShell(), project, LivepatchUi.PROPERTY_PAGE, null, null);
			dialog[0].setBlockOnOpen(false);
			dialog[0].open();
		});
		rests(user);
		user.does("closes the project's properties", () -> dialog[0].close());
	}

	private void views(Session user) {
		for (IViewDescriptor view : PlatformUI.getWorkbench().getViewRegistry().getViews()) {
			if (view.getId().startsWith("dev.livepatch.")) {
				user.does("opens the view " + view.getLabel(), () -> Workbench.page().showView(view.getId()));
				rests(user);
			}
		}
	}

	private void run(Session user) throws Exception {
		user.does("writes a change and a probe", () -> {
			ITextEditor editor = (ITextEditor) IDE.openEditor(Workbench.page(), ProjectLayout.of(project).source(VERSION));
			document(editor).replace(document(editor).get().indexOf("\treturn 0;"), 0, "\tseq_puts(m, \"patched\\n\");\n");
			editor.doSave(null);
		});
		rests(user);
		project.getFolder(ProjectLayout.PROBES).getFile("probe.sh").write("#!/bin/sh\ngrep -q patched /proc/version\n".getBytes(StandardCharsets.UTF_8), true, false, false, null);
		user.doesUntil("runs the patch", () -> new LivepatchLaunchShortcut().launch(new StructuredSelection(project), ILaunchManager.RUN_MODE), "the run has ended",
				() -> Arrays.stream(DebugPlugin.getDefault().getLaunchManager().getProcesses()).anyMatch(p -> p instanceof VerificationProcess v && v.isTerminated()));
	}

	/** Until what the last thing has started in the background is done. */
	private static void rests(Session user) {
		user.doesUntil("rests after that", () -> {
		}, "nothing goes on in the background", () -> Job.getJobManager().isIdle());
	}

	private static void type(ITextEditor editor, String before, char c) throws Exception {
		StyledText text = (StyledText) editor.getAdapter(Control.class);
		editor.selectAndReveal(document(editor).get().indexOf(before), 0);
		text.setFocus();
		text.insert(String.valueOf(c));
	}

	private static IDocument document(ITextEditor editor) {
		return editor.getDocumentProvider().getDocument(editor.getEditorInput());
	}
}
