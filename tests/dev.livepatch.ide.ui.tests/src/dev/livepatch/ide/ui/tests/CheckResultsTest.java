package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.check.CheckState.Checked;
import dev.livepatch.ide.check.CheckState.Failed;
import dev.livepatch.ide.check.CheckState.NeverChecked;
import dev.livepatch.ide.check.CheckState.Running;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.testing.DemoKernel;

/** What the workbench knows of each project's check. */
public class CheckResultsTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String RETURN = "\t\tutsname()->version);\n\treturn 0;";
	private static final String GOOD = "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;";
	private final List<CheckState> heard = new CopyOnWriteArrayList<>();
	private final CheckResults.Listener listener = (changed, state) -> heard.add(state);
	private IProject project;

	@BeforeEach
	void listen() {
		Workbench.ready();
		CheckResults.addListener(listener);
	}

	@AfterEach
	void delete() throws Exception {
		CheckResults.removeListener(listener);
		Workbench.checked();
		Projects.delete(project);
	}

	@Test
	void aCheckIsToldFromItsBeginningToItsResult() throws Exception {
		project = Projects.create("check-results", DemoKernel.edit(VERSION, RETURN, GOOD));
		Workbench.checked();
		CheckRecord record = assertInstanceOf(Checked.class, CheckResults.of(project)).check();
		assertEquals(Verdict.PATCHABLE, record.result().verdict());
		assertEquals(List.of("version_proc_show"), record.result().objects().getFirst().changed());
		assertEquals(DemoKernel.open().fingerprint(), record.kernel().fingerprint());
		assertEquals(new Running(0, 0, "", Optional.empty()), heard.getFirst());
		assertTrue(heard.stream().anyMatch(s -> s instanceof Running r && r.total() == 1 && r.what().equals("fs/proc/version.o: comparing")), heard::toString);
		assertEquals(CheckResults.of(project), heard.getLast());
	}

	@Test
	void whatFailsKeepsTheLastResultAndWhatIsDroppedIsSaid() throws Exception {
		project = Projects.create("check-dropped", DemoKernel.edit(VERSION, RETURN, GOOD));
		Workbench.checked();
		CheckRecord first = CheckResults.of(project).last().orElseThrow();
		IFile settings = ProjectLayout.of(project).settings();
		String fine = Projects.text(settings);
		Projects.save(settings, fine.replace("replace = true", "replaces = true"));
		Workbench.checked();
		Failed failed = assertInstanceOf(Failed.class, CheckResults.of(project));
		assertEquals(first, failed.last().orElseThrow());
		assertTrue(failed.reason().contains("replaces"), failed.reason());

		IFile file = ProjectLayout.of(project).source(VERSION);
		Projects.save(file, Projects.text(file).replace(GOOD, RETURN));
		Projects.save(settings, fine);
		Workbench.checked();
		CheckRecord last = assertInstanceOf(Checked.class, CheckResults.of(project)).check();
		assertEquals(List.of(new CheckRecord.Dropped("vmlinux", "fs/proc/version.o", "fs/proc/version.c", List.of("version_proc_show"))), last.dropped());
	}

	@Test
	void aClosedProjectRemembersItsLastCheckAndACleanedOneForgetsIt() throws Exception {
		project = Projects.create("check-clean", DemoKernel.edit(VERSION, RETURN, GOOD));
		Workbench.checked();
		assertInstanceOf(Checked.class, CheckResults.of(project));
		CheckRecord before = CheckResults.of(project).last().orElseThrow();
		project.close(null);
		assertEquals(new NeverChecked(), CheckResults.of(project));
		project.open(null);
		CheckResults.of(project);
		Workbench.until("the check before is known again", () -> CheckResults.of(project) instanceof Checked);
		CheckRecord restored = CheckResults.of(project).last().orElseThrow();
		assertEquals(before.when(), restored.when());
		assertEquals(before.result().findings(), restored.result().findings());
		Workbench.checked();
		heard.clear();
		project.build(IncrementalProjectBuilder.CLEAN_BUILD, null);
		Workbench.checked();
		assertTrue(heard.contains(new NeverChecked()), heard::toString);
	}
}
