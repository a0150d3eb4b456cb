package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** What decides how a machine is after boot: its hardware, QEMU, kernel, initramfs and command line; under KVM the processor too. */
public final class MachineKey {

	private MachineKey() {
	}

	/** 32 hexadecimal digits. */
	public static String of(MachineConfig config) throws IOException {
		MessageDigest digest;
		try {
			digest = MessageDigest.getInstance("SHA-256");
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java platform has SHA-256", e);
		}
		BasicFileAttributes qemu = Files.readAttributes(config.qemu(), BasicFileAttributes.class);
		List<String> parts = new ArrayList<>(config.hardware());
		parts.add(config.qemu().toRealPath() + " " + qemu.size() + " " + qemu.lastModifiedTime().toInstant());
		parts.add(content(config.kernel()));
		parts.add(content(config.initrd()));
		parts.add(config.commandLine());
		if (config.kvm()) {
			parts.add(System.getProperty("os.version") + " " + processor());
		}
		digest.update(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().formatHex(digest.digest(), 0, 16);
	}

	private static String content(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file); CheckedInputStream sum = new CheckedInputStream(in, new CRC32C())) {
			byte[] buffer = new byte[1 << 18];
			long size = 0;
			for (int n; (n = sum.read(buffer)) >= 0;) {
				size += n;
			}
			return size + " " + sum.getChecksum().getValue();
		}
	}

	/** The first one's description, up to the values that change all the time. */
	private static String processor() {
		try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.takeWhile(l -> !l.isBlank()).filter(l -> l.matches("(vendor_id|cpu family|model|model name|stepping|microcode|flags)\\s*:.*")).toList().toString();
		} catch (IOException | UncheckedIOException e) {
			return "unknown";
		}
	}
}
