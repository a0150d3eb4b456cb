package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RunOptions;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationReport;

/** A run that waits for a debugger, which here speaks gdb's remote protocol just far enough to let the guest go on. */
class DebuggerTest extends RunFixture {

	@Test
	void theRunGoesOnWhenTheDebuggerLetsItGo() throws Exception {
		List<String> order = new ArrayList<>();
		List<CompletableFuture<Void>> debugger = new ArrayList<>();
		VerificationReport report = run(plan(DemoPatches.good(), probe(PATCHED_VERSION)).with(RunOptions.ORDINARY.debugged()), event -> {
			switch (event) {
				case RunEvent.DebuggerAwaited awaited -> {
					order.add("awaited");
					debugger.add(CompletableFuture.runAsync(() -> attachAndContinue(awaited.command())));
				}
				case RunEvent.StepFinished finished -> order.add(finished.step().name());
				case RunEvent.MachineStarting e -> {
				}
				case RunEvent.MachineReady e -> {
				}
				case RunEvent.StepStarted e -> {
				}
				case RunEvent.Console e -> {
				}
			}
		}, Cancellation.NEVER);
		debugger.getFirst().join();
		assertEquals(Outcome.VERIFIED, report.outcome(), report.steps()::toString);
		assertTrue(order.indexOf(Step.REDIRECTED) < order.indexOf("awaited") && order.indexOf("awaited") < order.indexOf(Step.DEBUGGER)
				&& order.indexOf(Step.DEBUGGER) < order.indexOf(Step.PROBE_AFTER_LOAD), order::toString);
	}

	/** Where the command leads: its script names the symbols of kernel and patch, and the socket. */
	private static void attachAndContinue(List<String> command) {
		try {
			List<String> script = Files.readAllLines(Path.of(command.getLast()));
			assertTrue(script.stream().anyMatch(l -> l.startsWith("file ") && l.endsWith("vmlinux")), script::toString);
			assertTrue(script.stream().anyMatch(l -> l.matches("add-symbol-file \\S+\\.ko .*-s \\.text\\.version_proc_show 0x\\S+.*")), script::toString);
			String socket = script.getLast().substring("target remote ".length());
			try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
				channel.connect(UnixDomainSocketAddress.of(socket));
				send(channel, "$?#3f");
				ByteBuffer answer = ByteBuffer.allocate(4096);
				while (!StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString().contains("#")) {
					assertTrue(channel.read(answer) > 0, "the stub tells why the guest stands");
				}
				send(channel, "+$c#63");
				// detached when it is closed
				channel.read(answer.clear());
			}
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static void send(SocketChannel channel, String packet) throws IOException {
		channel.write(ByteBuffer.wrap(packet.getBytes(StandardCharsets.US_ASCII)));
	}
}
