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
	private static final ConcurrentMap<Path, Open> OPEN = new ConcurrentHashMap<>();

	/** @param modules as they were when the build was opened, or why that is not known */
	private record Open(KernelBuild kernel, String modules) {
		static Open of(KernelBuild kernel) {
			return new Open(kernel, modules(kernel));
		}

		boolean isSameBuild(KernelBuild now) {
			return kernel.fingerprint().equals(now.fingerprint());
		}

		boolean isStill(KernelBuild now) {
			return isSameBuild(now) && modules.equals(modules(kernel));
		}

		private static String modules(KernelBuild kernel) {
			try {
				return kernel.modules();
			} catch (KernelException e) {
				return e.getMessage();
			}
		}
	}

	private KernelBuilds() {
	}

	/** Not for the UI thread. */
	public static KernelBuild open(Path build) throws KernelException {
		KernelBuild now = KernelBuild.open(build);
		return OPEN.compute(build, (directory, open) -> open != null && open.isSameBuild(now) ? open : Open.of(now)).kernel();
	}

	/**
	 * The kernel chosen for a project. Not for the UI thread.
	 *
	 * @throws KernelException if none is chosen or it is not usable; says what to do
	 */
	public static KernelBuild of(IProject project) throws KernelException {
		return open(KernelChoice.of(project));
	}

	/**
	 * Stands for a project's kernel as it is at this moment: which build it is, with which modules, or why there is none. A kernel that has a module built anew since it was opened is
	 * opened anew. Not for the UI thread, but quick.
	 */
	public static String look(IProject project) {
		try {
			Path build = KernelChoice.of(project);
			KernelBuild now = KernelBuild.open(build);
			Open found = OPEN.compute(build, (directory, open) -> open != null && open.isStill(now) ? open : Open.of(now));
			return now.build() + " " + now.fingerprint() + " " + found.modules();
		} catch (KernelException e) {
			return e.getMessage();
		}
	}
}
