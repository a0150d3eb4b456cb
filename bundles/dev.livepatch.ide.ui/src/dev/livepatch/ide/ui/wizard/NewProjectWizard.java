package dev.livepatch.ide.ui.wizard;

import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.jface.dialogs.ErrorDialog;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.osgi.util.NLS;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.wizards.newresource.BasicNewProjectResourceWizard;
import org.eclipse.ui.wizards.newresource.BasicNewResourceWizard;

import dev.livepatch.ide.ui.Icons;

/** Makes a live patch project and shows it. */
public abstract class NewProjectWizard extends BasicNewResourceWizard implements IExecutableExtension {
	private final String title;
	private IConfigurationElement configuration;

	/** @param title of the window */
	protected NewProjectWizard(String title) {
		this.title = title;
	}

	@Override
	public void init(IWorkbench workbench, IStructuredSelection selection) {
		super.init(workbench, selection);
		setWindowTitle(title);
		setNeedsProgressMonitor(true);
	}

	@Override
	protected void initializeDefaultPageImageDescriptor() {
		setDefaultPageImageDescriptor(Icons.WIZARD_BANNER.descriptor());
	}

	@Override
	public void setInitializationData(IConfigurationElement element, String property, Object data) {
		configuration = element;
	}

	/**
	 * Shows the new project, in the perspective that its wizard asks for.
	 *
	 * @param selected the project, or what is to be seen first in it
	 * @param opened   the file that an editor is opened on
	 */
	protected final void reveal(IResource selected, Optional<IFile> opened) {
		BasicNewProjectResourceWizard.updatePerspective(configuration);
		selectAndReveal(selected);
		if (opened.isPresent()) {
			try {
				IDE.openEditor(getWorkbench().getActiveWorkbenchWindow().getActivePage(), opened.get());
			} catch (PartInitException e) {
				ErrorDialog.openError(getShell(), getWindowTitle(), NLS.bind(Messages.notOpened, opened.get().getName()), e.getStatus());
			}
		}
	}
}
