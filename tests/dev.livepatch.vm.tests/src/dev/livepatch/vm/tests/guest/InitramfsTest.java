package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.vm.guest.Initramfs;

/** The guest's root file system, unpacked again. */
class InitramfsTest {
	@TempDir
	Path directory;
	private Path busybox;
	private Initramfs.Payload payload;

	private record Unpacked(CpioArchiveEntry entry, byte[] content) {
	}

	@BeforeEach
	void files() throws IOException {
		busybox = Files.write(directory.resolve("busybox"), new byte[1001]);
		Path patch = Files.writeString(directory.resolve("a patch; reboot.ko"), "patch");
		Path probe = Files.writeString(directory.resolve("$(reboot).sh"), "exit 0\n");
		Path module = Files.writeString(directory.resolve("m.ko"), "module");
		payload = new Initramfs.Payload(patch, List.of(module), List.of(probe, busybox), List.of("f", "g.isra.0"));
	}

	@Test
	void bothArchivesFollowOneAnother() throws IOException {
		Map<String, Unpacked> files = unpack();
		assertArrayEquals(Files.readAllBytes(busybox), files.get("bin/busybox").content());
		assertEquals("patch", new String(files.get("payload/patch.ko").content()));
		assertEquals("module", new String(files.get("payload/module.0.ko").content()));
		assertEquals("exit 0\n", new String(files.get("payload/probe.0").content()));
		assertEquals(1001, files.get("payload/probe.1").content().length);
		assertEquals("f\ng.isra.0\n", new String(files.get("payload/functions").content()));
	}

	@Test
	void noNameOfTheHostsGetsIn() throws IOException {
		assertTrue(unpack().keySet().stream().allMatch(n -> n.matches("[a-zA-Z0-9./]+")), () -> "names");
	}

	@Test
	void modesDevicesAndOwners() throws IOException {
		Map<String, Unpacked> files = unpack();
		assertEquals(0100755, files.get("init").entry().getMode());
		assertEquals(040755, files.get("proc").entry().getMode());
		CpioArchiveEntry console = files.get("dev/console").entry();
		assertTrue(console.isCharacterDevice());
		assertEquals(5, console.getRemoteDeviceMaj());
		assertEquals(1, console.getRemoteDeviceMin());
		assertEquals(0, files.get("bin/busybox").entry().getUID());
	}

	@Test
	void theSameFilesGiveTheSameBytes() throws IOException {
		assertArrayEquals(written(), written());
	}

	@Test
	void withoutFunctionsNoPatternMatchesEverything() throws IOException {
		payload = new Initramfs.Payload(payload.patch(), List.of(), List.of(), List.of());
		assertEquals(0, unpack().get("payload/functions").content().length);
	}

	private byte[] written() throws IOException {
		Path target = directory.resolve("initrd");
		Initramfs.write(target, busybox, payload);
		return Files.readAllBytes(target);
	}

	/** Archive after archive, past the zeros in between, as the kernel does it ({@code init/initramfs.c}). */
	private Map<String, Unpacked> unpack() throws IOException {
		Map<String, Unpacked> files = new LinkedHashMap<>();
		ByteArrayInputStream in = new ByteArrayInputStream(written());
		while (skipZeros(in)) {
			CpioArchiveInputStream archive = new CpioArchiveInputStream(in, 4);
			for (CpioArchiveEntry entry; (entry = archive.getNextEntry()) != null;) {
				files.put(entry.getName(), new Unpacked(entry, archive.readAllBytes()));
			}
		}
		return files;
	}

	private static boolean skipZeros(ByteArrayInputStream in) {
		int next;
		do {
			in.mark(1);
			next = in.read();
		} while (next == 0);
		in.reset();
		return next > 0;
	}
}
