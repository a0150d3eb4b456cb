package dev.livepatch.ide.ui.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.osgi.util.NLS;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.statushandlers.StatusManager;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.object.Frame;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.console.KernelPlace.Target;
import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.vm.source.CodeAddress;
import dev.livepatch.vm.source.SourceFinder;

/** Finds the source of a place, which may take reading the kernel's debug information, and opens it. */
final class OpenPlaceJob extends Job {
	private final IProject project;
	private final KernelPlace place;

	OpenPlaceJob(IProject project, KernelPlace place) {
		super(NLS.bind(Messages.opening, place));
		this.project = project;
		this.place = place;
		setUser(true);
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		try {
			KernelBuild kernel = KernelBuilds.of(project);
			Optional<SourcePlace> source = find(kernel);
			if (source.isEmpty()) {
				return Status.warning(NLS.bind(Messages.notFound, place, kernel.build()));
			}
			if (!kernel.sourceFile(source.get().file()).toFile().isFile()) {
				return Status.warning(NLS.bind(Messages.noKernelFile, source.get().file(), kernel.source()));
			}
			PlatformUI.getWorkbench().getDisplay().asyncExec(() -> open(kernel, source.get()));
			return Status.OK_STATUS;
		} catch (IOException e) {
			return Status.error(e.getMessage(), e);
		}
	}

	private Optional<SourcePlace> find(KernelBuild kernel) throws IOException {
		return switch (place.target()) {
			case Target.Line line -> Optional.of(new SourcePlace(line.file(), line.line()));
			case Target.Code code -> find(kernel, code.address());
		};
	}

	private Optional<SourcePlace> find(KernelBuild kernel, CodeAddress address) throws IOException {
		Map<String, Path> patches = patches();
		// what is printed with an offset was called from there, except where a fault happened: there the line is the same or the one before
		List<Frame> frames = new SourceFinder(kernel, patches).frames(address.call());
		if (frames.isEmpty()) {
			return Optional.empty();
		}
		SourcePlace found = new SourcePlace(frames.getFirst().file(), frames.getFirst().line());
		return Optional.of(patches.containsKey(address.module()) ? found : inProject(kernel, found));
	}

	/** The modules that the project's runs have loaded: their lines are the project's. */
	private Map<String, Path> patches() throws IOException {
		Map<String, Path> modules = new HashMap<>();
		Path directory = ProjectLayout.of(project).launchDirectory();
		if (Files.isDirectory(directory)) {
			try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.ko")) {
				files.forEach(file -> modules.put(file.getFileName().toString().replaceFirst("\\.ko$", "").replace('-', '_'), file));
			}
		}
		return modules;
	}

	/** The running kernel was made from its own sources: the project's version of the file may have the line elsewhere. */
	private SourcePlace inProject(KernelBuild kernel, SourcePlace original) throws IOException {
		IFile own = ProjectLayout.of(project).source(original.file());
		if (own.getLocation() == null || !own.exists()) {
			return original;
		}
		LineMap lines = LineMap.between(Files.readString(kernel.sourceFile(original.file()), StandardCharsets.ISO_8859_1),
				Files.readString(own.getLocation().toPath(), StandardCharsets.ISO_8859_1));
		return new SourcePlace(original.file(), lines.toPatched(original.line()));
	}

	private void open(KernelBuild kernel, SourcePlace source) {
		IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
		IWorkbenchPage page = window == null ? null : window.getActivePage();
		if (page == null) {
			return;
		}
		try {
			IEditorPart editor = KernelFiles.open(page, project, kernel, source.file());
			if (editor instanceof ITextEditor text && source.line() > 0) {
				var document = text.getDocumentProvider().getDocument(text.getEditorInput());
				var line = document.getLineInformation(Math.min(source.line(), document.getNumberOfLines()) - 1);
				text.selectAndReveal(line.getOffset(), line.getLength());
			}
		} catch (PartInitException e) {
			StatusManager.getManager().handle(e, LivepatchUi.ID);
		} catch (BadLocationException e) {
			StatusManager.getManager().handle(Status.error(NLS.bind(Messages.notShown, source.file(), source.line()), e));
		}
	}
}
