package dev.livepatch.ide.ui.quickdiff;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.text.Document;
import org.eclipse.jface.text.IDocument;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.texteditor.quickdiff.IQuickDiffReferenceProvider;

import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;

/** What quick diff compares a file below {@code src} with: the kernel's version of it, or nothing at all where the kernel has no such file. */
public final class KernelReference implements IQuickDiffReferenceProvider {
	public static final String ID = LivepatchUi.ID + ".kernelReference";
	private String id;
	private volatile IFile file;

	/** The file below {@code src} that an editor shows; empty if it shows anything else. */
	static Optional<IFile> sourceFile(IEditorInput input) {
		return Optional.ofNullable(input).map(i -> i.getAdapter(IFile.class))
				.filter(f -> ProjectLayout.containing(f).flatMap(l -> l.kernelPath(f)).isPresent());
	}

	/** Asked in the differ's own job. Null, which shows no bars, while there is no kernel to compare with: the project's markers say why. */
	@Override
	public IDocument getReference(IProgressMonitor monitor) throws CoreException {
		IFile compared = file;
		if (compared == null) {
			return null;
		}
		try {
			ProjectLayout layout = ProjectLayout.of(compared.getProject());
			Path original = KernelBuilds.of(compared.getProject()).sourceFile(layout.kernelPath(compared).orElseThrow());
			return new Document(Files.isRegularFile(original) ? new String(Files.readAllBytes(original), Charset.forName(compared.getCharset())) : "");
		} catch (KernelException e) {
			return null;
		} catch (IOException | UnsupportedCharsetException e) {
			throw new CoreException(Status.error(compared.getFullPath() + " cannot be compared with the kernel's version: " + e.getMessage(), e));
		}
	}

	@Override
	public void setActiveEditor(ITextEditor editor) {
		file = editor == null ? null : sourceFile(editor.getEditorInput()).orElse(null);
	}

	@Override
	public boolean isEnabled() {
		return file != null;
	}

	@Override
	public void dispose() {
		file = null;
	}

	@Override
	public void setId(String id) {
		this.id = id;
	}

	@Override
	public String getId() {
		return id;
	}
}
