package dev.livepatch.ide.ui.status;

import java.nio.charset.Charset;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.ui.IEditorInput;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.kernel.KernelFileInput;

/**
 * The kernel file that an editor shows, the project's version or the kernel's own.
 *
 * @param path    relative to the kernel's source tree
 * @param file    the project's version; empty for the kernel's
 * @param charset empty for the kernel's
 */
record EditorFile(IProject project, String path, Optional<IFile> file, Optional<Charset> charset) {

	static Optional<EditorFile> of(IEditorInput input) {
		if (input instanceof KernelFileInput kernel) {
			return source(kernel.kernelPath()) && !kernel.generated() ? Optional.of(new EditorFile(kernel.project(), kernel.kernelPath(), Optional.empty(), Optional.empty())) : Optional.empty();
		}
		IFile file = input == null ? null : input.getAdapter(IFile.class);
		return ProjectLayout.containing(file).flatMap(layout -> layout.kernelPath(file)).filter(EditorFile::source)
				.flatMap(path -> charset(file).map(charset -> new EditorFile(file.getProject(), path, Optional.of(file), Optional.of(charset))));
	}

	private static boolean source(String path) {
		return path.endsWith(".c") || path.endsWith(".h");
	}

	private static Optional<Charset> charset(IFile file) {
		try {
			return Optional.of(Charset.forName(file.getCharset()));
		} catch (CoreException | UnsupportedCharsetException e) {
			// deleted in between, or unreadable as text: there is nothing to compare
			return Optional.empty();
		}
	}
}
