package dev.livepatch.vm.guest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The guest's root file system: busybox, the agent, and the kernel's own modules that a run needs, under {@code /payload} with fixed names. The
 * same for every patch of a kernel; what differs from run to run is a {@link Payload}. Uncompressed: under emulation unpacking costs more than reading.
 */
public final class Initramfs {
	private static final List<String> DIRECTORIES = List.of("bin", "dev", "etc", "payload", "proc", "run", "sys", "tmp");

	private Initramfs() {
	}

	/**
	 * Writes it.
	 *
	 * @param modules become {@code /payload/module.0.ko} … in the order of loading
	 */
	public static void write(Path target, Path busybox, List<Path> modules) throws IOException {
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16); NewcArchive archive = new NewcArchive(out)) {
			for (String directory : DIRECTORIES) {
				archive.directory(directory);
			}
			// major and minor numbers: Documentation/admin-guide/devices.txt
			archive.characterDevice("dev/console", 5, 1);
			archive.characterDevice("dev/null", 1, 3);
			archive.characterDevice("dev/kmsg", 1, 11);
			archive.characterDevice("dev/ttyS0", 4, 64);
			archive.characterDevice("dev/ttyS1", 4, 65);
			archive.file("bin/busybox", 0755, busybox);
			archive.file("init", 0755, agent());
			archive.file("etc/passwd", 0644, "root::0:0:root:/:/bin/sh\n".getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < modules.size(); i++) {
				archive.file("payload/module." + i + ".ko", 0644, ModuleImage.read(modules.get(i)));
			}
		}
	}

	private static byte[] agent() {
		try (InputStream in = Initramfs.class.getResourceAsStream("agent.sh")) {
			return in.readAllBytes();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
