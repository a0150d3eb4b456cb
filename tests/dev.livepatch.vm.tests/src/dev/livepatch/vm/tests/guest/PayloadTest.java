package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.guest.Payload;

/** What is sent into the guest, unpacked again. */
class PayloadTest {
	@TempDir
	Path directory;

	@Test
	void fixedNamesOnly() throws IOException {
		Path patch = Files.writeString(directory.resolve("a patch; reboot.ko"), "patch");
		Path probe = Files.writeString(directory.resolve("$(reboot).sh"), "exit 0\n");
		Map<String, byte[]> files = unpack(new Payload(patch, List.of(probe, patch), List.of("f", "g.isra.0")));
		assertEquals(List.of("payload/patch.ko", "payload/probe.0", "payload/probe.1", "payload/functions"), List.copyOf(files.keySet()));
		assertEquals("patch", text(files.get("payload/patch.ko")));
		assertEquals("exit 0\n", text(files.get("payload/probe.0")));
		assertEquals("f\ng.isra.0\n", text(files.get("payload/functions")));
	}

	@Test
	void furtherFilesAreExecutableAndInOrder() throws IOException {
		Path program = Files.writeString(directory.resolve("p"), "program");
		byte[] archive = new Payload(program, List.of(), List.of(), Map.of("workload", program, "gauge", program)).archive();
		List<String> files = new ArrayList<>();
		CpioArchiveInputStream in = new CpioArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)), 4);
		for (CpioArchiveEntry entry; (entry = in.getNextEntry()) != null;) {
			files.add(Long.toOctalString(entry.getMode()) + " " + entry.getName());
		}
		assertEquals(List.of("100644 payload/patch.ko", "100755 payload/gauge", "100755 payload/workload", "100644 payload/functions"), files);
	}

	@Test
	void withoutFunctionsNoPatternMatchesEverything() throws IOException {
		Path patch = Files.writeString(directory.resolve("p.ko"), "patch");
		assertEquals(0, unpack(new Payload(patch, List.of(), List.of())).get("payload/functions").length);
	}

	@Test
	void ofAModuleOnlyDebugInformationIsLeftOut() throws IOException {
		Path module = module();
		byte[] original = Files.readAllBytes(module);
		byte[] sent = unpack(new Payload(module, List.of(), List.of())).get("payload/patch.ko");
		assertEquals(original.length, sent.length);
		List<Section> debug = ObjectFile.read(module).sections().stream().filter(s -> s.name().contains(".debug_")).toList();
		assertTrue(debug.stream().anyMatch(s -> s.name().equals(".debug_info")) && debug.stream().anyMatch(s -> s.name().equals(".rela.debug_info")), debug::toString);
		for (Section section : debug) {
			for (long at = section.offset(); at < section.offset() + section.size(); at++) {
				assertEquals(0, sent[(int) at], section.name());
				original[(int) at] = 0;
			}
		}
		assertArrayEquals(original, sent);
	}

	@Test
	void aSignedModuleStaysAsItIs() throws IOException {
		byte[] content = Files.readAllBytes(module());
		byte[] end = "~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII);
		byte[] signed = ByteBuffer.allocate(content.length + end.length).put(content).put(end).array();
		Path file = Files.write(directory.resolve("signed.ko"), signed);
		assertArrayEquals(signed, unpack(new Payload(file, List.of(), List.of())).get("payload/patch.ko"));
	}

	@Test
	void aDamagedModuleIsLeftToTheKernel() throws IOException {
		byte[] content = Files.readAllBytes(module());
		// e_shoff beyond the end
		ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(40, Long.MAX_VALUE);
		Path file = Files.write(directory.resolve("damaged.ko"), content);
		assertArrayEquals(content, unpack(new Payload(file, List.of(), List.of())).get("payload/patch.ko"));
	}

	private static Path module() throws KernelException {
		return DemoKernel.open().moduleFile("dummy").orElseThrow();
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static Map<String, byte[]> unpack(Payload payload) throws IOException {
		Map<String, byte[]> files = new LinkedHashMap<>();
		CpioArchiveInputStream archive = new CpioArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(payload.archive())), 4);
		for (CpioArchiveEntry entry; (entry = archive.getNextEntry()) != null;) {
			files.put(entry.getName(), archive.readAllBytes());
		}
		return files;
	}
}
