package dev.livepatch.ide.kernel;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.eclipse.core.resources.IProject;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.ide.preferences.KernelChoice;

/** Keeps one {@link KernelBuild} (with its index of compile commands) for each build directory in use, and notices when it was built anew. */
public final class KernelBuilds {
	private static final ConcurrentMap<Path, KernelBuild> OPEN = new ConcurrentHashMap<>();

	private KernelBuilds() {
	}

	/** Not for the UI thread. */
	public static KernelBuild open(Path build) throws KernelException {
		KernelBuild now = KernelBuild.open(build);
		return OPEN.merge(build, now, (before, after) -> before.fingerprint().equals(after.fingerprint()) ? before : after);
	}

	/**
	 * The kernel chosen for a project. Not for the UI thread.
	 *
	 * @throws KernelException if none is chosen or it is not usable; says what to do
	 */
	public static KernelBuild of(IProject project) throws KernelException {
		return open(KernelChoice.of(project));
	}

	/** Stands for a project's kernel as it is at this moment: which build it is, or why there is none. Not for the UI thread, but quick. */
	public static String look(IProject project) {
		try {
			KernelBuild kernel = of(project);
			return kernel.build() + " " + kernel.fingerprint();
		} catch (KernelException e) {
			return e.getMessage();
		}
	}
}
