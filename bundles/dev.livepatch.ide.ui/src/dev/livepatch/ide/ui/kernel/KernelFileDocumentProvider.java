package dev.livepatch.ide.ui.kernel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.jface.text.source.AnnotationModel;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.editors.text.StorageDocumentProvider;

import dev.livepatch.ide.kernel.KernelFileCopy;
import dev.livepatch.ide.project.ProjectLayout;

/**
 * Lets the author begin to edit a file of the kernel as if it were the project's. The editor asks for the state of its input to be
 * validated before any edit (typed, pasted, or made by a command); that copies the file into the project. The edit then goes into the
 * document at hand, and right after it the editor is handed the project's file with the edited text. The kernel's file is never written.
 */
public final class KernelFileDocumentProvider extends StorageDocumentProvider {
	private final Set<Object> copied = ConcurrentHashMap.newKeySet();

	/**
	 * Where the project has its own version already, that one is edited: an edit of the kernel's would take the author's others back. What the kernel's build generates is not edited at
	 * all: the next build would make it anew.
	 */
	@Override
	public boolean isModifiable(Object element) {
		return element instanceof KernelFileInput input ? copied.contains(input) || !input.generated() && !ProjectLayout.of(input.project()).source(input.kernelPath()).exists()
				: super.isModifiable(element);
	}

	@Override
	public boolean isReadOnly(Object element) {
		return element instanceof KernelFileInput ? !copied.contains(element) : super.isReadOnly(element);
	}

	@Override
	public boolean isStateValidated(Object element) {
		return element instanceof KernelFileInput ? copied.contains(element) : super.isStateValidated(element);
	}

	@Override
	public void validateState(Object element, Object computationContext) throws CoreException {
		if (element instanceof KernelFileInput input && !copied.contains(input) && !input.generated()) {
			IFile file = KernelFileCopy.copy(input.project(), input.file(), input.kernelPath(), new NullProgressMonitor());
			copied.add(input);
			fireElementStateValidationChanged(input, true);
			Display.getCurrent().asyncExec(() -> EditorSwitch.hand(input, this, file));
		} else {
			super.validateState(element, computationContext);
		}
	}

	/** Empty at first. Without one the editor would take its commands for annotations (<em>Next Annotation</em>) away, and keep them away when it is handed the project's file. */
	@Override
	protected IAnnotationModel createAnnotationModel(Object element) throws CoreException {
		return element instanceof KernelFileInput ? new AnnotationModel() : super.createAnnotationModel(element);
	}

	@Override
	protected void disposeElementInfo(Object element, ElementInfo info) {
		copied.remove(element);
		super.disposeElementInfo(element, info);
	}
}
