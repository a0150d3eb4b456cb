package dev.livepatch.cli.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import dev.livepatch.testing.DemoKernel;

class InspectCommandTest {
	@TempDir
	Path directory;

	@Test
	void aModuleOfTheKernelFitsIt() throws Exception {
		var result = new Livepatch(directory).run("inspect", "--format", "json", fuse().toString());
		assertEquals(0, result.exitCode(), result.stderr());
		JsonNode json = result.json();
		assertEquals("fits", json.path("verdict").asText());
		assertEquals(DemoKernel.open().release(), json.at("/kernel/release").asText());
		assertEquals(false, json.path("livePatch").asBoolean());
	}

	@Test
	void aModuleOfAnotherKernelIsRefused() throws Exception {
		String bytes = Files.readString(fuse(), StandardCharsets.ISO_8859_1).replace(" mod_unload", " mod_uNload");
		Path other = Files.writeString(directory.resolve("other.ko"), bytes, StandardCharsets.ISO_8859_1);
		var result = new Livepatch(directory).run("inspect", other.toString());
		assertEquals(1, result.exitCode(), result.stderr());
		assertTrue(result.stdout().contains("The kernel refuses it: its version magic"), result.stdout());
	}

	@Test
	void aFileThatIsNoModuleIsAnErrorOfOneLine() throws Exception {
		Path text = Files.writeString(directory.resolve("text.ko"), "no module".repeat(20));
		var result = new Livepatch(directory).run("inspect", text.toString());
		assertEquals(2, result.exitCode());
		assertTrue(result.stderr().strip().endsWith("text.ko: at offset 0x0: not an ELF file"), result.stderr());
	}

	private static Path fuse() throws Exception {
		return DemoKernel.open().moduleFile("fuse").orElseThrow();
	}
}
