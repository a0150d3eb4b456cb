package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.MachineSettings;

/** Finding the emulator and the guest's user space. */
class MachineSettingsTest {
	@TempDir
	Path directory;

	@Test
	void bothAreFoundOnThePath() throws Exception {
		MachineSettings settings = MachineSettings.locate(Map.of("PATH", System.getenv("PATH")));
		assertTrue(settings.qemu().endsWith("qemu-system-x86_64"));
		assertTrue(settings.busybox().endsWith("busybox"));
	}

	@Test
	void theEnvironmentComesFirst() throws Exception {
		MachineSettings usual = MachineSettings.locate(System.getenv());
		Path qemu = Files.createSymbolicLink(directory.resolve("my-qemu"), usual.qemu());
		Path busybox = Files.copy(usual.busybox(), directory.resolve("my-busybox"));
		MachineSettings settings = MachineSettings.locate(Map.of("LIVEPATCH_QEMU", qemu.toString(), "LIVEPATCH_BUSYBOX", busybox.toString()));
		assertEquals(qemu, settings.qemu());
		assertEquals(busybox, settings.busybox());
	}

	@Test
	void aMissingProgramIsNamedWithItsPackage() {
		assertMessage("qemu-system-x86_64 is missing: install qemu-system-x86 ", Map.of("PATH", directory.toString()));
	}

	@Test
	void aChosenProgramMustBeThere() {
		assertMessage("LIVEPATCH_QEMU names " + directory + "/none, which is no executable file", Map.of("LIVEPATCH_QEMU", directory + "/none"));
	}

	@Test
	void aBusyboxThatNeedsLibrariesIsRefused() throws Exception {
		String qemu = MachineSettings.locate(System.getenv()).qemu().toString();
		assertMessage("needs shared libraries", Map.of("LIVEPATCH_QEMU", qemu, "LIVEPATCH_BUSYBOX", qemu));
	}

	@Test
	void aBusyboxThatIsNoProgramIsRefused() throws Exception {
		String qemu = MachineSettings.locate(System.getenv()).qemu().toString();
		Path script = Files.writeString(directory.resolve("busybox"), "#!/bin/sh\n# long enough for a header, but it is none, by far not one at all\n");
		assertTrue(script.toFile().setExecutable(true));
		assertMessage("is not an executable for x86-64", Map.of("LIVEPATCH_QEMU", qemu, "LIVEPATCH_BUSYBOX", script.toString()));
		Files.writeString(script, "x");
		assertMessage("busybox-static", Map.of("LIVEPATCH_QEMU", qemu, "LIVEPATCH_BUSYBOX", script.toString()));
	}

	@Test
	void sizesHaveBounds() throws Exception {
		MachineSettings settings = MachineSettings.locate(System.getenv());
		assertThrows(IllegalArgumentException.class, () -> settings.withSize(0, 512));
		assertThrows(IllegalArgumentException.class, () -> settings.withSize(2, 64));
		assertEquals(4, settings.withSize(4, 1024).cpus());
	}

	private static void assertMessage(String part, Map<String, String> environment) {
		ToolException failure = assertThrows(ToolException.class, () -> MachineSettings.locate(environment));
		assertTrue(failure.getMessage().contains(part), failure::getMessage);
	}
}
