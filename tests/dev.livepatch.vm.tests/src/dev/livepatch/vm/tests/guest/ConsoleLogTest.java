package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.vm.guest.ConsoleLog;
import dev.livepatch.vm.guest.KernelConsole;

/** What a guest may write to its console, and what is kept of it. */
class ConsoleLogTest {
	@TempDir
	Path directory;
	private final KernelConsole kernel = new KernelConsole();
	private final StringBuilder heard = new StringBuilder();

	@Test
	void escapeSequencesAndControlCharactersDoNotPass() throws Exception {
		assertEquals("red\ttext\nnext\n", written("\u001b[31mred\ttext\u001b[0m\r\n\u001b]0;title\u0007ne\u0000\b\u0007xt\n"));
	}

	@Test
	void aSequenceCutInTwoIsStillOne() throws Exception {
		assertEquals("ab", written("a\u001b[3", "1mb"));
	}

	@Test
	void anUnfinishedSequenceEndsWithTheLine() throws Exception {
		assertEquals("ashown\n", written("a\u001b]no end\n", "shown\n"));
	}

	@Test
	void halfCharactersWaitForTheirRest() throws Exception {
		byte[] umlaut = "ä".getBytes(StandardCharsets.UTF_8);
		try (ConsoleLog log = log()) {
			log.accept(umlaut, 1);
			log.accept(new byte[] { umlaut[1], '\n' }, 2);
		}
		assertEquals("ä\n", Files.readString(directory.resolve("console.log")));
	}

	@Test
	void whatIsNotUtf8IsReplaced() throws Exception {
		try (ConsoleLog log = log()) {
			log.accept(new byte[] { 'a', (byte) 0xff, 'b' }, 3);
		}
		assertEquals("a\ufffdb", heard.toString());
	}

	@Test
	void aFloodIsCutAndThePanicAfterItStillSeen() throws Exception {
		byte[] flood = "y\n".repeat(1 << 15).getBytes(StandardCharsets.US_ASCII);
		try (ConsoleLog log = log()) {
			for (int i = 0; i < 100; i++) {
				log.accept(flood, flood.length);
			}
			byte[] panic = "[ 1.0] Kernel panic - not syncing: x\n".getBytes(StandardCharsets.US_ASCII);
			log.accept(panic, panic.length);
		}
		String kept = Files.readString(directory.resolve("console.log"));
		assertTrue(kept.length() < ConsoleLog.LIMIT + 200, () -> "kept " + kept.length());
		assertTrue(kept.endsWith("the rest is not kept]\n"));
		assertEquals(kept, heard.toString());
		assertTrue(kernel.inTrouble());
	}

	private String written(String... pieces) throws Exception {
		try (ConsoleLog log = log()) {
			for (String piece : pieces) {
				byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
				log.accept(bytes, bytes.length);
			}
		}
		assertEquals(heard.toString(), Files.readString(directory.resolve("console.log")));
		return heard.toString();
	}

	private ConsoleLog log() throws Exception {
		return new ConsoleLog(directory.resolve("console.log"), kernel, heard::append);
	}
}
