package dev.livepatch.ide.preferences;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.QualifiedName;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.osgi.util.NLS;
import org.osgi.service.prefs.BackingStoreException;

import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.ide.LivepatchIde;

/**
 * Which kernel a project is for: what its user chose for it here, else the workspace's default, else the environment's.
 * Checking runs commands out of the build directory, so nothing that came with a project's files has a say in it.
 */
public final class KernelChoice {
	/** Environment variable that names the kernel build to use where nothing else is chosen. */
	public static final String VARIABLE = "LIVEPATCH_KERNEL";
	/** Kept in the workspace and not among the project's files: those are shared with people whose kernels lie elsewhere. */
	private static final QualifiedName OWN = new QualifiedName(LivepatchIde.ID, "kernel");

	private KernelChoice() {
	}

	/** @throws KernelException if none is chosen, or one that is not among the workspace's any more; says what to do */
	public static Path of(IProject project) throws KernelException {
		String own = own(project);
		if (own.isEmpty()) {
			return workspaceDefault().orElseThrow(() -> new KernelException(NLS.bind(Messages.noKernel, project.getName())));
		}
		return LivepatchPreferences.path(own).filter(KernelChoice::isKnown).orElseThrow(() -> new KernelException(
				NLS.bind(Messages.unknownKernel, own)));
	}

	/** The user's choice for this project; empty if it follows the workspace. */
	public static String own(IProject project) {
		try {
			return Optional.ofNullable(project.getPersistentProperty(OWN)).orElse("");
		} catch (CoreException e) {
			// closed or deleted in between
			return "";
		}
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
			store(kernels);
		}
		project.setPersistentProperty(OWN, build.toString());
	}

	/** Lets the project follow the workspace's default again. */
	public static void followWorkspace(IProject project) throws CoreException {
		project.setPersistentProperty(OWN, null);
	}

	private static boolean isKnown(Path build) {
		return known().contains(build);
	}

	private static Optional<Path> fromEnvironment() {
		return LivepatchPreferences.path(System.getenv().getOrDefault(VARIABLE, ""));
	}

	private static void store(List<Path> kernels) throws CoreException {
		var preferences = InstanceScope.INSTANCE.getNode(LivepatchIde.ID);
		preferences.put(LivepatchPreferences.KERNELS.identifer(), LivepatchPreferences.kernelsValue(kernels));
		try {
			preferences.flush();
		} catch (BackingStoreException e) {
			throw new CoreException(Status.error(NLS.bind(Messages.notStored, e.getMessage()), e));
		}
	}
}
