package dev.livepatch.ide.ui.example;

import java.util.Arrays;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.WizardWork;
import dev.livepatch.ide.ui.wizard.NewProjectWizard;

/** <em>New &gt; Example… &gt; Live Patch</em>. */
public final class ExampleWizard extends NewProjectWizard {
	private ExamplePage page;

	public ExampleWizard() {
		super(Messages.window);
	}

	@Override
	public void addPages() {
		page = new ExamplePage();
		addPage(page);
	}

	@Override
	public boolean performFinish() {
		ExampleProject example = new ExampleProject(page.example(), page.kernel());
		IProject[] created = new IProject[1];
		boolean done = WizardWork.run(this, Messages.notCreated, monitor -> created[0] = example.create(monitor));
		if (done) {
			show(created[0]);
		}
		return done;
	}

	/** The patch is what there is to learn from. */
	private void show(IProject project) {
		try {
			Optional<IFile> patch = Arrays.stream(project.members()).filter(m -> ProjectLayout.PATCH_EXTENSION.equals(m.getFileExtension())).map(IFile.class::cast).findFirst();
			reveal(patch.isPresent() ? patch.get() : project, patch);
		} catch (CoreException e) {
			// deleted by somebody else already
			ILog.of(ExampleWizard.class).log(e.getStatus());
		}
	}
}
