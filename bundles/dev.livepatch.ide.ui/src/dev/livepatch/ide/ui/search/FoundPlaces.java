package dev.livepatch.ide.ui.search;

import java.util.Arrays;

import org.eclipse.core.resources.IFile;
import org.eclipse.search.ui.text.AbstractTextSearchResult;
import org.eclipse.search.ui.text.IEditorMatchAdapter;
import org.eclipse.search.ui.text.IFileMatchAdapter;
import org.eclipse.search.ui.text.Match;
import org.eclipse.ui.IEditorPart;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.kernel.KernelSource;

/** Which matches are in which editor, where they are marked, and in which file of the project, where they move with what is edited before them. */
record FoundPlaces(KernelSearchResult result) implements IEditorMatchAdapter, IFileMatchAdapter {
	private static final Match[] NONE = {};

	@Override
	public boolean isShownInEditor(Match match, IEditorPart editor) {
		return KernelSource.of(editor.getEditorInput()).filter(new KernelSource(result.query().project(), ((SourceLine) match.getElement()).file())::equals).isPresent();
	}

	@Override
	public Match[] computeContainedMatches(AbstractTextSearchResult of, IEditorPart editor) {
		return KernelSource.of(editor.getEditorInput()).filter(s -> s.project().equals(result.query().project())).map(s -> matches(s.path())).orElse(NONE);
	}

	@Override
	public Match[] computeContainedMatches(AbstractTextSearchResult of, IFile file) {
		return file.getProject().equals(result.query().project()) ? ProjectLayout.of(file.getProject()).kernelPath(file).map(this::matches).orElse(NONE) : NONE;
	}

	private Match[] matches(String path) {
		return Arrays.stream(result.getElements()).filter(line -> ((SourceLine) line).file().equals(path)).flatMap(line -> Arrays.stream(result.getMatches(line))).toArray(Match[]::new);
	}

	@Override
	public IFile getFile(Object element) {
		IFile own = element instanceof SourceLine line ? ProjectLayout.of(result.query().project()).source(line.file()) : null;
		return own != null && own.exists() ? own : null;
	}
}
