package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/**
 * Finds out whether KVM can be used. That {@code /dev/kvm} is there, or even that QEMU accepts it, says little: inside some virtual
 * machines guest code then runs a thousand times slower than emulated. So a loop is run under KVM, and timed.
 */
public final class KvmProbe {
	private static final Path DEVICE = Path.of("/dev/kvm");
	private static final Duration DEADLINE = Duration.ofSeconds(2);
	private static final int ROM_SIZE = 1 << 16;
	private static final int RESET_VECTOR = 0xfff0;
	/** Of QEMU's isa-debug-exit device: the exit code is (value << 1) | 1. */
	private static final int EXIT_CODE = 0x2a << 1 | 1;
	/** Ten million rounds: 10 ms where the processor runs them. {@code mov ecx, 10000000; dec ecx; jnz -4; mov al, 0x2a; out 0xf4, al; hlt; jmp -3} */
	private static final byte[] LOOP = { 0x66, (byte) 0xb9, (byte) 0x80, (byte) 0x96, (byte) 0x98, 0x00, 0x66, 0x49, 0x75, (byte) 0xfc,
			(byte) 0xb0, 0x2a, (byte) 0xe6, (byte) 0xf4, (byte) 0xf4, (byte) 0xeb, (byte) 0xfd };
	/** {@code jmp 0xf000:0}, where the ROM begins. */
	private static final byte[] JUMP = { (byte) 0xea, 0x00, 0x00, 0x00, (byte) 0xf0 };
	private static final Map<Path, Boolean> USABLE = new ConcurrentHashMap<>();

	private KvmProbe() {
	}

	/** Whether this QEMU runs guests under KVM here, at speed. Asked once for each program. */
	public static boolean usable(Path qemu, Cancellation cancellation) throws ToolException {
		Boolean known = USABLE.get(qemu);
		if (known == null) {
			known = Files.isWritable(DEVICE) && processorVirtualises() && runs(qemu, "kvm", cancellation);
			USABLE.put(qemu, known);
		}
		return known;
	}

	/** Whether the loop comes to its end within two seconds. */
	public static boolean runs(Path qemu, String accelerator, Cancellation cancellation) throws ToolException {
		try (PrivateDirectory directory = PrivateDirectory.create()) {
			byte[] rom = new byte[ROM_SIZE];
			System.arraycopy(LOOP, 0, rom, 0, LOOP.length);
			System.arraycopy(JUMP, 0, rom, RESET_VECTOR, JUMP.length);
			Path file = Files.write(directory.resolve("rom"), rom);
			ToolResult result = Tool.run(new ToolCommand(List.of(qemu.toString(), "-accel", accelerator, "-machine", "pc", "-cpu", "max", "-m", "16",
					"-nodefaults", "-no-user-config", "-display", "none", "-bios", file.toString(), "-device", "isa-debug-exit,iobase=0xf4,iosize=4"),
					directory.path(), DEADLINE), cancellation);
			return result.exitCode() == EXIT_CODE;
		} catch (ToolException e) {
			// past its deadline; if QEMU cannot be started at all, the run itself will say so
			return false;
		} catch (IOException e) {
			throw new ToolException("KVM cannot be tried: " + e.getMessage(), e);
		}
	}

	private static boolean processorVirtualises() {
		try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter(l -> l.startsWith("flags")).anyMatch(l -> l.contains(" vmx") || l.contains(" svm"));
		} catch (IOException e) {
			return false;
		}
	}
}
