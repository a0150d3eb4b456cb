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
import java.util.Map;
import java.util.TreeMap;

/**
 * The guest's root file system: busybox, the agent, and under {@code /payload} those files of a run that are large and the same for every patch of a kernel; what differs from run to run is a {@link Payload}. Uncompressed: under emulation unpacking costs more than reading.
 */
public final class Initramfs {
	private static final List<String> DIRECTORIES = List.of("bin", "dev", "etc", "payload", "proc", "run", "sys", "tmp");

	private Initramfs() {
	}

	/**
	 * Writes it.
	 *
	 * @param files modules and programs by their names in {@code /payload}
	 */
	public static void write(Path target, Path busybox, Map<String, Path> files) throws IOException {
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
			for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
				ModuleImage.add(archive, file.getKey(), file.getValue());
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
