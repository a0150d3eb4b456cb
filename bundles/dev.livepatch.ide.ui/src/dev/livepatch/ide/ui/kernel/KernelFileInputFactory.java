package dev.livepatch.ide.ui.kernel;

import java.nio.file.Path;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.IAdaptable;
import org.eclipse.ui.IElementFactory;
import org.eclipse.ui.IMemento;

import dev.livepatch.ide.ui.LivepatchUi;

/** Opens the kernel's files again after a restart. */
public final class KernelFileInputFactory implements IElementFactory {
	static final String ID = LivepatchUi.ID + ".kernelFileFactory";
	private static final String PROJECT = "project";
	private static final String BUILD = "build";
	private static final String FILE = "file";
	private static final String KERNEL_PATH = "kernelPath";

	static void save(KernelFileInput input, IMemento memento) {
		memento.putString(PROJECT, input.project().getName());
		memento.putString(BUILD, input.kernelBuild().toString());
		memento.putString(FILE, input.file().toString());
		memento.putString(KERNEL_PATH, input.kernelPath());
	}

	@Override
	public IAdaptable createElement(IMemento memento) {
		String project = memento.getString(PROJECT);
		String build = memento.getString(BUILD);
		String file = memento.getString(FILE);
		String kernelPath = memento.getString(KERNEL_PATH);
		if (project == null || build == null || file == null || kernelPath == null) {
			return null;
		}
		IProject handle = ResourcesPlugin.getWorkspace().getRoot().getProject(project);
		KernelFileInput input = new KernelFileInput(handle, Path.of(build), Path.of(file), kernelPath);
		return handle.isAccessible() && input.exists() ? input : null;
	}
}
