package dev.livepatch.ide.ui.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.MultiStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.osgi.util.NLS;
import org.eclipse.search.ui.ISearchQuery;
import org.eclipse.search.ui.ISearchResult;
import org.eclipse.search.ui.text.Match;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.search.ExpressionException;
import dev.livepatch.core.search.FileNames;
import dev.livepatch.core.search.SearchText;
import dev.livepatch.core.search.SourceMatch;
import dev.livepatch.core.search.SourceSearch;
import dev.livepatch.core.search.SourceSearch.Outcome;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;

/** Searches the sources of a project's kernel, as the project changes them. */
public final class KernelSearchQuery implements ISearchQuery {
	private final IProject project;
	private final SearchText text;
	private final FileNames names;
	private final KernelSearchResult result = new KernelSearchResult(this);

	public KernelSearchQuery(IProject project, SearchText text, FileNames names) {
		this.project = project;
		this.text = text;
		this.names = names;
	}

	IProject project() {
		return project;
	}

	SearchText text() {
		return text;
	}

	@Override
	public IStatus run(IProgressMonitor monitor) {
		result.removeAll();
		try {
			KernelBuild kernel = KernelBuilds.of(project);
			result.started(kernel);
			List<String> files = Stream.concat(kernel.sources(monitor::isCanceled).stream(), added().stream()).distinct().filter(names).toList();
			monitor.beginTask(getLabel(), files.size());
			Outcome outcome = SourceSearch.run(text.compile(), files, file -> location(kernel, file), this::add, done -> worked(monitor), monitor::isCanceled);
			result.finished(outcome);
			return status(outcome);
		} catch (CancellationException e) {
			return Status.CANCEL_STATUS;
		} catch (KernelException | ExpressionException | CoreException e) {
			return Status.error(NLS.bind(Messages.failed, project.getName(), e.getMessage()), e);
		} finally {
			monitor.done();
		}
	}

	/** The project's files, among them those that the kernel does not have. */
	private List<String> added() throws CoreException {
		ProjectLayout layout = ProjectLayout.of(project);
		List<String> files = new ArrayList<>();
		if (layout.sources().exists()) {
			layout.sources().accept(resource -> {
				if (resource.getType() == IResource.FILE) {
					layout.kernelPath(resource).ifPresent(files::add);
				}
				return true;
			});
		}
		return files;
	}

	/** The author's copy is what is opened, so it is what is searched. */
	private Path location(KernelBuild kernel, String file) {
		IFile own = ProjectLayout.of(project).source(file);
		return own.exists() && own.getLocation() != null ? own.getLocation().toPath() : kernel.sourceFile(file);
	}

	private void add(List<SourceMatch> found) {
		result.addMatches(found.stream().map(m -> new Match(SourceLine.of(m), m.offset(), m.length())).toArray(Match[]::new));
	}

	private static void worked(IProgressMonitor monitor) {
		synchronized (monitor) {
			monitor.worked(1);
		}
	}

	private IStatus status(Outcome outcome) {
		if (outcome.unsearched().isEmpty()) {
			return Status.OK_STATUS;
		}
		IStatus[] each = outcome.unsearched().stream().map(u -> Status.warning(NLS.bind(Messages.notSearched, u.file(), u.reason()))).toArray(IStatus[]::new);
		return new MultiStatus(LivepatchUi.ID, 0, each, result.getLabel(), null);
	}

	@Override
	public String getLabel() {
		return NLS.bind(Messages.searching, text.text(), project.getName());
	}

	@Override
	public boolean canRerun() {
		return true;
	}

	@Override
	public boolean canRunInBackground() {
		return true;
	}

	@Override
	public ISearchResult getSearchResult() {
		return result;
	}
}
