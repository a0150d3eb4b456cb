package dev.livepatch.ide.ui.exchange;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.jface.wizard.IWizardPage;
import org.eclipse.jface.wizard.Wizard;

import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.Decisions;
import dev.livepatch.core.exchange.GitClone;
import dev.livepatch.ide.exchange.Fitting;
import dev.livepatch.ide.exchange.Fitting.FromCommits;
import dev.livepatch.ide.exchange.Fitting.FromFiles;
import dev.livepatch.ide.exchange.Fitting.Request;
import dev.livepatch.ide.exchange.ProjectImport;
import dev.livepatch.ide.ui.WizardWork;

/** The pages of a wizard that imports patches: where from, which commits, and how they fit. */
public final class ImportPages {
	private final Wizard wizard;
	private final Supplier<Target> target;
	private final SourcePage source;
	private final CommitsPage commits;
	private final FitPage fit;

	/**
	 * Where to.
	 *
	 * @param project one that there is; empty for a new one
	 */
	public record Target(Optional<IProject> project, String name, Path kernel) {
	}

	/**
	 * @param target     asked when the pages before are complete
	 * @param maybeEmpty whether the author may import nothing
	 */
	public ImportPages(Wizard wizard, Supplier<Target> target, boolean maybeEmpty) {
		this.wizard = wizard;
		this.target = target;
		this.source = new SourcePage(this, maybeEmpty);
		this.commits = new CommitsPage(this);
		this.fit = new FitPage(this);
	}

	/** In this order, behind the wizard's own. */
	public void addTo(Wizard to) {
		to.addPage(source);
		to.addPage(commits);
		to.addPage(fit);
	}

	public SourcePage source() {
		return source;
	}

	CommitsPage commits() {
		return commits;
	}

	FitPage fit() {
		return fit;
	}

	/** Whether the author starts from nothing. */
	public boolean isEmpty() {
		return source.isEmpty();
	}

	/** Whether all that has to be asked on these pages is answered; what does not fit is found out when the wizard finishes. */
	public boolean canFinish() {
		return source.isPageComplete() && (isEmpty() || (!source.isFromCommits() || commits.isPageComplete()) && fit.isPageComplete());
	}

	/** The last page before the one that shows how patches fit. */
	IWizardPage beforeFit() {
		return source.isFromCommits() ? commits : source;
	}

	/** What was found out about other patches, or for another target, is void. */
	public void changed() {
		if (fit != null) {
			fit.forget(request());
		}
	}

	/** What the pages ask for; empty while something is missing. */
	Optional<Request> request() {
		if (source.getControl() == null || isEmpty()) {
			return Optional.empty();
		}
		Target to = target.get();
		if (to == null) {
			return Optional.empty();
		}
		if (source.isFromCommits()) {
			return commits.history(false).filter(c -> !commits.chosen().isEmpty()).map(c -> new Request(new FromCommits(c, commits.chosen()), to.project(), to.name(), to.kernel()));
		}
		Optional<GitClone> clone = commits.history(true);
		return source.files().isEmpty() ? Optional.empty() : Optional.of(new Request(new FromFiles(source.files(), clone), to.project(), to.name(), to.kernel()));
	}

	/** Reads and fits the patches with a progress display, unless that is done; says so if it cannot. */
	boolean load() {
		Optional<Request> request = request();
		if (request.isEmpty()) {
			return false;
		}
		if (fit.isLoaded(request.get())) {
			return true;
		}
		Object[] loaded = new Object[2];
		boolean done = WizardWork.run(wizard, Messages.ImportPages_notRead, monitor -> {
			monitor.beginTask(Messages.ImportPages_reading, IProgressMonitor.UNKNOWN);
			Fitting fitting = Fitting.of(request.get(), monitor::isCanceled);
			loaded[0] = fitting;
			loaded[1] = fitting.fit(Decisions.NONE, monitor::isCanceled);
		});
		if (done) {
			fit.show((Fitting) loaded[0], (Backport) loaded[1]);
		}
		return done;
	}

	/**
	 * Imports, or shows what the author has to decide first.
	 *
	 * @return the project; empty if nothing was imported, which has been said
	 */
	public Optional<IProject> finish() {
		if (!load()) {
			return Optional.empty();
		}
		Fitting fitting = fit.fitting();
		Decisions decisions = fit.decided();
		boolean noting = fit.isNoting();
		Backport[] backport = new Backport[1];
		IProject[] project = new IProject[1];
		boolean done = WizardWork.run(wizard, Messages.ImportPages_notImported, monitor -> {
			SubMonitor progress = SubMonitor.convert(monitor, Messages.ImportPages_reading, 2);
			backport[0] = fitting.fit(decisions, progress::isCanceled);
			if (backport[0].complete()) {
				project[0] = ProjectImport.run(fitting, fitting.imported(backport[0], noting), progress.split(1));
			}
		});
		if (done && project[0] == null) {
			fit.update(backport[0]);
			wizard.getContainer().showPage(fit);
		}
		return done ? Optional.ofNullable(project[0]) : Optional.empty();
	}
}
