package dev.livepatch.ide.ui.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

import org.eclipse.core.resources.IProject;

import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.module.KernelMatch;
import dev.livepatch.core.module.ModuleFacts;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.preferences.KernelChoice;

/**
 * What a module's file said when it was read, or why it could not be.
 *
 * @param problem with the file; empty if there is none
 * @param kernel  why there is no kernel to compare it with; empty if there is one
 * @param time    of the file's last change
 */
record Reading(Optional<ModuleFacts> facts, Optional<KernelMatch> match, String problem, String kernel, Optional<FileTime> time) {

	/**
	 * Takes time: not for the UI thread.
	 *
	 * @param project whose kernel is meant; empty for the workspace's
	 */
	static Reading of(Path file, Optional<IProject> project, Cancellation cancellation) {
		Optional<FileTime> time = changed(file);
		ModuleFacts facts;
		try {
			facts = ModuleFacts.read(file);
		} catch (IOException e) {
			return new Reading(Optional.empty(), Optional.empty(), e.getMessage(), "", time);
		}
		try {
			Path build = project.isPresent() ? KernelChoice.of(project.get()) : KernelChoice.workspaceDefault().orElseThrow(() -> new KernelException(Messages.Reading_noKernel));
			return new Reading(Optional.of(facts), Optional.of(KernelMatch.of(facts, KernelBuilds.open(build), cancellation)), "", "", time);
		} catch (IOException e) {
			return new Reading(Optional.of(facts), Optional.empty(), "", e.getMessage(), time);
		}
	}

	/** Whether the file has changed since. */
	boolean outdated(Path file) {
		return !changed(file).equals(time);
	}

	private static Optional<FileTime> changed(Path file) {
		try {
			return Optional.of(Files.getLastModifiedTime(file));
		} catch (IOException e) {
			// gone, which reading it will say
			return Optional.empty();
		}
	}
}
