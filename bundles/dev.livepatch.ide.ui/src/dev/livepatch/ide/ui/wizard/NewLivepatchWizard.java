package dev.livepatch.ide.ui.wizard;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

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

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.project.ProjectTemplate;
import dev.livepatch.ide.ui.Icons;

/** <em>New &gt; Live Patch Project</em>. */
public final class NewLivepatchWizard extends Wizard implements INewWizard, IExecutableExtension {
	private IWorkbench workbench;
	private IConfigurationElement configuration;
	private ProjectPage projectPage;
	private ContentPage contentPage;

	@Override
	public void init(IWorkbench bench, IStructuredSelection selection) {
		workbench = bench;
		setWindowTitle(Messages.window);
		setDefaultPageImageDescriptor(Icons.WIZARD_BANNER.descriptor());
		setNeedsProgressMonitor(true);
	}

	@Override
	public void setInitializationData(IConfigurationElement element, String property, Object data) {
		configuration = element;
	}

	@Override
	public void addPages() {
		projectPage = new ProjectPage();
		contentPage = new ContentPage();
		addPage(projectPage);
		addPage(contentPage);
	}

	@Override
	public boolean performFinish() {
		String name = projectPage.projectName();
		Path kernel = projectPage.kernel();
		List<Path> patches = contentPage.patches();
		IProject[] created = new IProject[1];
		try {
			getContainer().run(true, true, monitor -> created[0] = create(name, kernel, patches, monitor));
		} catch (InvocationTargetException e) {
			report(e.getCause());
			return false;
		} catch (InterruptedException e) {
			return false;
		}
		reveal(created[0]);
		return true;
	}

	private static IProject create(String name, Path kernel, List<Path> patches, IProgressMonitor monitor)
			throws InvocationTargetException, InterruptedException {
		SubMonitor progress = SubMonitor.convert(monitor, NLS.bind(Messages.creating, name), 2);
		try {
			Optional<ChangeSet> change = Optional.empty();
			if (!patches.isEmpty()) {
				progress.subTask(Messages.reading);
				KernelBuild build = KernelBuilds.open(kernel);
				change = Optional.of(PatchReader.read(name, patches, build.source(), progress::isCanceled));
			}
			progress.worked(1);
			return new ProjectTemplate(name, Optional.empty(), kernel, change).create(progress.split(1));
		} catch (CoreException | ChangeException | KernelException e) {
			throw new InvocationTargetException(e);
		} catch (CancellationException | OperationCanceledException e) {
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
