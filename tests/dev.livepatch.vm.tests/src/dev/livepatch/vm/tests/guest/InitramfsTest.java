package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
	private Path module;

	private record Unpacked(CpioArchiveEntry entry, byte[] content) {
	}

	@BeforeEach
	void files() throws IOException {
		busybox = Files.write(directory.resolve("busybox"), new byte[1001]);
		module = Files.writeString(directory.resolve("m; reboot.ko"), "module");
	}

	@Test
	void itHoldsBusyboxTheAgentModulesAndPrograms() throws IOException {
		Map<String, Unpacked> files = unpack();
		assertArrayEquals(Files.readAllBytes(busybox), files.get("bin/busybox").content());
		assertTrue(new String(files.get("init").content()).startsWith("#!/bin/busybox sh\n"));
		assertEquals("module", new String(files.get("payload/module.0.ko").content()));
		assertEquals(1001, files.get("payload/workload").content().length);
		assertEquals(0100755, files.get("payload/workload").entry().getMode());
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

	private byte[] written() throws IOException {
		Path target = directory.resolve("initrd");
		Initramfs.write(target, busybox, Map.of("module.0.ko", module, "workload", busybox));
		return Files.readAllBytes(target);
	}

	private Map<String, Unpacked> unpack() throws IOException {
		Map<String, Unpacked> files = new LinkedHashMap<>();
		CpioArchiveInputStream archive = new CpioArchiveInputStream(new ByteArrayInputStream(written()), 4);
		for (CpioArchiveEntry entry; (entry = archive.getNextEntry()) != null;) {
			files.put(entry.getName(), new Unpacked(entry, archive.readAllBytes()));
		}
		return files;
	}
}
