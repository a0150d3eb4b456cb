package dev.livepatch.ide.ui.exchange;

import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.jface.dialogs.DialogSettings;
import org.eclipse.jface.dialogs.IDialogSettings;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.wizard.Wizard;
import org.eclipse.ui.IImportWizard;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.wizards.newresource.BasicNewResourceWizard;
import org.osgi.framework.FrameworkUtil;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.Selections;

/** <em>Import &gt; Live Patch &gt; Patches, Mail or Commits</em>. */
public final class ImportWizard extends Wizard implements IImportWizard {
	private IWorkbench workbench;
	private Optional<IProject> selected = Optional.empty();
	private TargetPage target;
	private ImportPages pages;

	@Override
	public void init(IWorkbench bench, IStructuredSelection selection) {
		workbench = bench;
		selected = Selections.project(selection, bench.getActiveWorkbenchWindow() == null ? null : bench.getActiveWorkbenchWindow().getActivePage());
		setWindowTitle(Messages.ImportWizard_title);
		setDefaultPageImageDescriptor(Icons.WIZARD_BANNER.descriptor());
		setNeedsProgressMonitor(true);
		setDialogSettings(settings());
	}

	/** Kept from one wizard to the next, whichever of them imports. */
	public static IDialogSettings settings() {
		IDialogSettings all = PlatformUI.getDialogSettingsProvider(FrameworkUtil.getBundle(ImportWizard.class)).getDialogSettings();
		return DialogSettings.getOrCreateSection(all, "exchange"); //$NON-NLS-1$
	}

	@Override
	public void addPages() {
		target = new TargetPage(selected, () -> {
			if (pages != null) {
				pages.changed();
			}
		});
		addPage(target);
		pages = new ImportPages(this, target::target, false);
		pages.addTo(this);
	}

	@Override
	public boolean canFinish() {
		return target.isPageComplete() && pages.canFinish();
	}

	@Override
	public boolean performFinish() {
		Optional<IProject> into = Optional.ofNullable(target.target()).flatMap(ImportPages.Target::project);
		// what is imported is put upon what is saved
		if (into.isPresent() && !IDE.saveAllEditors(new IResource[] { ProjectLayout.of(into.get()).project() }, true)) {
			return false;
		}
		Optional<IProject> project = pages.finish();
		project.ifPresent(p -> BasicNewResourceWizard.selectAndReveal(p, workbench.getActiveWorkbenchWindow()));
		return project.isPresent();
	}
}
