package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.livepatch.vm.guest.KernelProbes;
import dev.livepatch.vm.guest.KernelProbes.Probe;
import dev.livepatch.vm.observation.PatchedFunction;

/** Lines as Linux 6.1 prints them. */
class KernelProbesTest {
	private static final KernelProbes PROBES = KernelProbes.of(List.of("ffffffff811a2b30  k  version_proc_show+0x0    [FTRACE]", "ffffffff811a2b3c  k  version_proc_show+0xc    ",
			"ffffffff811a2b3c  k  version_proc_show+0xc    [OPTIMIZED]", "ffffffffc0201020  r  dummy_open+0x0  dummy [DISABLED][FTRACE]", "ffffffffc0201044  k  dummy_open+0x24  dummy ", "noise",
			"ffffffff811a2b3c  k  version_proc_show+0x123456789012345    "));

	@Test
	void whatEachLineSays() {
		assertEquals(List.of(new Probe("version_proc_show", "vmlinux", 0, true), new Probe("version_proc_show", "vmlinux", 12, false), new Probe("version_proc_show", "vmlinux", 12, false),
				new Probe("dummy_open", "dummy", 0, true), new Probe("dummy_open", "dummy", 0x24, false)), PROBES.all());
	}

	@Test
	void thoseWithinTheOldCodeAreLeftBehind() {
		assertEquals(List.of(12L, 12L), PROBES.leftBehind(new PatchedFunction("vmlinux", "version_proc_show", 0)).stream().map(Probe::offset).toList());
		assertEquals(List.of(0x24L), PROBES.leftBehind(new PatchedFunction("dummy", "dummy_open", 1)).stream().map(Probe::offset).toList());
		assertEquals(List.of(), PROBES.leftBehind(new PatchedFunction("vmlinux", "dummy_open", 1)), "another of the name");
	}
}
