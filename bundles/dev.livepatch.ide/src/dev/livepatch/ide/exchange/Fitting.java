package dev.livepatch.ide.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.Decisions;
import dev.livepatch.core.exchange.GitClone;
import dev.livepatch.core.exchange.Import;
import dev.livepatch.core.exchange.PatchFiles;
import dev.livepatch.core.exchange.Series;
import dev.livepatch.core.exchange.ThreeWay;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;

/** Patches read for a project and its kernel, and what is known for fitting them, again and again as the author decides. Not for the UI thread. */
public final class Fitting {
	private final Request request;
	private final Series series;
	private final Backport.Target target;
	private final ThreeWay threeWay;
	private final String release;

	/** Where patches come from. */
	public sealed interface Source {
	}

	/** @param history of the repository that the patches were made in, to merge by; may be empty */
	public record FromFiles(List<Path> files, Optional<GitClone> history) implements Source {
	}

	/** @param commits full names, in the order in which they are to be applied */
	public record FromCommits(GitClone history, List<String> commits) implements Source {
	}

	/**
	 * What is to be imported, and where to.
	 *
	 * @param project one that there is; empty for a new one
	 * @param name    of the patch
	 * @param kernel  the build directory
	 */
	public record Request(Source source, Optional<IProject> project, String name, Path kernel) {
	}

	private Fitting(Request request, Series series, Backport.Target target, ThreeWay threeWay, String release) {
		this.request = request;
		this.series = series;
		this.target = target;
		this.threeWay = threeWay;
		this.release = release;
	}

	/** @throws IOException if the patches, the project or the kernel cannot be read; says what to do */
	public static Fitting of(Request request, Cancellation cancellation) throws IOException {
		Series series;
		Optional<GitClone> clone;
		switch (request.source()) {
			case FromFiles files -> {
				series = PatchFiles.read(files.files(), cancellation);
				clone = files.history();
			}
			case FromCommits commits -> {
				series = commits.history().patches(commits.history().ordered(commits.commits(), cancellation), cancellation);
				clone = Optional.of(commits.history());
			}
		}
		KernelBuild kernel = KernelBuilds.open(request.kernel());
		Backport.Target target = new Backport.Target(kernel.source(), present(request, kernel, cancellation), kernel.sources(cancellation));
		return new Fitting(request, series, target, new ThreeWay(clone), kernel.release());
	}

	/** What the project changes, unless it is not there or has nothing yet. */
	private static ChangeSet present(Request request, KernelBuild kernel, Cancellation cancellation) throws IOException {
		ChangeSet nothing = new ChangeSet(request.name(), List.of(), List.of());
		if (request.project().isEmpty()) {
			return nothing;
		}
		ProjectLayout layout = ProjectLayout.of(request.project().get());
		return layout.sources().exists() || layout.isPatchOnly() ? LivepatchProject.open(layout.directory()).change(kernel.source(), cancellation) : nothing;
	}

	public Request request() {
		return request;
	}

	public Series series() {
		return series;
	}

	public Backport fit(Decisions decisions, Cancellation cancellation) throws IOException {
		return Backport.of(target, series, decisions, threeWay, cancellation);
	}

	/** @param backport with nothing left to decide */
	public Import imported(Backport backport, boolean noting) {
		return Import.of(series, backport, noting, release, target.present().files().isEmpty());
	}

	/** What the project changed when the patches were read. */
	ChangeSet present() {
		return target.present();
	}

	/** Whether the project still changes what it did when the patches were read. */
	boolean isCurrent(Cancellation cancellation) throws IOException {
		return present(request, KernelBuilds.open(request.kernel()), cancellation).files().equals(target.present().files());
	}
}
