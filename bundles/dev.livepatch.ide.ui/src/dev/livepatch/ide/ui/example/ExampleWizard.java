package dev.livepatch.ide.ui.example;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.jface.dialogs.ErrorDialog;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.wizard.Wizard;
import org.eclipse.ui.INewWizard;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.wizards.newresource.BasicNewProjectResourceWizard;
import org.eclipse.ui.wizards.newresource.BasicNewResourceWizard;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.Icons;

/** <em>New &gt; Example… &gt; Live Patch</em>. */
public final class ExampleWizard extends Wizard implements INewWizard, IExecutableExtension {
	private IWorkbench workbench;
	private IConfigurationElement configuration;
	private ExamplePage page;

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
		page = new ExamplePage();
		addPage(page);
	}

	@Override
	public boolean performFinish() {
		ExampleProject example = new ExampleProject(page.example(), page.kernel());
		IProject[] created = new IProject[1];
		try {
			getContainer().run(true, true, monitor -> {
				try {
					created[0] = example.create(monitor);
				} catch (OperationCanceledException e) {
					throw new InterruptedException();
				} catch (CoreException e) {
					throw new InvocationTargetException(e);
				}
			});
			reveal(created[0]);
			return true;
		} catch (InterruptedException e) {
			return false;
		} catch (InvocationTargetException e) {
			report((CoreException) e.getCause());
		} catch (CoreException e) {
			report(e);
		}
		return false;
	}

	private void report(CoreException problem) {
		ErrorDialog.openError(getShell(), getWindowTitle(), Messages.notCreated, problem.getStatus());
	}

	/** Shows the patch: it is what there is to learn from. */
	private void reveal(IProject project) throws CoreException {
		BasicNewProjectResourceWizard.updatePerspective(configuration);
		Optional<IFile> patch = Arrays.stream(project.members()).filter(m -> ProjectLayout.PATCH_EXTENSION.equals(m.getFileExtension()))
				.map(IFile.class::cast).findFirst();
		BasicNewResourceWizard.selectAndReveal(patch.isPresent() ? patch.get() : project, workbench.getActiveWorkbenchWindow());
		if (patch.isPresent()) {
			IDE.openEditor(workbench.getActiveWorkbenchWindow().getActivePage(), patch.get());
		}
	}
}
