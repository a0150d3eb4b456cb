package dev.livepatch.ide.preferences;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.preferences.AbstractPreferenceInitializer;
import org.eclipse.core.runtime.preferences.DefaultScope;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.core.runtime.preferences.PreferenceMetadata;

import dev.livepatch.ide.LivepatchIde;

/** Every preference: key, default, label and description; and the workspace's values. */
public final class LivepatchPreferences extends AbstractPreferenceInitializer {

	/** One build directory on each line. What was chosen for a project counts only while it is one of them. */
	public static final PreferenceMetadata<String> KERNELS = text("kernels", Messages.kernels, Messages.kernelsAre);
	/** For projects that no other kernel was chosen for. */
	public static final PreferenceMetadata<String> KERNEL = text("kernel", Messages.kernel, Messages.kernelIs);
	public static final PreferenceMetadata<String> KPATCH = text("kpatch", Messages.kpatch, Messages.kpatchIs);
	public static final PreferenceMetadata<String> QEMU = text("qemu", Messages.qemu, Messages.qemuIs);
	public static final PreferenceMetadata<String> BUSYBOX = text("busybox", Messages.busybox, Messages.busyboxIs);

	/** Whether every function of a file bears its status, not only those that were edited. */
	public static final PreferenceMetadata<Boolean> ALL_STATUSES = new PreferenceMetadata<>(Boolean.class, "allStatuses", false, "&Show above every function whether it can be patched",
			"Edited functions always show it.");

	private static final List<PreferenceMetadata<String>> ALL = List.of(KERNELS, KERNEL, KPATCH, QEMU, BUSYBOX);

	private static PreferenceMetadata<String> text(String key, String label, String description) {
		return new PreferenceMetadata<>(String.class, key, "", label, description);
	}

	@Override
	public void initializeDefaultPreferences() {
		IEclipsePreferences defaults = DefaultScope.INSTANCE.getNode(LivepatchIde.ID);
		ALL.forEach(p -> defaults.put(p.identifer(), p.defaultValue()));
	}

	/** The workspace's value, never null. */
	public static String workspace(PreferenceMetadata<String> preference) {
		return InstanceScope.INSTANCE.getNode(LivepatchIde.ID).get(preference.identifer(), preference.defaultValue()).strip();
	}

	/** The workspace's choice. */
	public static boolean chosen(PreferenceMetadata<Boolean> preference) {
		return InstanceScope.INSTANCE.getNode(LivepatchIde.ID).getBoolean(preference.identifer(), preference.defaultValue());
	}

	/** The kernel builds the user has chosen, in the user's order. */
	public static List<Path> kernels() {
		return workspace(KERNELS).lines().map(LivepatchPreferences::path).flatMap(Optional::stream).toList();
	}

	/** @return the value of {@link #KERNELS} for these directories */
	public static String kernelsValue(List<Path> kernels) {
		return kernels.stream().map(Path::toString).distinct().collect(Collectors.joining("\n"));
	}

	/** The directory a preference's text stands for; empty if it is blank or no path. */
	public static Optional<Path> path(String text) {
		try {
			return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()).normalize()).filter(Path::isAbsolute);
		} catch (InvalidPathException e) {
			return Optional.empty();
		}
	}
}
