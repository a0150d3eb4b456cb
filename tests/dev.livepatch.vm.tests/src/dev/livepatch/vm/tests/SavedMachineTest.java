package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.MachineSettings;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.verify.Verification;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.StepVerdict;

/** Runs that start from a machine saved after an earlier boot: as good as booted ones, and booted when the saved one cannot be had. */
class SavedMachineTest extends RunFixture {
	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	@Test
	void aRestoredGuestIsLikeABootedOne() throws Exception {
		VerificationPlan plan = plan(DemoPatches.good(), probe("echo now $(date +%s) >/dev/console\n" + PATCHED_VERSION));
		run(plan);
		List<Long> late = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			events.clear();
			StringBuffer console = new StringBuffer();
			VerificationReport report = run(plan, e -> {
				if (e instanceof RunEvent.Console c) {
					console.append(c.text());
					Matcher now = Pattern.compile("(?s)^(.*?)now (\\d+)\n").matcher(console);
					if (now.find()) {
						late.add(Instant.now().getEpochSecond() - Long.parseLong(now.group(2)));
						console.delete(0, now.end());
					}
				}
			}, Cancellation.NEVER);
			assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
			assertTrue(restored(), report::toString);
			assertEvidence(report, Step.BOOT, "Linux 6.1", "from the machine saved after its boot at 20", "patch and probes sent to the guest");
			List<String> lines = Files.readAllLines(report.consoleLog());
			assertTrue(lines.get(0).contains("Linux version 6.1"), () -> lines.get(0));
		}
		// each probe ran three times; the machine was saved before the first of the three runs
		assertEquals(6, late.size());
		assertTrue(late.stream().allMatch(seconds -> Math.abs(seconds) <= 2), () -> "seconds by which the guest's clock was late: " + late);
	}

	@Test
	void coldIsBooted() throws Exception {
		VerificationPlan plan = plan(DemoPatches.good());
		Step boot = boot(with(plan, plan.machine().cold()));
		assertFalse(restored());
		assertTrue(boot.evidence().contains(", booted") && !boot.evidence().contains("saved"), boot::evidence);
	}

	@ParameterizedTest
	@ValueSource(strings = { "damaged", "cut short", "foreign", "empty" })
	void aBadFileIsRemovedAndTheGuestBooted(String how) throws Exception {
		VerificationPlan plan = planWithOwnCache(plan(DemoPatches.good()).machine().qemu());
		boot(plan);
		Path file = machines().get(0);
		byte[] good = Files.readAllBytes(file);
		byte[] damaged = good.clone();
		damaged[good.length / 2] ^= 1;
		Files.write(file, switch (how) {
			case "damaged" -> damaged;
			case "cut short" -> Arrays.copyOf(good, good.length / 2);
			case "foreign" -> "#!/bin/sh\n# something else".getBytes(StandardCharsets.US_ASCII);
			default -> new byte[0];
		});
		assertBootedInstead(boot(plan), "saved for later runs");
		assertEquals(List.of(file), machines());
		boot(plan);
		assertTrue(restored());
	}

	@Test
	void anEmulatorThatDoesNotTakeTheSavedMachineIsGivenUp() throws Exception {
		Path qemu = Files.writeString(directory.resolve("qemu-system-old"), "#!/bin/sh\ncase \"$*\" in *-incoming*) echo no such option >&2; exit 1;; esac\nexec "
				+ machine().qemu() + " \"$@\"\n");
		assertTrue(qemu.toFile().setExecutable(true));
		VerificationPlan plan = planWithOwnCache(qemu);
		boot(plan);
		assertBootedInstead(boot(plan), "exit code 1: no such option");
	}

	@Test
	void anEmulatorThatHangsIsGivenUp() throws Exception {
		VerificationPlan plan = planWithOwnCache(machine().qemu());
		boot(plan);
		Deadlines usual = plan.deadlines();
		Deadlines brief = new Deadlines(usual.boot(), Duration.ofSeconds(3), usual.load(), usual.transition(), usual.probe(), usual.powerOff());
		assertBootedInstead(boot(with(plan, brief), this::stopWhenRestoring), "did not come within 3 s");
	}

	@Test
	void cancelledWhileTheEmulatorHangs() throws Exception {
		VerificationPlan plan = planWithOwnCache(machine().qemu());
		boot(plan);
		AtomicLong when = new AtomicLong();
		assertThrows(CancellationException.class, () -> run(plan, e -> {
			stopWhenRestoring(e);
			stopped.thenRun(() -> when.set(System.nanoTime()));
		}, () -> when.get() != 0));
		Duration taken = Duration.ofNanos(System.nanoTime() - when.get());
		assertTrue(taken.compareTo(Duration.ofSeconds(5)) < 0, () -> "cancelling took " + taken);
		assertEquals(1, machines().size());
	}

	@Test
	void whereNothingCanBeSavedTheRunGoesOn() throws Exception {
		Path file = Files.createFile(directory.resolve("no-directory"));
		Step boot = boot(planWithCache(machine().qemu(), file.resolve("machines")));
		assertEquals(StepVerdict.PASSED, boot.verdict(), boot::evidence);
		assertTrue(boot.evidence().contains("not saved for later runs: ") && boot.evidence().contains("no-directory"), boot::evidence);
	}

	@Test
	void twoRunsFromOneSavedMachine() throws Exception {
		VerificationPlan plan = plan(DemoPatches.good(), probe(PATCHED_VERSION));
		boot(plan);
		Path other = Files.createDirectory(directory.resolve("other"));
		VerificationPlan second = new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), List.of(), List.of(), plan.machine(), plan.deadlines(), other);
		CompletableFuture<VerificationReport> report = CompletableFuture.supplyAsync(() -> {
			try {
				return new Verification(second, e -> {
				}, Cancellation.NEVER).run();
			} catch (IOException e) {
				throw new AssertionError(e);
			}
		});
		assertEquals(Outcome.VERIFIED, run(plan).outcome());
		assertTrue(restored());
		assertEquals(Outcome.VERIFIED, report.get().outcome());
		assertEvidence(report.get(), Step.BOOT, "from the machine saved");
	}

	/** Runs no further than the first step. */
	private Step boot(VerificationPlan plan) {
		return boot(plan, e -> {
		});
	}

	private Step boot(VerificationPlan plan, Consumer<RunEvent> listener) {
		AtomicReference<Step> boot = new AtomicReference<>();
		assertThrows(CancellationException.class, () -> run(plan, e -> {
			listener.accept(e);
			if (e instanceof RunEvent.StepFinished f) {
				boot.set(f.step());
			}
		}, () -> boot.get() != null));
		return boot.get();
	}

	/** Whether the last machine that became ready was a saved one. */
	private boolean restored() {
		return events.stream().filter(RunEvent.MachineReady.class::isInstance).map(RunEvent.MachineReady.class::cast).reduce((a, b) -> b).orElseThrow().restored();
	}

	private static void assertBootedInstead(Step boot, String why) {
		assertEquals(StepVerdict.PASSED, boot.verdict(), boot::evidence);
		for (String part : List.of("the machine saved after an earlier boot did not start (", "it was removed, and another one booted", ", booted", why)) {
			assertTrue(boot.evidence().contains(part), () -> "no “" + part + "” in: " + boot.evidence());
		}
	}

	/** The emulator gets SIGSTOP when it has begun to wait for the saved state. */
	private void stopWhenRestoring(RunEvent event) {
		if (event instanceof RunEvent.MachineStarting starting && starting.command().contains("-incoming")) {
			Path initrd = Path.of(starting.command().get(starting.command().indexOf("-initrd") + 1));
			try {
				WatchService watch = initrd.getFileSystem().newWatchService();
				initrd.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
				Thread.ofPlatform().daemon().start(() -> stop(watch));
			} catch (IOException e) {
				throw new UncheckedIOException(e);
			}
		}
	}

	private void stop(WatchService watch) {
		try (watch) {
			for (WatchKey key; (key = watch.take()) != null; key.reset()) {
				if (key.pollEvents().stream().anyMatch(e -> e.context().toString().equals("state"))) {
					long pid = emulator().orElseThrow().pid();
					assertEquals(0, new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor());
					stopped.complete(null);
					return;
				}
			}
		} catch (IOException | InterruptedException e) {
			stopped.completeExceptionally(e);
		}
	}

	private VerificationPlan planWithOwnCache(Path qemu) throws IOException {
		return planWithCache(qemu, directory.resolve("machines"));
	}

	private VerificationPlan planWithCache(Path qemu, Path machines) throws IOException {
		MachineSettings usual = machine();
		return with(plan(DemoPatches.good()), new MachineSettings(qemu, usual.busybox(), 1, 256, usual.allowKvm(), Optional.of(machines)));
	}

	private List<Path> machines() throws IOException {
		try (Stream<Path> files = Files.list(directory.resolve("machines"))) {
			return files.filter(f -> !f.getFileName().toString().equals("lock")).toList();
		}
	}
}
