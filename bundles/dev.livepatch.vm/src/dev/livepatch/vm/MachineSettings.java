package dev.livepatch.vm;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.process.ToolException;

/**
 * The emulated machine.
 *
 * @param qemu     {@code qemu-system-x86_64}
 * @param busybox  a statically linked busybox for x86-64: the guest's whole user space
 * @param cpus     1 to 64
 * @param memoryMb 128 to 65536
 * @param allowKvm whether KVM may be used where it works; emulation (TCG) otherwise
 * @param saved    directory of machines saved after boot, from which later runs start; without one every run boots
 */
public record MachineSettings(Path qemu, Path busybox, int cpus, int memoryMb, boolean allowKvm, Optional<Path> saved) {
	/** Environment variables that name the two programs. */
	public static final String QEMU_VARIABLE = "LIVEPATCH_QEMU";
	public static final String BUSYBOX_VARIABLE = "LIVEPATCH_BUSYBOX";
	public static final int DEFAULT_CPUS = 2;
	public static final int DEFAULT_MEMORY_MB = 512;

	private static final String SAVED = "machines";
	private static final String QEMU = "qemu-system-x86_64";
	private static final int ELF_MAGIC = 0x464c457f;
	private static final int PT_INTERP = 3;

	public MachineSettings {
		requireRange("cpus", cpus, 1, 64);
		requireRange("memory in MB", memoryMb, 128, 65536);
	}

	/**
	 * Finds the programs: the environment variables first, then {@code PATH}. Machines are saved in the cache ({@link Toolchain#CACHE}).
	 *
	 * @throws ToolException if one is missing or unfit; says what to install
	 */
	public static MachineSettings locate(Map<String, String> environment) throws ToolException {
		Path qemu = find(environment, QEMU_VARIABLE, QEMU, "qemu-system-x86");
		Path busybox = find(environment, BUSYBOX_VARIABLE, "busybox", "busybox-static");
		requireStatic(busybox);
		return new MachineSettings(qemu, busybox, DEFAULT_CPUS, DEFAULT_MEMORY_MB, true, Optional.of(Toolchain.cacheDirectory(environment).resolve(SAVED)));
	}

	/** The same programs in a machine of another size. */
	public MachineSettings withSize(int newCpus, int newMemoryMb) {
		return new MachineSettings(qemu, busybox, newCpus, newMemoryMb, allowKvm, saved);
	}

	/** The same machine, booted in every run. */
	public MachineSettings cold() {
		return new MachineSettings(qemu, busybox, cpus, memoryMb, allowKvm, Optional.empty());
	}

	/** @throws ToolException if the program is not an x86-64 executable that runs without shared libraries */
	public static void requireStatic(Path busybox) throws ToolException {
		String advice = "; install busybox-static (Debian) or name a static busybox for x86-64 in " + BUSYBOX_VARIABLE;
		try (FileChannel channel = FileChannel.open(busybox)) {
			ByteBuffer header = read(channel, 0, 64);
			if (header.getInt(0) != ELF_MAGIC || header.get(4) != 2 || header.getShort(18) != 62) {
				throw new ToolException(busybox + " is not an executable for x86-64" + advice);
			}
			int size = Short.toUnsignedInt(header.getShort(54));
			int count = Short.toUnsignedInt(header.getShort(56));
			ByteBuffer programs = read(channel, header.getLong(32), size * count);
			for (int i = 0; i < count; i++) {
				if (programs.getInt(i * size) == PT_INTERP) {
					throw new ToolException(busybox + " needs shared libraries, which the guest does not have" + advice);
				}
			}
		} catch (ToolException e) {
			throw e;
		} catch (IOException | IndexOutOfBoundsException e) {
			throw new ToolException(busybox + " cannot be read as an executable (" + e.getMessage() + ")" + advice, e);
		}
	}

	private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
		while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
			// until complete or at the file's end
		}
		return buffer.flip();
	}

	private static Path find(Map<String, String> environment, String variable, String program, String debianPackage) throws ToolException {
		String chosen = environment.getOrDefault(variable, "");
		if (!chosen.isBlank()) {
			return executable(chosen).orElseThrow(() -> new ToolException(variable + " names " + chosen + ", which is no executable file"));
		}
		for (String directory : environment.getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator)) {
			Optional<Path> found = directory.isEmpty() ? Optional.empty() : executable(directory + "/" + program);
			if (found.isPresent()) {
				return found.get();
			}
		}
		throw new ToolException(program + " is missing: install " + debianPackage + " (Debian's name), or name it in " + variable);
	}

	private static Optional<Path> executable(String name) {
		try {
			return Optional.of(Path.of(name).toAbsolutePath()).filter(p -> Files.isRegularFile(p) && Files.isExecutable(p));
		} catch (InvalidPathException e) {
			return Optional.empty();
		}
	}

	private static void requireRange(String what, int value, int least, int most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException(what + " must be " + least + " to " + most + ", not " + value);
		}
	}
}
