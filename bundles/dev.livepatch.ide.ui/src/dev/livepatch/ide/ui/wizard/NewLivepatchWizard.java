package dev.livepatch.ide.ui.wizard;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.jface.dialogs.ErrorDialog;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.wizard.Wizard;
import org.eclipse.osgi.util.NLS;
import org.eclipse.ui.INewWizard;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.wizards.newresource.BasicNewProjectResourceWizard;
import org.eclipse.ui.wizards.newresource.BasicNewResourceWizard;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.project.ProjectTemplate;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.exchange.ImportPages;
import dev.livepatch.ide.ui.exchange.ImportWizard;

/** <em>New &gt; Live Patch Project</em>. */
public final class NewLivepatchWizard extends Wizard implements INewWizard, IExecutableExtension {
	private IWorkbench workbench;
	private IConfigurationElement configuration;
	private ProjectPage projectPage;
	private ImportPages contents;

	@Override
	public void init(IWorkbench bench, IStructuredSelection selection) {
		workbench = bench;
		setWindowTitle(Messages.window);
		setDefaultPageImageDescriptor(Icons.WIZARD_BANNER.descriptor());
		setNeedsProgressMonitor(true);
		setDialogSettings(ImportWizard.settings());
	}

	@Override
	public void setInitializationData(IConfigurationElement element, String property, Object data) {
		configuration = element;
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
			imported.ifPresent(this::reveal);
			return imported.isPresent();
		}
		String name = projectPage.projectName();
		Path kernel = projectPage.kernel();
		IProject[] created = new IProject[1];
		try {
			getContainer().run(true, true, monitor -> created[0] = create(name, kernel, monitor));
		} catch (InvocationTargetException e) {
			report(e.getCause());
			return false;
		} catch (InterruptedException e) {
			return false;
		}
		reveal(created[0]);
		return true;
	}

	private static IProject create(String name, Path kernel, IProgressMonitor monitor) throws InvocationTargetException, InterruptedException {
		try {
			return new ProjectTemplate(name, Optional.empty(), kernel, Optional.empty()).create(SubMonitor.convert(monitor, NLS.bind(Messages.creating, name), 1).split(1));
		} catch (CoreException e) {
			throw new InvocationTargetException(e);
		} catch (OperationCanceledException e) {
			throw new InterruptedException();
		}
	}

	private void report(Throwable problem) {
		IStatus status = problem instanceof CoreException e ? e.getStatus() : Status.error(problem.getMessage(), problem);
		ErrorDialog.openError(getShell(), getWindowTitle(), Messages.notCreated, status);
	}

	private void reveal(IProject project) {
		BasicNewProjectResourceWizard.updatePerspective(configuration);
		BasicNewResourceWizard.selectAndReveal(project, workbench.getActiveWorkbenchWindow());
		IWorkbenchPage page = workbench.getActiveWorkbenchWindow().getActivePage();
		IFile settings = ProjectLayout.of(project).settings();
		try {
			IDE.openEditor(page, settings);
		} catch (PartInitException e) {
			ErrorDialog.openError(getShell(), getWindowTitle(), NLS.bind(Messages.notOpened, settings.getName()), e.getStatus());
		}
	}
}
