package dev.livepatch.ide.ui.tests;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.ide.project.ProjectTemplate;
import dev.livepatch.testing.DemoKernel;

/** Live patch projects for tests, on the demo kernel. */
final class Projects {

	private Projects() {
	}

	/** A new project that changes these files and was checked, in a workbench that is ready for it. */
	static IProject open(String name, FileChange... changes) throws CoreException {
		Workbench.ready();
		IProject project = create(name, changes);
		Workbench.checked();
		return project;
	}

	/** Leaves no editor of the project open, and nothing of it behind. */
	static void close(IProject project) throws CoreException {
		Workbench.page().closeAllEditors(false);
		Workbench.checked();
		delete(project);
	}

	/** A new project that changes these files. */
	static IProject create(String name, FileChange... changes) throws CoreException {
		return on(DemoKernel.directory(), name, changes);
	}

	/** The same on a kernel of the test's own. */
	static IProject on(Path kernel, String name, FileChange... changes) throws CoreException {
		Optional<ChangeSet> change = changes.length == 0 ? Optional.empty() : Optional.of(new ChangeSet(name, List.of(changes), List.of()));
		return new ProjectTemplate(name, Optional.empty(), kernel, change).create(null);
	}

	/** Saves a file of the project. */
	static void save(IFile file, String text) throws CoreException {
		file.write(text.getBytes(StandardCharsets.ISO_8859_1), true, false, false, null);
	}

	static String text(IFile file) throws CoreException {
		return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	static void delete(IProject project) throws CoreException {
		if (project != null) {
			project.delete(true, true, null);
		}
	}
}
