package dev.livepatch.ide.ui.exchange;

import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.wizard.Wizard;
import org.eclipse.ui.IExportWizard;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.ide.IDE;

import dev.livepatch.ide.exchange.ExportRequest;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.Selections;
import dev.livepatch.ide.ui.WizardWork;

/** <em>Export &gt; Live Patch &gt; Patch or kpatch-build Bundle</em>. */
public final class ExportWizard extends Wizard implements IExportWizard {
	private Optional<IProject> selected = Optional.empty();
	private ExportPage export;
	private HeaderPage header;

	@Override
	public void init(IWorkbench bench, IStructuredSelection selection) {
		selected = Selections.project(selection, bench.getActiveWorkbenchWindow() == null ? null : bench.getActiveWorkbenchWindow().getActivePage());
		setWindowTitle(Messages.ExportWizard_title);
		setDefaultPageImageDescriptor(Icons.WIZARD_BANNER.descriptor());
		setNeedsProgressMonitor(true);
		setDialogSettings(ImportWizard.settings());
	}

	@Override
	public void addPages() {
		export = new ExportPage(selected);
		header = new HeaderPage(export);
		addPage(export);
		addPage(header);
	}

	@Override
	public boolean performFinish() {
		IProject project = export.project().orElseThrow();
		if (!IDE.saveAllEditors(new IResource[] { project }, true)) {
			return false;
		}
		ExportRequest request = new ExportRequest(project, export.form(), export.target(), export.isSeries(), export.isWithProbes(), export.isOverwriting(), header.message(),
				header.signature(), header.isRemembering());
		boolean done = WizardWork.run(this, Messages.ExportWizard_failed, request::run);
		if (done) {
			export.remember();
		}
		return done;
	}
}
