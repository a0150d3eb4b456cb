package dev.livepatch.vm.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An emulated PC that boots a kernel with an initramfs, has two serial ports and nothing else: no network, no disk, no display.
 *
 * @param kernel      boot image ({@code bzImage})
 * @param commandLine the kernel's
 */
public record MachineConfig(Path qemu, boolean kvm, int cpus, int memoryMb, Path kernel, Path initrd, String commandLine) {

	/**
	 * QEMU's argument list (qemu(1)). It connects to sockets that are listened on before it starts, so that nothing has to be waited for.
	 *
	 * @param restored whether it shall wait for a saved state instead of booting
	 */
	List<String> command(PrivateDirectory sockets, boolean restored) {
		List<String> command = new ArrayList<>();
		command.add(qemu.toString());
		command.addAll(hardware());
		for (Port port : Port.values()) {
			command.addAll(List.of("-chardev", "socket,id=" + port.id() + ",path=" + escaped(sockets.resolve(port.id()))));
		}
		command.addAll(List.of("-mon", "chardev=" + Port.QMP.id() + ",mode=control"));
		command.addAll(List.of("-serial", "chardev:" + Port.CONSOLE.id(), "-serial", "chardev:" + Port.CONTROL.id()));
		command.addAll(List.of("-kernel", kernel.toString(), "-initrd", initrd.toString(), "-append", commandLine));
		if (restored) {
			command.addAll(List.of("-incoming", "defer"));
		}
		return command;
	}

	/** The machine, apart from what it boots. */
	List<String> hardware() {
		return List.of("-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-nic", "none", "-machine", "pc,usb=off,vmport=off", "-accel",
				kvm ? "kvm" : "tcg,thread=multi", "-cpu", "max", "-smp", Integer.toString(cpus), "-m", Integer.toString(memoryMb));
	}

	/** What QEMU is connected with. */
	enum Port {
		QMP, CONSOLE, CONTROL;

		String id() {
			return name().toLowerCase(Locale.ROOT);
		}
	}

	/** In QEMU's option lists a comma stands for itself when doubled. */
	private static String escaped(Path path) {
		return path.toString().replace(",", ",,");
	}
}
