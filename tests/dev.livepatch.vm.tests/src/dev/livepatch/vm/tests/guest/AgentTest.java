package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.vm.guest.Agent;
import dev.livepatch.vm.guest.AgentReply;

/** The control port's protocol, with what a serial port adds to it. */
class AgentTest {
	private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
	private final Agent agent = new Agent(sent);

	@Test
	void aRequestIsOneLineWithItsNumber() throws Exception {
		agent.request("hello");
		agent.request("probe", 3, 20L);
		assertEquals("1 hello\n2 probe 3 20\n", sent.toString(StandardCharsets.US_ASCII));
	}

	@Test
	void aPieceFollowsItsRequest() throws Exception {
		agent.put(new byte[] { 0, '\n', (byte) 0xff });
		assertArrayEquals(new byte[] { '1', ' ', 'p', 'u', 't', ' ', '3', '\n', 0, '\n', (byte) 0xff }, sent.toByteArray());
	}

	@Test
	void aPieceIsBounded() {
		assertThrows(IllegalArgumentException.class, () -> agent.put(new byte[Agent.MAX_PIECE + 1]));
		assertEquals(0, sent.size());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a;reboot", "$(reboot)", "a\nb", "../x", "a/b", "-f", "`x`", "ä", "*" })
	void whatIsNoPlainNameIsNotSent(String argument) {
		assertThrows(IllegalArgumentException.class, () -> agent.request("unload", argument));
		assertEquals(0, sent.size());
	}

	@Test
	void answersArePairedByNumber() throws Exception {
		CompletableFuture<AgentReply> first = agent.request("transition", "p");
		CompletableFuture<AgentReply> second = agent.request("transition", "p");
		receive("@2 = 0 gone\n@1 = 3 1\n");
		assertEquals("1", first.get().text());
		assertEquals(3, first.get().status());
		assertEquals("gone", second.get().text());
	}

	@Test
	void outputIsWhateverBytesItWas() throws Exception {
		byte[] output = new byte[5000];
		new Random(1).nextBytes(output);
		CompletableFuture<AgentReply> reply = agent.request("probe", 0, 1);
		receive("@1 <\r\n" + Base64.getMimeEncoder().encodeToString(output) + "\r\n@1 > 1 5000\r\n");
		assertArrayEquals(output, reply.get().output());
		assertEquals(1, reply.get().status());
	}

	@Test
	void emptyOutput() throws Exception {
		CompletableFuture<AgentReply> reply = agent.request("functions", "p");
		receive("@1 <\n@1 > 0 0\n");
		assertEquals("", reply.get().text());
	}

	@Test
	void theBannerComesUnasked() throws Exception {
		receive("@0 = 0 ready\n");
		assertEquals("ready", agent.banner().get().text());
	}

	@Test
	void piecesOfAnySizeMakeLines() throws Exception {
		CompletableFuture<AgentReply> reply = agent.request("hello");
		for (byte b : "@1 <\naGVsbG8=\n@1 > 0 5\n".getBytes(StandardCharsets.US_ASCII)) {
			assertFalse(reply.isDone());
			agent.accept(new byte[] { b }, 1);
		}
		assertEquals("hello", reply.get().text());
	}

	@Test
	void noiseBetweenAndBeforeTheLinesIsPassedOver() throws Exception {
		CompletableFuture<AgentReply> reply = agent.request("hello");
		receive("1 hello\n\u0000\u0007garbage @1 <\naGVs\nnot base 64!\n\n[   1.0] a line of the kernel\nbG8=\n\u001b[0m@1 > 0 5\n");
		assertEquals("hello", reply.get().text());
	}

	@Test
	void aDamagedAnswerIsReported() throws Exception {
		CompletableFuture<AgentReply> reply = agent.request("hello");
		receive("@1 <\naGVs\nAAAA\nbG8=\n@1 > 0 5\n");
		ExecutionException failure = assertThrows(ExecutionException.class, reply::get);
		assertTrue(failure.getCause().getMessage().contains("did not arrive whole"), failure::getMessage);
	}

	@Test
	void anAnswerWithoutItsBeginningIsReported() throws Exception {
		CompletableFuture<AgentReply> reply = agent.request("hello");
		receive("aGVsbG8=\n@1 > 0 5\n");
		assertThrows(ExecutionException.class, reply::get);
	}

	@Test
	void aFloodWithoutLineEndsIsBounded() throws Exception {
		CompletableFuture<AgentReply> reply = agent.request("hello");
		byte[] flood = new byte[1 << 16];
		for (int i = 0; i < 64; i++) {
			agent.accept(flood, flood.length);
		}
		receive("\n@1 = 0 ready\n");
		assertEquals("ready", reply.get().text());
	}

	@Test
	void answersToNobodyAreDropped() throws Exception {
		receive("@77 = 0 x\n@99999999999 = 0 x\n@78 <\n@78 > 0 0\n");
		CompletableFuture<AgentReply> reply = agent.request("hello");
		receive("@1 = 0 y\n");
		assertEquals("y", reply.get().text());
	}

	private void receive(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
		agent.accept(bytes, bytes.length);
	}
}
