package dev.livepatch.ide.preferences;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ProjectScope;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.osgi.util.NLS;
import org.osgi.service.prefs.BackingStoreException;

import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.ide.LivepatchIde;

/**
 * Which kernel a project is for: its own choice, else the workspace's default, else the environment's.
 * Checking runs commands out of the build directory, so a project that came from elsewhere cannot choose one that its user has not.
 */
public final class KernelChoice {
	/** Environment variable that names the kernel build to use where nothing else is chosen. */
	public static final String VARIABLE = "LIVEPATCH_KERNEL";

	private KernelChoice() {
	}

	/** @throws KernelException if none is chosen, or the project names one the user does not know; says what to do */
	public static Path of(IProject project) throws KernelException {
		String own = own(project);
		if (own.isEmpty()) {
			return workspaceDefault().orElseThrow(() -> new KernelException(NLS.bind(Messages.noKernel, project.getName())));
		}
		return LivepatchPreferences.path(own).filter(KernelChoice::isKnown).orElseThrow(() -> new KernelException(
				NLS.bind(Messages.unknownKernel, own)));
	}

	/** The project's own choice as it is written down; empty if it follows the workspace. */
	public static String own(IProject project) {
		return new ProjectScope(project).getNode(LivepatchIde.ID).get(LivepatchPreferences.KERNEL.identifer(), "").strip();
	}

	/** The preference, else the environment variable, else the only kernel configured. */
	public static Optional<Path> workspaceDefault() {
		List<Path> kernels = LivepatchPreferences.kernels();
		return LivepatchPreferences.path(LivepatchPreferences.workspace(LivepatchPreferences.KERNEL)).or(KernelChoice::fromEnvironment)
				.or(() -> kernels.size() == 1 ? Optional.of(kernels.get(0)) : Optional.empty());
	}

	/** Everything the user can choose from: the configured builds and the default. */
	public static List<Path> known() {
		List<Path> result = new ArrayList<>(LivepatchPreferences.kernels());
		LivepatchPreferences.path(LivepatchPreferences.workspace(LivepatchPreferences.KERNEL)).filter(k -> !result.contains(k)).ifPresent(result::add);
		fromEnvironment().filter(k -> !result.contains(k)).ifPresent(result::add);
		return result;
	}

	/**
	 * Records the user's own choice: the kernel becomes one of the workspace's and the project's.
	 *
	 * @throws CoreException if the preferences cannot be stored
	 */
	public static void choose(IProject project, Path kernel) throws CoreException {
		Path build = kernel.toAbsolutePath().normalize();
		List<Path> kernels = new ArrayList<>(LivepatchPreferences.kernels());
		if (!kernels.contains(build)) {
			kernels.add(build);
			store(InstanceScope.INSTANCE.getNode(LivepatchIde.ID), LivepatchPreferences.KERNELS.identifer(), LivepatchPreferences.kernelsValue(kernels));
		}
		store(new ProjectScope(project).getNode(LivepatchIde.ID), LivepatchPreferences.KERNEL.identifer(), build.toString());
	}

	/** Lets the project follow the workspace's default again. */
	public static void followWorkspace(IProject project) throws CoreException {
		store(new ProjectScope(project).getNode(LivepatchIde.ID), LivepatchPreferences.KERNEL.identifer(), "");
	}

	private static boolean isKnown(Path build) {
		return known().contains(build);
	}

	private static Optional<Path> fromEnvironment() {
		return LivepatchPreferences.path(System.getenv().getOrDefault(VARIABLE, ""));
	}

	private static void store(IEclipsePreferences node, String key, String value) throws CoreException {
		try {
			if (value.isEmpty()) {
				node.remove(key);
			} else {
				node.put(key, value);
			}
			node.flush();
		} catch (BackingStoreException e) {
			throw new CoreException(Status.error(NLS.bind(Messages.notStored, e.getMessage()), e));
		}
	}
}
