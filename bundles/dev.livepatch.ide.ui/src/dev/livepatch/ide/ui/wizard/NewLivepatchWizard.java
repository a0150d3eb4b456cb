package dev.livepatch.ide.ui.wizard;

import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.project.ProjectTemplate;
import dev.livepatch.ide.ui.WizardWork;
import dev.livepatch.ide.ui.exchange.ImportPages;
import dev.livepatch.ide.ui.exchange.ImportWizard;

/** <em>New &gt; Live Patch Project</em>. */
public final class NewLivepatchWizard extends NewProjectWizard {
	private ProjectPage projectPage;
	private ImportPages contents;

	public NewLivepatchWizard() {
		super(Messages.window);
		setDialogSettings(ImportWizard.settings());
	}

	@Override
	public void addPages() {
		projectPage = new ProjectPage();
		addPage(projectPage);
		contents = new ImportPages(this, () -> projectPage.isPageComplete() ? new ImportPages.Target(Optional.empty(), projectPage.projectName(), projectPage.kernel()) : null, true);
		contents.addTo(this);
	}

	@Override
	public boolean canFinish() {
		return projectPage.isPageComplete() && contents.canFinish();
	}

	@Override
	public boolean performFinish() {
		if (!contents.isEmpty()) {
			Optional<IProject> imported = contents.finish();
			imported.ifPresent(this::show);
			return imported.isPresent();
		}
		String name = projectPage.projectName();
		ProjectTemplate template = new ProjectTemplate(name, Optional.empty(), projectPage.kernel(), Optional.empty());
		IProject[] created = new IProject[1];
		boolean done = WizardWork.run(this, Messages.notCreated, monitor -> created[0] = template.create(SubMonitor.convert(monitor, NLS.bind(Messages.creating, name), 1).split(1)));
		if (done) {
			show(created[0]);
		}
		return done;
	}

	private void show(IProject project) {
		reveal(project, Optional.of(ProjectLayout.of(project).settings()));
	}
}
