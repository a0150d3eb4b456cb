package dev.livepatch.ide.ui.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Predicate;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.jobs.IJobManager;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;

import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.check.Markers;

/** Drives the workbench from a test that runs in its UI thread: the event loop goes on while a test waits. */
final class Workbench {
	static final Duration PATIENCE = Duration.ofMinutes(3);

	@FunctionalInterface
	interface Condition {
		boolean holds() throws Exception;
	}

	private Workbench() {
	}

	static IWorkbenchWindow window() {
		return PlatformUI.getWorkbench().getActiveWorkbenchWindow();
	}

	static IWorkbenchPage page() {
		return window().getActivePage();
	}

	/** The workbench without the welcome page, large enough to be looked at. */
	static void ready() {
		var intro = PlatformUI.getWorkbench().getIntroManager();
		if (intro.getIntro() != null) {
			intro.closeIntro(intro.getIntro());
		}
		Shell shell = window().getShell();
		shell.setBounds(0, 0, 1400, 900);
		shell.forceActive();
	}

	/** Runs the event loop until a condition holds. Patient: how fast a machine is decides no test. */
	static void until(String what, Condition condition) {
		until(what, PATIENCE, condition);
	}

	/** Runs the event loop until a condition holds that must hold within this time. */
	static void until(String what, Duration most, Condition condition) {
		Display display = Display.getCurrent();
		long deadline = System.nanoTime() + most.toNanos();
		try {
			while (!condition.holds()) {
				if (System.nanoTime() > deadline) {
					screenshot("timed-out");
					throw new AssertionError("timed out after " + most.toSeconds() + " s, waiting until " + what);
				}
				if (!display.readAndDispatch()) {
					// wakes the sleep below, so that conditions without an event of their own are seen
					display.timerExec(20, () -> {
					});
					display.sleep();
				}
			}
		} catch (AssertionError e) {
			throw e;
		} catch (Exception e) {
			throw new AssertionError("while waiting until " + what + ": " + e, e);
		}
	}

	/** Until auto-build and all checks asked for so far are done. */
	static void checked() {
		IJobManager jobs = Job.getJobManager();
		until("the projects are built and checked", () -> jobs.find(ResourcesPlugin.FAMILY_AUTO_BUILD).length == 0
				&& jobs.find(ResourcesPlugin.FAMILY_MANUAL_BUILD).length == 0 && jobs.find(JobFamilies.CHECK).length == 0);
	}

	/** Until pages have found out what they show, and that is drawn. */
	static void settle() {
		until("kernels and tools are looked at", () -> Job.getJobManager().find(JobFamilies.PROBE).length == 0);
		long drawn = System.nanoTime() + Duration.ofMillis(700).toNanos();
		until("everything is drawn", () -> System.nanoTime() > drawn);
	}

	/** The markers of a type in a project, by line. */
	static IMarker[] markers(IProject project, String type) throws CoreException {
		IMarker[] found = project.findMarkers(type, true, IResource.DEPTH_INFINITE);
		Arrays.sort(found, Comparator.comparing((IMarker m) -> m.getResource().getFullPath().toString())
				.thenComparing(m -> m.getAttribute(IMarker.LINE_NUMBER, 0)));
		return found;
	}

	/** The only finding with a rule. */
	static IMarker finding(IProject project, String rule) throws CoreException {
		IMarker[] found = Arrays.stream(markers(project, Markers.FINDING)).filter(m -> m.getAttribute(Markers.RULE, "").equals(rule))
				.toArray(IMarker[]::new);
		if (found.length != 1) {
			throw new AssertionError(found.length + " findings of rule " + rule + "; all markers: " + describe(project));
		}
		return found[0];
	}

	static String describe(IProject project) throws CoreException {
		StringBuilder out = new StringBuilder();
		for (IMarker m : markers(project, Markers.PROBLEM)) {
			out.append('\n').append(m.getResource().getProjectRelativePath()).append(':').append(m.getAttribute(IMarker.LINE_NUMBER, 0)).append(' ')
					.append(m.getAttribute(Markers.RULE, "")).append(": ").append(m.getAttribute(IMarker.MESSAGE, ""));
		}
		return out.isEmpty() ? "none" : out.toString();
	}

	/** Keeps a picture of the whole display in the directory that {@code livepatch.screenshots} names. */
	static void screenshot(String name) {
		settle();
		Display display = Display.getCurrent();
		Rectangle bounds = display.getBounds();
		Image image = new Image(display, bounds.width, bounds.height);
		GC gc = new GC(display);
		gc.copyArea(image, 0, 0);
		gc.dispose();
		ImageData data = image.getImageData();
		image.dispose();
		ImageLoader loader = new ImageLoader();
		loader.data = new ImageData[] { data };
		Path file = Path.of(System.getProperty("livepatch.screenshots", "target/screenshots"), name + ".png");
		try {
			Files.createDirectories(file.getParent());
		} catch (IOException e) {
			throw new AssertionError("no place for screenshots: " + e, e);
		}
		loader.save(file.toString(), SWT.IMAGE_PNG);
	}

	/** The first control of a type below another one for which a condition holds. */
	static <C extends Control> C find(Control root, Class<C> type, Predicate<C> test) {
		if (type.isInstance(root) && test.test(type.cast(root))) {
			return type.cast(root);
		}
		if (root instanceof Composite composite) {
			for (Control child : composite.getChildren()) {
				C found = find(child, type, test);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}
}
