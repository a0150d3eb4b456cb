package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The QEMU Machine Protocol, one JSON object a line (QEMU's {@code docs/interop/qmp-spec}). */
public final class QmpClient {
	/** Made at the first message, while the guest boots: it takes half a second the first time. */
	private static final class Json {
		static final ObjectMapper MAPPER = new ObjectMapper();
	}

	private final OutputStream out;
	private final AtomicInteger lastId = new AtomicInteger();
	private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
	private final CompletableFuture<String> ready = new CompletableFuture<>();
	private final CompletableFuture<Boolean> migrated = new CompletableFuture<>();
	private final Map<String, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
	private volatile String shutdownReason = "";

	/** @param out to QEMU's monitor */
	public QmpClient(OutputStream out) {
		this.out = out;
	}

	/** Completes with QEMU's version when it takes commands. */
	public CompletableFuture<String> ready() {
		return ready;
	}

	/** Why QEMU says it shuts down, such as {@code guest-reset}; empty before. */
	public String shutdownReason() {
		return shutdownReason;
	}

	/** Completes when a migration has ended, with whether it succeeded; needs QEMU's migration capability {@code events}. */
	public CompletableFuture<Boolean> migrated() {
		return migrated;
	}

	/**
	 * Completes with the data of the next event of a kind. What is asked for when one of these completes is sure to see the event after it.
	 *
	 * @param event such as {@code STOP}
	 */
	public CompletableFuture<JsonNode> next(String event) {
		return awaited.computeIfAbsent(event, e -> new CompletableFuture<>());
	}

	/** Sends a command; completes with what it returns, or exceptionally with a {@link QmpException}. */
	public CompletableFuture<JsonNode> execute(String command, Map<String, Object> arguments) throws IOException {
		int id = lastId.incrementAndGet();
		ObjectNode message = Json.MAPPER.createObjectNode().put("execute", command).put("id", id);
		if (!arguments.isEmpty()) {
			message.set("arguments", Json.MAPPER.valueToTree(arguments));
		}
		CompletableFuture<JsonNode> reply = new CompletableFuture<>();
		waiting.put(id, reply);
		byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
		synchronized (out) {
			out.write(line);
			out.flush();
		}
		return reply;
	}

	/** One line from QEMU; by one thread at a time. */
	public void accept(String line) {
		JsonNode message;
		try {
			message = Json.MAPPER.readTree(line);
		} catch (JsonProcessingException e) {
			ready.completeExceptionally(new QmpException("not a message of QEMU's monitor: " + line));
			return;
		}
		if (message.has("QMP")) {
			greet(message.at("/QMP/version/qemu"));
		} else if (message.has("event")) {
			event(message.path("event").asText(), message.path("data"));
		} else if (message.has("id")) {
			answer(message);
		}
	}

	private void event(String name, JsonNode data) {
		CompletableFuture<JsonNode> next = awaited.remove(name);
		if (next != null) {
			next.complete(data);
		}
		if (name.equals("SHUTDOWN")) {
			shutdownReason = data.path("reason").asText("unknown");
		} else if (name.equals("MIGRATION")) {
			switch (data.path("status").asText()) {
				case "completed" -> migrated.complete(true);
				case "failed", "cancelled" -> migrated.complete(false);
				default -> {
					// on its way
				}
			}
		}
	}

	private void greet(JsonNode version) {
		String text = version.path("major").asInt() + "." + version.path("minor").asInt() + "." + version.path("micro").asInt();
		try {
			execute("qmp_capabilities", Map.of()).thenAccept(reply -> ready.complete(text));
		} catch (IOException e) {
			ready.completeExceptionally(e);
		}
	}

	private void answer(JsonNode message) {
		CompletableFuture<JsonNode> reply = waiting.remove(message.path("id").asInt());
		if (reply == null) {
			return;
		}
		if (message.has("error")) {
			reply.completeExceptionally(new QmpException(message.at("/error/desc").asText("refused without a reason")));
		} else {
			reply.complete(message.path("return"));
		}
	}
}
