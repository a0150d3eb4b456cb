package dev.livepatch.vm.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The host's end of the control port: sends requests to the guest's agent and pairs its answers with them. */
public final class Agent {
	/** What may be an argument: it becomes a word of a shell script, although a quoted one. */
	private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

	/** Half of what the guest's terminal layer keeps for a reader that is not there yet ({@code TTYB_DEFAULT_MEM_LIMIT} of {@code drivers/tty/tty_buffer.c}). */
	public static final int MAX_PIECE = 1 << 15;

	private final OutputStream out;
	private final AtomicInteger lastId = new AtomicInteger();
	private final Map<Integer, CompletableFuture<AgentReply>> waiting = new ConcurrentHashMap<>();
	private final AgentParser parser = new AgentParser(this::deliver, this::fail);
	private final CompletableFuture<AgentReply> banner = new CompletableFuture<>();

	/** @param out the control port */
	public Agent(OutputStream out) {
		this.out = out;
		waiting.put(0, banner);
	}

	/** Bytes from the control port; by one thread at a time. */
	public void accept(byte[] bytes, int length) {
		parser.accept(bytes, length);
	}

	/** Completes when the agent is up. */
	public CompletableFuture<AgentReply> banner() {
		return banner;
	}

	/**
	 * Sends a request; the agent serves one after the other.
	 *
	 * @param arguments letters, digits, {@code _ . -} only
	 * @return completes exceptionally with {@link IOException} if the answer did not arrive whole
	 * @throws IllegalArgumentException for an argument with other characters
	 */
	public CompletableFuture<AgentReply> request(String verb, Object... arguments) throws IOException {
		return send(new byte[0], verb, arguments);
	}

	/**
	 * Sends a piece of the payload.
	 *
	 * @param piece at most {@link #MAX_PIECE} bytes; the next one may be sent when this one's answer has come
	 */
	public CompletableFuture<AgentReply> put(byte[] piece) throws IOException {
		if (piece.length > MAX_PIECE) {
			throw new IllegalArgumentException("a piece of " + piece.length + " bytes");
		}
		return send(piece, "put", piece.length);
	}

	/** Sends an empty line, which the agent passes over: an emulated serial port may keep the last bytes of a request until more come. */
	public void nudge() throws IOException {
		synchronized (out) {
			out.write('\n');
			out.flush();
		}
	}

	private CompletableFuture<AgentReply> send(byte[] following, String verb, Object... arguments) throws IOException {
		int id = lastId.incrementAndGet();
		StringBuilder line = new StringBuilder().append(id).append(' ').append(verb);
		for (Object argument : arguments) {
			if (!ARGUMENT.matcher(argument.toString()).matches()) {
				throw new IllegalArgumentException("not a name that the guest takes: " + argument);
			}
			line.append(' ').append(argument);
		}
		CompletableFuture<AgentReply> reply = new CompletableFuture<>();
		waiting.put(id, reply);
		synchronized (out) {
			out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
			out.write(following);
			out.flush();
		}
		return reply;
	}

	private void deliver(AgentReply reply) {
		CompletableFuture<AgentReply> future = waiting.remove(reply.id());
		if (future != null) {
			future.complete(reply);
		}
	}

	private void fail(int id) {
		CompletableFuture<AgentReply> future = waiting.remove(id);
		if (future != null) {
			future.completeExceptionally(new IOException("an answer of the guest's agent did not arrive whole: something else wrote to its serial port"));
		}
	}
}
