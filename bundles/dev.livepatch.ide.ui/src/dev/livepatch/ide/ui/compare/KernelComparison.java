package dev.livepatch.ide.ui.compare;

import java.lang.reflect.InvocationTargetException;

import org.eclipse.compare.CompareConfiguration;
import org.eclipse.compare.CompareEditorInput;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;

/** A project's change on the left, to be edited, and the kernel's own version on the right. */
final class KernelComparison extends CompareEditorInput {
	private final Scope scope;

	KernelComparison(Scope scope) {
		super(new CompareConfiguration());
		this.scope = scope;
		CompareConfiguration configuration = getCompareConfiguration();
		configuration.setLeftEditable(true);
		configuration.setRightEditable(false);
		configuration.setLeftLabel(scope.project().getName());
		configuration.setLeftImage(Icons.LIVEPATCH.image());
		configuration.setRightLabel(Messages.KernelComparison_kernel);
		configuration.setRightImage(Icons.KERNEL_FILE.image());
		setTitle(NLS.bind(Messages.KernelComparison_title, what()));
		setHelpContextId(HelpContext.COMPARE_WITH_KERNEL.id());
	}

	private String what() {
		IPath only = scope.kernelPaths().size() == 1 ? scope.kernelPaths().getFirst() : IPath.EMPTY;
		return only.isEmpty() ? scope.project().getName() : only.lastSegment();
	}

	@Override
	protected Object prepareInput(IProgressMonitor monitor) throws InvocationTargetException {
		try {
			Differences differences = Differences.of(scope, monitor);
			getCompareConfiguration().setRightLabel(NLS.bind(Messages.KernelComparison_release, differences.release()));
			return differences.root();
		} catch (CoreException e) {
			throw new InvocationTargetException(e, e.getMessage());
		}
	}

	@Override
	public boolean canRunAsJob() {
		return true;
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE || super.belongsTo(family);
	}

	@Override
	public ImageDescriptor getImageDescriptor() {
		return Icons.KERNEL_FILE.descriptor();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof KernelComparison o && scope.equals(o.scope);
	}

	@Override
	public int hashCode() {
		return scope.hashCode();
	}
}
