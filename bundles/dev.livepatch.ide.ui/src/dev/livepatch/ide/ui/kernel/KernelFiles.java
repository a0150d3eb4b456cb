package dev.livepatch.ide.ui.kernel;

import java.nio.file.Path;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.content.IContentType;
import org.eclipse.ui.IEditorDescriptor;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.editors.text.EditorsUI;
import org.eclipse.ui.ide.IDE;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.ide.kernel.WarmJob;
import dev.livepatch.ide.project.ProjectLayout;

/** Opens files of the kernel in editors. */
public final class KernelFiles {

	private KernelFiles() {
	}

	/**
	 * Opens the project's version of a file if it has one, else the kernel's; and has the kernel's compiled meanwhile,
	 * so that the first save is checked at once. To be called in the UI thread.
	 */
	public static IEditorPart open(IWorkbenchPage page, IProject project, KernelBuild kernel, String kernelPath) throws PartInitException {
		if (kernelPath.endsWith(".c")) {
			new WarmJob(kernel.build(), kernelPath).schedule();
		}
		IFile own = ProjectLayout.of(project).source(kernelPath);
		if (own.exists()) {
			return IDE.openEditor(page, own);
		}
		return openOriginal(page, project, kernel, kernelPath);
	}

	/** Opens the kernel's file, even if the project has its own version. To be called in the UI thread. */
	public static IEditorPart openOriginal(IWorkbenchPage page, IProject project, KernelBuild kernel, String kernelPath) throws PartInitException {
		Path file = kernel.sourceFile(kernelPath);
		KernelFileInput input = new KernelFileInput(project, kernel.build(), file, kernelPath);
		return page.openEditor(input, editorFor(input.getName()));
	}

	private static String editorFor(String name) {
		IContentType type = Platform.getContentTypeManager().findContentTypeFor(name);
		IEditorDescriptor editor = PlatformUI.getWorkbench().getEditorRegistry().getDefaultEditor(name, type);
		return editor == null || editor.isOpenExternal() ? EditorsUI.DEFAULT_TEXT_EDITOR_ID : editor.getId();
	}
}
