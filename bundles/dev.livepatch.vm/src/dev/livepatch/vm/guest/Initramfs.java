package dev.livepatch.vm.guest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The guest's root file system, in two archives that follow one another: the base (busybox and the agent), the same for every run,
 * and the payload of one run under {@code /payload} with fixed names, so that no name of the host's reaches a shell.
 * Uncompressed: under emulation unpacking costs more than reading.
 */
public final class Initramfs {
	private static final List<String> DIRECTORIES = List.of("bin", "dev", "etc", "payload", "proc", "run", "sys", "tmp");

	private Initramfs() {
	}

	/**
	 * What one run brings along.
	 *
	 * @param patch     becomes {@code patch.ko}
	 * @param modules   become {@code module.0.ko} … in the order of loading
	 * @param probes    become {@code probe.0} …
	 * @param functions names looked for on stacks and in the symbol table
	 */
	public record Payload(Path patch, List<Path> modules, List<Path> probes, Collection<String> functions) {
		public Payload {
			modules = List.copyOf(modules);
			probes = List.copyOf(probes);
			functions = List.copyOf(functions);
		}
	}

	/** Writes both archives into one file. */
	public static void write(Path target, Path busybox, Payload payload) throws IOException {
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
			writeBase(out, busybox);
			writePayload(out, payload);
		}
	}

	static void writeBase(OutputStream out, Path busybox) throws IOException {
		try (NewcArchive archive = new NewcArchive(out)) {
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
		}
	}

	static void writePayload(OutputStream out, Payload payload) throws IOException {
		try (NewcArchive archive = new NewcArchive(out)) {
			archive.file("payload/patch.ko", 0644, payload.patch());
			for (int i = 0; i < payload.modules().size(); i++) {
				archive.file("payload/module." + i + ".ko", 0644, payload.modules().get(i));
			}
			for (int i = 0; i < payload.probes().size(); i++) {
				archive.file("payload/probe." + i, 0644, payload.probes().get(i));
			}
			// an empty pattern would match every line
			String names = payload.functions().isEmpty() ? "" : String.join("\n", payload.functions()) + "\n";
			archive.file("payload/functions", 0644, names.getBytes(StandardCharsets.UTF_8));
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
