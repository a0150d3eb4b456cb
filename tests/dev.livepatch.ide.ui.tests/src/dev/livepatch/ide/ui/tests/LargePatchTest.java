package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IWorkspaceDescription;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.Reason;
import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.module.ExtractedObject;
import dev.livepatch.core.report.CheckRecords;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.testing.DemoKernel;

/** A change to a header that reaches 5,000 functions, in the Live Patch view. */
public class LargePatchTest {
	private static final int OBJECTS = 1250;
	private static final int FUNCTIONS = 4;
	private static final int DIRECTORIES = 100;
	private IProject project;
	private IProject other;
	private LivePatchView view;
	private boolean building;
	private long longest;

	@BeforeEach
	void ready() throws Exception {
		Workbench.ready();
		building = autoBuild(false);
		view = LivePatchView.open();
		project = Projects.create("view-large");
		other = Projects.create("view-empty");
		project.close(null);
		CheckRecords.write(record(), Path.of(ProjectLayout.of(project).checkDirectory().toString(), "check.json"));
		project.open(null);
		CheckResults.of(project);
		Workbench.until("the check is known", () -> CheckResults.of(project) instanceof CheckState.Checked);
		Workbench.settle();
	}

	@AfterEach
	void delete() throws Exception {
		Job.getJobManager().resume();
		view.close();
		Projects.delete(project);
		Projects.delete(other);
		autoBuild(building);
		Workbench.checked();
	}

	private static boolean autoBuild(boolean on) throws Exception {
		IWorkspaceDescription description = ResourcesPlugin.getWorkspace().getDescription();
		boolean before = description.isAutoBuilding();
		description.setAutoBuilding(on);
		ResourcesPlugin.getWorkspace().setDescription(description);
		return before;
	}

	private static CheckRecord record() throws Exception {
		List<ObjectReport> objects = new ArrayList<>();
		List<Finding> findings = new ArrayList<>();
		ParentObject kernel = new ParentObject("vmlinux", DemoKernel.open().vmlinux());
		for (int i = 0; i < OBJECTS; i++) {
			String file = "drivers/d%02d/file%04d".formatted(i % DIRECTORIES, i);
			List<String> functions = IntStream.range(0, FUNCTIONS).mapToObj(f -> file.substring(file.lastIndexOf('/') + 1) + "_f" + f).toList();
			Map<String, SourcePlace> places = new TreeMap<>();
			functions.forEach(f -> places.put(f, new SourcePlace(file + ".c", 10 + functions.indexOf(f))));
			List<Cause> causes = functions.stream().map(f -> new Cause(f, Reason.INLINES, places.get(f), "inlines get_page", f + " inlines get_page, which was edited")).toList();
			List<Finding> own = i % 10 == 0 ? List.of(Finding.of(Rule.INIT_CHANGED, places.get(functions.getFirst()), functions.getFirst() + " changes").in(functions.getFirst())) : List.of();
			findings.addAll(own);
			objects.add(new ObjectReport(file + ".o", file + ".c", kernel, own.isEmpty() ? Verdict.PATCHABLE : Verdict.UNSUPPORTED, functions, List.of(), causes, places, List.of(), ExtractedObject.NONE, own,
					Optional.empty()));
		}
		return new CheckRecord(new CheckResult(Verdict.UNSUPPORTED, objects, findings, Map.of()), Instant.parse("2026-01-02T03:04:05Z"), CheckRecord.Kernel.of(DemoKernel.open()), List.of());
	}

	@Test
	void linesAreMadeOffTheUiThreadAndShownByDirectory() throws Exception {
		view.part().show(other);
		view.headline("view-empty: Not checked yet");
		Job.getJobManager().suspend();
		view.part().show(project);
		while (Display.getCurrent().readAndDispatch()) {
			// all that the UI thread has to do
		}
		assertEquals(0, view.tree().getItemCount(), "nothing is made in the UI thread");
		Job.getJobManager().resume();
		timed("the first sight", () -> view.tree().getItemCount() > 0);
		assertTrue(view.headline().contains("Not patchable: 125 errors"), view.headline());
		assertEquals("vmlinux\t1250 objects; 125 errors", view.lines().getFirst());
		assertEquals("drivers/d00/\t13 objects; 13 errors", view.lines().get(1));
		assertEquals(1 + DIRECTORIES, view.lines().size());
		Workbench.screenshot("patch-view-large");

		view.part().expand();
		timed("opening all", () -> view.lines().size() >= 1 + DIRECTORIES + OBJECTS + OBJECTS * FUNCTIONS);
		view.part().show(other);
		timed("another project", () -> view.tree().getItemCount() == 0);
		view.part().show(project);
		timed("the second sight", () -> view.tree().getItemCount() > 0);
		Text filter = Workbench.find(view.area(), Text.class, t -> true);
		long start = System.nanoTime();
		filter.setText("file0777_f3");
		print("filtering", System.nanoTime() - start);
		assertEquals(List.of("vmlinux", "drivers/d77/", "drivers/d77/file0777.o", "file0777_f3"), view.lines().stream().map(l -> l.split("\t")[0]).toList());
		start = System.nanoTime();
		filter.setText("");
		print("ending the filter", System.nanoTime() - start);
	}

	/** Runs the event loop until a condition holds, and says for how long it was held at most. */
	private void timed(String what, Workbench.Condition condition) {
		longest = 0;
		Display display = Display.getCurrent();
		boolean[] there = { false };
		Workbench.until(what, () -> {
			for (int i = 0; i < 20; i++) {
				long start = System.nanoTime();
				boolean more = display.readAndDispatch();
				longest = Math.max(longest, System.nanoTime() - start);
				if (!more) {
					break;
				}
			}
			there[0] = condition.holds();
			return there[0];
		});
		print(what, longest);
	}

	private static void print(String what, long nanos) {
		System.out.printf("5,000 functions in the Live Patch view, %s: the UI thread is held for %d ms at most%n", what, nanos / 1_000_000);
	}
}
