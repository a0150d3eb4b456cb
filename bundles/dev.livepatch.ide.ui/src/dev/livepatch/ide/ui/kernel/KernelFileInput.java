package dev.livepatch.ide.ui.kernel;

import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IStorage;
import org.eclipse.core.runtime.PlatformObject;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.osgi.util.NLS;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IPersistableElement;
import org.eclipse.ui.IStorageEditorInput;

import dev.livepatch.ide.ui.Icons;

/**
 * A file of the kernel as one project sees it.
 *
 * @see KernelFileDocumentProvider
 */
public final class KernelFileInput extends PlatformObject implements IStorageEditorInput, IPersistableElement {
	private final IProject project;
	private final Path kernelBuild;
	private final Path file;
	private final String kernelPath;

	/**
	 * @param kernelBuild the build directory of the kernel
	 * @param file        in the kernel's source tree
	 * @param kernelPath  the file's path relative to that tree
	 */
	public KernelFileInput(IProject project, Path kernelBuild, Path file, String kernelPath) {
		this.project = project;
		this.kernelBuild = kernelBuild;
		this.file = file;
		this.kernelPath = kernelPath;
	}

	public IProject project() {
		return project;
	}

	public Path kernelBuild() {
		return kernelBuild;
	}

	public Path file() {
		return file;
	}

	public String kernelPath() {
		return kernelPath;
	}

	@Override
	public IStorage getStorage() {
		return new KernelFileStorage(file, kernelPath);
	}

	@Override
	public boolean exists() {
		return Files.isRegularFile(file);
	}

	@Override
	public ImageDescriptor getImageDescriptor() {
		return Icons.KERNEL_FILE.descriptor();
	}

	@Override
	public String getName() {
		return file.getFileName().toString();
	}

	@Override
	public String getToolTipText() {
		return NLS.bind(Messages.toolTip, kernelPath, project.getName());
	}

	@Override
	public IPersistableElement getPersistable() {
		return this;
	}

	@Override
	public void saveState(IMemento memento) {
		KernelFileInputFactory.save(this, memento);
	}

	@Override
	public String getFactoryId() {
		return KernelFileInputFactory.ID;
	}

	@Override
	public <T> T getAdapter(Class<T> adapter) {
		// lets views and commands that work on the editor's project find it
		return adapter == IProject.class ? adapter.cast(project) : super.getAdapter(adapter);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof KernelFileInput o && project.equals(o.project) && file.equals(o.file);
	}

	@Override
	public int hashCode() {
		return file.hashCode();
	}
}
