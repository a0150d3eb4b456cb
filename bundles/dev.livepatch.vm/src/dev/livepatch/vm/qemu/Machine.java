package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.qemu.MachineConfig.Port;

/** An emulated machine. However a run ends, closing the machine leaves neither a process nor a file; so does the end of this program. */
public final class Machine implements AutoCloseable {
	private static final int LONGEST_MESSAGE = 1 << 20;
	private static final long DRAIN_MILLIS = 2000;
	private static final long QUIT_MILLIS = 500;

	private final MachineConfig config;
	private final PrivateDirectory directory;
	private final Map<Port, SocketPort> ports = new EnumMap<>(Port.class);
	private final QmpClient qmp;
	private final Migration migration;
	private final Thread hook = new Thread(this::release, "livepatch machine shutdown");
	private volatile Emulator emulator;

	/**
	 * Prepares a machine; it does not run yet.
	 *
	 * @param directory for the sockets; removed when the machine is closed
	 */
	public Machine(MachineConfig config, PrivateDirectory directory) throws ToolException {
		this.config = config;
		this.directory = directory;
		try {
			for (Port port : Port.values()) {
				ports.put(port, new SocketPort(directory.resolve(port.id()), port.id()));
			}
		} catch (IOException e) {
			release();
			throw new ToolException("no socket for the emulated machine can be made in " + directory.path() + ": " + e.getMessage(), e);
		}
		qmp = new QmpClient(ports.get(Port.QMP).output());
		migration = new Migration(qmp, directory.resolve("state"));
	}

	public MachineConfig config() {
		return config;
	}

	/**
	 * QEMU's argument list.
	 *
	 * @param restored whether it shall wait for a saved state instead of booting
	 */
	public List<String> command(boolean restored) {
		return config.command(directory, restored);
	}

	/** Where QEMU can open a further socket. */
	public Path socket(String name) {
		return directory.resolve(name);
	}

	Path directory() {
		return directory.path();
	}

	public QmpClient qmp() {
		return qmp;
	}

	/** To the second serial port. */
	public OutputStream control() {
		return ports.get(Port.CONTROL).output();
	}

	/**
	 * Starts QEMU.
	 *
	 * @param command {@link #command(boolean)}
	 * @param console takes what the first serial port says, on a thread of its own
	 * @param control the same for the second
	 * @throws ToolException if QEMU cannot be started
	 */
	public void start(List<String> command, ByteSink console, ByteSink control) throws ToolException {
		Runtime.getRuntime().addShutdownHook(hook);
		ports.get(Port.QMP).start(new LineSplitter(LONGEST_MESSAGE, qmp::accept));
		ports.get(Port.CONSOLE).start(console);
		ports.get(Port.CONTROL).start(control);
		emulator = Emulator.start(command, directory.path());
	}

	/**
	 * Stops it and writes its state. Completes when that is written; the machine stays stopped.
	 *
	 * @param place of an unfinished file
	 */
	public CompletableFuture<Void> save(SavedMachine.Head head, MachineCache.Place place) {
		return migration.save(state -> SavedMachine.write(place.file(), head, state));
	}

	/** Breaks off saving. */
	public void stopSaving() throws IOException {
		migration.close();
	}

	/** Takes over a saved state. Completes when all of it is in and was undamaged; the machine is stopped then. */
	public CompletableFuture<Void> restore(SavedMachine saved) {
		return migration.restore(saved::copyTo);
	}

	/** Lets it run on. Completes when it does. */
	public CompletableFuture<?> resume() throws IOException {
		return qmp.execute("cont", Map.of());
	}

	/** QEMU's process, once started. */
	public ProcessHandle process() {
		return emulator.handle();
	}

	/** Completes with QEMU's exit code. */
	public CompletableFuture<Integer> exit() {
		return emulator.exit();
	}

	/** After QEMU's end: waits until what the ports had brought has been taken, then tells the end of what QEMU itself said. */
	public String lastWords() throws InterruptedException {
		for (SocketPort port : ports.values()) {
			port.drain(DRAIN_MILLIS);
		}
		return emulator.tail();
	}

	/**
	 * The stop ladder: {@code quit}, SIGTERM, SIGKILL with descendants. A guest that still listens has been asked to power off before;
	 * {@code system_powerdown} would need an ACPI daemon in it.
	 */
	@Override
	public void close() {
		if (emulator != null && !emulator.exit().isDone()) {
			try {
				qmp.execute("quit", Map.of());
				emulator.exit().get(QUIT_MILLIS, TimeUnit.MILLISECONDS);
			} catch (IOException | TimeoutException | ExecutionException e) {
				// not listening: the next rung
			} catch (InterruptedException e) {
				Thread.currentThread().interrupt();
			}
		}
		release();
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		} catch (IllegalStateException e) {
			// the program is ending: the hook does no harm twice
		}
	}

	private synchronized void release() {
		if (emulator != null) {
			emulator.kill();
		}
		try {
			for (SocketPort port : ports.values()) {
				port.close();
			}
			if (migration != null) {
				migration.close();
			}
			directory.close();
		} catch (IOException e) {
			throw new UncheckedIOException("the emulated machine's directory " + directory.path() + " cannot be removed", e);
		}
	}
}
