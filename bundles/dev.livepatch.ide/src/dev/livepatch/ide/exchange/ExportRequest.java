package dev.livepatch.ide.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.ProjectSettings;
import dev.livepatch.core.exchange.CommitMessage;
import dev.livepatch.core.exchange.KpatchBundle;
import dev.livepatch.core.exchange.PatchExport;
import dev.livepatch.core.exchange.PatchExport.Signature;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;

/**
 * What of a project is to leave it, and how.
 *
 * @param series    the patches that it was imported from, and not one for all
 * @param probes    for a bundle: with settings and probes
 * @param overwrite whether files that are there already may be replaced; a directory never is
 * @param remember  whether the signer is written into the project's settings
 */
public record ExportRequest(IProject project, Form form, Path target, boolean series, boolean probes, boolean overwrite, CommitMessage message, Signature signature, boolean remember) {

	/** What the target becomes. */
	public enum Form {
		/** A patch file, or for a series a directory of them. */
		PATCH,
		/** A directory that kpatch-build takes. */
		BUNDLE,
		/** The same as {@code .tar.gz}. */
		ARCHIVE
	}

	/** Not for the UI thread. */
	public void run(IProgressMonitor monitor) throws IOException, CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, 4);
		ProjectLayout layout = ProjectLayout.of(project);
		LivepatchProject livepatch = LivepatchProject.open(layout.directory());
		KernelBuild kernel = KernelBuilds.of(project);
		ChangeSet change = livepatch.change(kernel.source(), progress::isCanceled);
		progress.worked(1);
		PatchExport patches = series ? PatchExport.series(livepatch, kernel.source(), change, message, signature, ZonedDateTime.now(), progress::isCanceled)
				: PatchExport.squashed(change, message, signature, ZonedDateTime.now());
		progress.worked(1);
		if (Files.exists(target) && !(overwrite && Files.isRegularFile(target))) {
			throw new FileAlreadyExistsException(NLS.bind(Messages.ExportRequest_exists, target));
		}
		switch (form) {
			case PATCH -> writePatches(patches, kernel, change, progress);
			case BUNDLE, ARCHIVE -> new KpatchBundle(livepatch, kernel, change, patches, probes).write(target, progress::isCanceled);
		}
		if (remember) {
			remember(layout.settings(), progress.split(1));
		}
	}

	private void writePatches(PatchExport patches, KernelBuild kernel, ChangeSet change, SubMonitor progress) throws IOException {
		if (series) {
			patches.write(target, kernel.source(), change, progress::isCanceled);
		} else {
			patches.writeFile(target, kernel.source(), change, progress::isCanceled);
		}
	}

	private void remember(IFile settings, IProgressMonitor monitor) throws CoreException {
		String text = new String(settings.readAllBytes(), StandardCharsets.UTF_8);
		String with = ProjectSettings.withAuthor(text, signature.signer());
		if (!with.equals(text)) {
			settings.write(with.getBytes(StandardCharsets.UTF_8), true, false, true, monitor);
		}
	}
}
