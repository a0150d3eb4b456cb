package dev.livepatch.ide.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.ILog;

import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.kernel.KernelBuilds;

/**
 * How a project's kernel looked to the last check that came to an end, see {@link KernelBuilds#look}. Kept in the workspace's own data, across sessions.
 * Nothing is kept from the moment a check is asked for, so that one that was cut off, even by a crash, is known to be missing.
 */
public final class CheckedKernel {
	private static final String FILE = "checked-kernel";

	private CheckedKernel() {
	}

	/** Empty if no check has ended since one was asked for, or ever. */
	public static Optional<String> of(IProject project) {
		Optional<Path> file = file(project).filter(Files::isRegularFile);
		try {
			return file.isPresent() ? Optional.of(Files.readString(file.get())) : Optional.empty();
		} catch (IOException e) {
			ILog.of(CheckedKernel.class).warn(file.get() + " cannot be read: " + e.getMessage(), e);
			return Optional.empty();
		}
	}

	static void forget(IProject project) {
		try {
			Optional<Path> file = file(project);
			if (file.isPresent()) {
				Files.deleteIfExists(file.get());
			}
		} catch (IOException e) {
			ILog.of(CheckedKernel.class).warn("A check that is cut off will not be noticed: " + e.getMessage(), e);
		}
	}

	static void keep(IProject project, String look) {
		try {
			Optional<Path> file = file(project);
			if (file.isPresent()) {
				Files.writeString(file.get(), look);
			}
		} catch (IOException e) {
			ILog.of(CheckedKernel.class).warn("The next session will check " + project.getName() + " again: " + e.getMessage(), e);
		}
	}

	/** Empty for a project that was closed or deleted in between. */
	private static Optional<Path> file(IProject project) {
		return project.isAccessible() ? Optional.of(project.getWorkingLocation(LivepatchIde.ID).toPath().resolve(FILE)) : Optional.empty();
	}
}
