package dev.livepatch.testing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.livepatch.core.build.PatchModule;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;
import dev.livepatch.vm.MachineSettings;

/** The steps of a verification as a shell script in the guest would do them, with nobody looking: the limit that a verification is compared with. */
record BareGuest(KernelBuild kernel, MachineSettings machine, Path initramfs) {
	private static final String INIT = """
			#!/bin/busybox sh
			/bin/busybox --install -s /bin
			export PATH=/bin
			mount -t proc p /proc; mount -t sysfs s /sys; mount -t tracefs t /sys/kernel/tracing
			P=/sys/kernel/livepatch/NAME
			sh /probe.sh && echo wrong
			cat /proc/[0-9]*/task/*/stack | grep -c FUNCTION
			insmod /p.ko
			while [ "$(cat $P/transition)" = 1 ]; do usleep 20000; done
			cat /sys/kernel/tracing/enabled_functions
			sh /probe.sh || echo wrong
			echo 0 >$P/enabled
			while [ -d $P ]; do usleep 20000; done
			rmmod NAME
			sh /probe.sh && echo wrong
			echo all steps done
			reboot -f
			""";

	static BareGuest prepare(KernelBuild kernel, MachineSettings machine, PatchModule module, String function, Path probe, Path directory) throws IOException {
		Path root = Files.createDirectories(directory.resolve("root"));
		for (String made : List.of("bin", "proc", "sys", "dev", "tmp")) {
			Files.createDirectories(root.resolve(made));
		}
		Files.copy(machine.busybox(), root.resolve("bin/busybox"));
		Files.copy(module.file(), root.resolve("p.ko"));
		Files.copy(probe, root.resolve("probe.sh"));
		Path init = Files.writeString(root.resolve("init"), INIT.replace("NAME", module.name()).replace("FUNCTION", function));
		init.toFile().setExecutable(true);
		Path archive = directory.resolve("bare.cpio");
		ToolResult packed = Tool.run(new ToolCommand(List.of("sh", "-c", "find . | cpio -o -H newc >../bare.cpio"), root, Duration.ofMinutes(1)), Cancellation.NEVER);
		if (packed.exitCode() != 0) {
			throw new IOException("cpio: " + packed.stderr());
		}
		return new BareGuest(kernel, machine, archive);
	}

	void run() throws IOException {
		ToolResult result = Tool.run(new ToolCommand(List.of(machine.qemu().toString(), "-nodefaults", "-no-reboot", "-display", "none", "-nic", "none", "-machine",
				"pc,usb=off,vmport=off", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", Integer.toString(machine.cpus()), "-m", Integer.toString(machine.memoryMb()), "-serial",
				"stdio", "-kernel", kernel.bootImage().orElseThrow().toString(), "-initrd", initramfs.toString(), "-append", "console=ttyS0 quiet nokaslr panic=-1"),
				initramfs.getParent(), Duration.ofMinutes(5)), Cancellation.NEVER);
		if (!result.stdout().contains("all steps done") || result.stdout().contains("wrong")) {
			throw new IOException("the bare guest did not do its steps: " + result.stdout() + result.stderr());
		}
	}
}
