package dev.livepatch.vm.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.guest.Agent;
import dev.livepatch.vm.guest.ConsoleLog;
import dev.livepatch.vm.guest.KernelConsole;
import dev.livepatch.vm.qemu.Machine;
import dev.livepatch.vm.qemu.MachineConfig;
import dev.livepatch.vm.qemu.PrivateDirectory;

/** One machine with those who listen to it. Closed, nothing of it remains but the console's file. */
final class Session implements AutoCloseable {
	private final Machine machine;
	private final Path consoleFile;
	private final ConsoleLog log;
	private final Agent agent;
	private final Guest guest;
	private final Consumer<RunEvent> events;

	/** @param directory closed with it */
	Session(MachineConfig config, PrivateDirectory directory, Path consoleFile, Consumer<RunEvent> events, Cancellation cancellation, Duration commandDeadline)
			throws IOException {
		this.consoleFile = consoleFile;
		this.events = events;
		machine = new Machine(config, directory);
		KernelConsole kernel = new KernelConsole();
		try {
			log = new ConsoleLog(consoleFile, kernel, text -> events.accept(new RunEvent.Console(text)));
		} catch (IOException e) {
			machine.close();
			throw e;
		}
		agent = new Agent(machine.control());
		guest = new Guest(machine, agent, kernel, cancellation, commandDeadline);
	}

	/** @param restored whether it shall wait for a saved state instead of booting */
	void start(boolean restored) throws ToolException {
		List<String> command = machine.command(restored);
		events.accept(new RunEvent.MachineStarting(command));
		machine.start(command, log::accept, agent::accept);
	}

	/** Tells again what the console said before the machine was saved; the machine must be stopped. */
	void replay(String console) {
		byte[] bytes = console.getBytes(StandardCharsets.UTF_8);
		log.accept(bytes, bytes.length);
	}

	Machine machine() {
		return machine;
	}

	/** What the console said so far, bounded. */
	Path consoleFile() {
		return consoleFile;
	}

	Guest guest() {
		return guest;
	}

	@Override
	public void close() throws IOException {
		try (log) {
			machine.close();
		}
	}
}
