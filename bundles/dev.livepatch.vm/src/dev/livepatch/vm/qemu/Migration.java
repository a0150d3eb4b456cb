package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Takes the state out of a machine, or puts it into one, through a Unix-domain socket: so no shell is needed, and none of the transports
 * that only newer versions of QEMU have (QEMU's {@code docs/devel/migration}, {@code qapi/migration.json}).
 */
final class Migration implements AutoCloseable {
	/** No limit: it goes through memory. QEMU's own is 128 MB a second. */
	private static final long BANDWIDTH = 1L << 40;

	private final QmpClient qmp;
	private final Path socket;
	private volatile Channel channel;
	private volatile boolean closed;

	/** @param socket does not exist yet */
	Migration(QmpClient qmp, Path socket) {
		this.qmp = qmp;
		this.socket = socket;
	}

	@FunctionalInterface
	interface Taker {
		void take(InputStream state) throws IOException;
	}

	@FunctionalInterface
	interface Giver {
		void give(OutputStream state) throws IOException;
	}

	/** Stops the machine and lets its state be taken. Completes when all of it has been; the machine stays stopped. */
	CompletableFuture<Void> save(Taker taker) {
		CompletableFuture<Void> taken = new CompletableFuture<>();
		try {
			ServerSocketChannel server = hold(ServerSocketChannel.open(StandardProtocolFamily.UNIX)).bind(UnixDomainSocketAddress.of(socket), 1);
			onThread(() -> {
				try (server; SocketChannel connected = server.accept()) {
					settle(taken, () -> taker.take(Channels.newInputStream(hold(connected))));
				} catch (IOException e) {
					taken.completeExceptionally(e);
				}
			});
		} catch (IOException e) {
			return CompletableFuture.failedFuture(e);
		}
		CompletableFuture<Void> given = ask("stop", Map.of()).thenCompose(r -> events())
				.thenCompose(r -> ask("migrate-set-parameters", Map.of("max-bandwidth", BANDWIDTH)))
				.thenCompose(r -> ask("migrate", Map.of("uri", "unix:" + socket)))
				.thenCompose(r -> qmp.migrated()).thenCompose(Migration::checked);
		// whichever fails first tells why
		CompletableFuture<Void> both = CompletableFuture.allOf(taken, given);
		given.whenComplete((r, e) -> fail(both, e));
		taken.whenComplete((r, e) -> fail(both, e));
		return both;
	}

	/** Puts a state into a machine that was started to wait for one. Completes when it is in; the machine is stopped then. */
	CompletableFuture<Void> restore(Giver giver) {
		CompletableFuture<Void> given = new CompletableFuture<>();
		CompletableFuture<Void> taken = events().thenCompose(r -> ask("migrate-incoming", Map.of("uri", "unix:" + socket))).thenCompose(r -> {
			onThread(() -> give(giver, given));
			return qmp.migrated();
		}).thenCompose(Migration::checked);
		CompletableFuture<Void> both = CompletableFuture.allOf(given, taken);
		given.whenComplete((r, e) -> fail(both, e));
		taken.whenComplete((r, e) -> fail(both, e));
		return both;
	}

	private void give(Giver giver, CompletableFuture<Void> given) {
		try (SocketChannel connected = hold(SocketChannel.open(StandardProtocolFamily.UNIX))) {
			connected.connect(UnixDomainSocketAddress.of(socket));
			settle(given, () -> giver.give(Channels.newOutputStream(connected)));
		} catch (IOException e) {
			given.completeExceptionally(e);
		}
	}

	@FunctionalInterface
	private interface Transfer {
		void run() throws IOException;
	}

	/** Tells what became of it while the socket is still open: once it is closed, QEMU fails as well, and its failure must not be the first. */
	private static void settle(CompletableFuture<Void> transferred, Transfer transfer) {
		try {
			transfer.run();
			transferred.complete(null);
		} catch (IOException e) {
			transferred.completeExceptionally(e);
		}
	}

	/** Breaks off what is under way. */
	@Override
	public void close() throws IOException {
		closed = true;
		Channel open = channel;
		if (open != null) {
			open.close();
		}
	}

	private <C extends Channel> C hold(C opened) throws IOException {
		channel = opened;
		if (closed) {
			opened.close();
		}
		return opened;
	}

	private CompletableFuture<JsonNode> events() {
		return ask("migrate-set-capabilities", Map.of("capabilities", List.of(Map.of("capability", "events", "state", true))));
	}

	private CompletableFuture<JsonNode> ask(String command, Map<String, Object> arguments) {
		try {
			return qmp.execute(command, arguments);
		} catch (IOException e) {
			return CompletableFuture.failedFuture(e);
		}
	}

	private static CompletableFuture<Void> checked(boolean succeeded) {
		return succeeded ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(new QmpException("QEMU could not migrate the machine"));
	}

	private static void fail(CompletableFuture<Void> both, Throwable failure) {
		if (failure != null) {
			both.completeExceptionally(failure);
		}
	}

	private static void onThread(Runnable work) {
		Thread.ofPlatform().daemon().name("livepatch machine state").start(work);
	}
}
