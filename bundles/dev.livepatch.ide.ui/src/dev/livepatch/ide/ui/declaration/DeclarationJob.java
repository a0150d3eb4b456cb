package dev.livepatch.ide.ui.declaration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.index.Declaration;
import dev.livepatch.core.index.DeclarationOrder;
import dev.livepatch.core.index.Mention;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.source.CParser;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.kernel.SymbolIndexes;
import dev.livepatch.ide.project.ProjectLayout;

/** Finds what a place in a source means. */
final class DeclarationJob extends Job {

	/**
	 * What was found.
	 *
	 * @param candidates the nearest, if they are in doubt; else the one that is meant; none if there is none
	 */
	record Answer(KernelBuild kernel, List<Declaration> candidates) {
	}

	private final SourcePlace place;
	private final Consumer<Answer> answered;

	/** @param answered is told in this job's thread; not if it is cancelled or fails */
	DeclarationJob(SourcePlace place, Consumer<Answer> answered) {
		super(NLS.bind(Messages.finding, place.mention().text()));
		this.place = place;
		this.answered = answered;
		setRule(SymbolIndexes.RULE);
		setPriority(Job.SHORT);
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		try {
			KernelBuild kernel = KernelBuilds.of(place.project());
			List<Declaration> candidates = switch (place.mention()) {
				case Mention.Name name -> names(kernel, name, monitor);
				case Mention.Include include -> included(kernel, include, monitor);
			};
			if (!monitor.isCanceled()) {
				answered.accept(new Answer(kernel, candidates));
			}
			return Status.OK_STATUS;
		} catch (CancellationException e) {
			return Status.CANCEL_STATUS;
		} catch (IOException | CoreException e) {
			return Status.error(NLS.bind(Messages.failed, place.mention().text(), e.getMessage()), e);
		}
	}

	private List<Declaration> included(KernelBuild kernel, Mention.Include include, IProgressMonitor monitor) throws IOException {
		List<String> files = Stream.concat(kernel.sources(monitor::isCanceled).stream(), kernel.generatedHeaders().files().stream()).distinct().toList();
		return DeclarationOrder.of(place.file(), place.text()).included(include.text(), files).stream().limit(1)
				.map(file -> new Declaration(include.text(), Declaration.Kind.MACRO, file, 1)).toList();
	}

	private List<Declaration> names(KernelBuild kernel, Mention.Name mention, IProgressMonitor monitor) throws IOException, CoreException {
		DeclarationOrder order = DeclarationOrder.of(place.file(), place.text());
		List<Declaration> here = declared(place.file(), place.text(), mention.text()).stream().filter(d -> mention.fits(d.kind())).toList();
		boolean member = mention.role() == Mention.Role.MEMBER;
		if (!member && here.stream().anyMatch(d -> d.kind() != Declaration.Kind.DECLARED_ONLY)) {
			return order.nearest(here);
		}
		List<Declaration> elsewhere = SymbolIndexes.find(kernel, mention.text(), monitor).stream().filter(d -> mention.fits(d.kind()) && !d.file().equals(place.file())).toList();
		List<Declaration> all = Stream.concat(here.stream(), elsewhere.stream()).toList();
		List<Declaration> found = new ArrayList<>();
		for (Declaration declaration : member ? order.members(all, place.text()) : order.nearest(all)) {
			found.add(declaration.file().equals(place.file()) ? declaration : own(declaration));
		}
		return found;
	}

	/** The author's copy of a file may say it in another line. */
	private Declaration own(Declaration original) throws IOException, CoreException {
		IFile file = ProjectLayout.of(place.project()).source(original.file());
		if (!file.exists()) {
			return original;
		}
		String text = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
		return declared(original.file(), text, original.name()).stream().filter(d -> d.kind() == original.kind() && d.owner().equals(original.owner()))
				.min(Comparator.comparingInt(d -> Math.abs(d.line() - original.line()))).orElse(original);
	}

	private static List<Declaration> declared(String file, String text, String name) throws IOException {
		try (CParser parser = CParser.open()) {
			return Declaration.of(file, text, parser.parse(text)).stream().filter(d -> d.name().equals(name)).toList();
		}
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.DECLARATION;
	}
}
