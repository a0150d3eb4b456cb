package dev.livepatch.ide.preferences;

import java.util.HashMap;
import java.util.Map;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.MachineSettings;

/** The tools as the preferences and the environment name them. */
public final class Tools {
	private Tools() {
	}

	/** This process's environment, overridden by the preferences that are set. */
	public static Map<String, String> environment() {
		Map<String, String> result = new HashMap<>(System.getenv());
		override(result, Toolchain.KPATCH, LivepatchPreferences.workspace(LivepatchPreferences.KPATCH));
		override(result, MachineSettings.QEMU_VARIABLE, LivepatchPreferences.workspace(LivepatchPreferences.QEMU));
		override(result, MachineSettings.BUSYBOX_VARIABLE, LivepatchPreferences.workspace(LivepatchPreferences.BUSYBOX));
		return result;
	}

	/** @throws ToolException if kpatch is missing; says what to do */
	public static Toolchain toolchain() throws ToolException {
		return Toolchain.locate(environment());
	}

	/** @throws ToolException if QEMU or busybox is missing or unfit; says what to do */
	public static MachineSettings machine() throws ToolException {
		return MachineSettings.locate(environment());
	}

	static void override(Map<String, String> environment, String variable, String value) {
		if (!value.isBlank()) {
			environment.put(variable, value);
		}
	}
}
