package dev.livepatch.vm.tests.qemu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.vm.MachineSettings;
import dev.livepatch.vm.qemu.KvmProbe;

/** The loop that tells whether KVM can be used. */
class KvmProbeTest {

	@Test
	void theLoopEndsWhereCodeRuns() throws Exception {
		assertTrue(KvmProbe.runs(MachineSettings.locate(System.getenv()).qemu(), "tcg", Cancellation.NEVER));
	}

	@Test
	void anAcceleratorThatIsNotThereDoesNotRunIt() throws Exception {
		assertFalse(KvmProbe.runs(MachineSettings.locate(System.getenv()).qemu(), "none-such", Cancellation.NEVER));
	}

	@Test
	void anEmulatorThatIsNotThereDoesNotRunIt() throws Exception {
		assertFalse(KvmProbe.runs(Path.of("/nonexistent/qemu"), "tcg", Cancellation.NEVER));
	}
}
