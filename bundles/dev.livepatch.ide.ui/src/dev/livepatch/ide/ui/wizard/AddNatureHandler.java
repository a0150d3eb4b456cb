package dev.livepatch.ide.ui.wizard;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.WorkspaceJob;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.osgi.util.NLS;
import org.eclipse.ui.handlers.HandlerUtil;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.project.ProjectSetup;

/** <em>Configure &gt; Live Patch Project</em>, for projects that came from elsewhere. */
public final class AddNatureHandler extends AbstractHandler {

	@Override
	public Object execute(ExecutionEvent event) {
		IStructuredSelection selection = HandlerUtil.getCurrentStructuredSelection(event);
		for (Object element : selection) {
			IProject project = Adapters.adapt(element, IProject.class);
			if (project != null && project.isAccessible() && !ProjectLayout.isLivepatch(project)) {
				add(project);
			}
		}
		return null;
	}

	private static void add(IProject project) {
		WorkspaceJob job = new WorkspaceJob(NLS.bind(Messages.configuring, project.getName())) {
			@Override
			public IStatus runInWorkspace(IProgressMonitor monitor) throws CoreException {
				ProjectSetup.addNature(project, monitor);
				return Status.OK_STATUS;
			}
		};
		job.setRule(project.getWorkspace().getRoot());
		job.setUser(true);
		job.schedule();
	}
}
