package dev.livepatch.vm.tests.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.livepatch.vm.qemu.QmpClient;
import dev.livepatch.vm.qemu.QmpException;

/** Messages as QEMU 7.2 sends them. */
class QmpClientTest {
	private static final String GREETING = "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7}, \"package\": \"Debian\"}, \"capabilities\": [\"oob\"]}}";

	private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
	private final QmpClient qmp = new QmpClient(sent);

	@Test
	void itIsReadyOnceCapabilitiesAreNegotiated() throws Exception {
		qmp.accept(GREETING);
		assertEquals("{\"execute\":\"qmp_capabilities\",\"id\":1}\n", sent.toString(StandardCharsets.UTF_8));
		assertFalse(qmp.ready().isDone());
		qmp.accept("{\"return\": {}, \"id\": 1}");
		assertEquals("7.2.22", qmp.ready().get());
	}

	@Test
	void argumentsAndAnswer() throws Exception {
		CompletableFuture<JsonNode> reply = qmp.execute("memsave", Map.of("val", 0xffffffff811b6700L));
		assertEquals("{\"execute\":\"memsave\",\"id\":1,\"arguments\":{\"val\":-2128910592}}\n", sent.toString(StandardCharsets.UTF_8));
		qmp.accept("{\"return\": {\"running\": true}, \"id\": 1}");
		assertTrue(reply.get().path("running").asBoolean());
	}

	@Test
	void aRefusalSaysWhy() throws Exception {
		CompletableFuture<JsonNode> reply = qmp.execute("memsave", Map.of());
		qmp.accept("{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": \"Invalid addr 0x0/size 9 specified\"}}");
		ExecutionException failure = assertThrows(ExecutionException.class, reply::get);
		assertInstanceOf(QmpException.class, failure.getCause());
		assertEquals("Invalid addr 0x0/size 9 specified", failure.getCause().getMessage());
	}

	@Test
	void eventsInBetween() throws Exception {
		CompletableFuture<JsonNode> reply = qmp.execute("query-status", Map.of());
		qmp.accept("{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\": \"guest-reset\"}}");
		assertFalse(reply.isDone());
		assertEquals("guest-reset", qmp.shutdownReason());
	}

	@Test
	void whatIsNoMessageFailsTheConnection() {
		qmp.accept("qemu-system-x86_64: hello");
		ExecutionException failure = assertThrows(ExecutionException.class, () -> qmp.ready().get());
		assertTrue(failure.getCause().getMessage().contains("hello"));
	}

	@Test
	void answersToNobodyAreDropped() {
		qmp.accept("{\"return\": {}, \"id\": 9}");
		qmp.accept("{}");
		qmp.accept("[1]");
		assertFalse(qmp.ready().isDone());
	}
}
