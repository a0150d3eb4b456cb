package dev.livepatch.vm.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.MachineSettings;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.guest.Initramfs;
import dev.livepatch.vm.guest.KernelConsole;
import dev.livepatch.vm.qemu.KvmProbe;
import dev.livepatch.vm.qemu.Machine;
import dev.livepatch.vm.qemu.MachineCache;
import dev.livepatch.vm.qemu.MachineConfig;
import dev.livepatch.vm.qemu.MachineKey;
import dev.livepatch.vm.qemu.PrivateDirectory;
import dev.livepatch.vm.qemu.SavedMachine;

/** The start of a run: gets a guest ready, from the machine saved after an earlier boot where there is one, else by booting and saving. */
final class Startup implements AutoCloseable {
	/** Addresses as in vmlinux; the console's every line; an end at a panic; as many lines in the log as wanted. */
	private static final String COMMAND_LINE = "console=ttyS0 nokaslr panic=-1 loglevel=8 printk.devkmsg=on printk.time=1 rdinit=/init";
	private static final Duration SAVING = Duration.ofSeconds(10);
	private static final int NONCE_SIZE = 32;
	private static final String RELEASE = "release ";

	private final VerificationPlan plan;
	private final Path kernel;
	private final Map<String, Path> image;
	private final byte[] archive;
	private final boolean kvm;
	private final Consumer<RunEvent> events;
	private final Cancellation cancellation;
	private Session session;
	private String qemuVersion = "";
	private String hello = "";

	/**
	 * Prepares a machine; it does not run yet.
	 *
	 * @param image   files that the guest boots with, by their names in {@code /payload}
	 * @param archive the payload
	 */
	Startup(VerificationPlan plan, Map<String, Path> image, byte[] archive, Consumer<RunEvent> events, Cancellation cancellation) throws IOException {
		this.plan = plan;
		this.image = image;
		this.archive = archive;
		this.events = events;
		this.cancellation = cancellation;
		kernel = plan.kernel().bootImage().orElseThrow(
				() -> new ToolException("the kernel in " + plan.kernel().build() + " has no boot image; run make bzImage there"));
		MachineSettings.requireStatic(plan.machine().busybox());
		kvm = plan.machine().allowKvm() && KvmProbe.usable(plan.machine().qemu(), cancellation);
		session = prepare();
	}

	/** The machine that was started at last. */
	Guest guest() {
		return session.guest();
	}

	KernelConsole console() {
		return session.guest().kernel();
	}

	Path consoleFile() {
		return session.consoleFile();
	}

	/** What the guest's kernel offers, as its agent calls it. */
	List<String> features() {
		return hello.lines().toList();
	}

	/** The step {@code boot}. */
	StepResult run() throws StepFailure, IOException {
		Optional<MachineCache> cache = plan.machine().saved().map(MachineCache::new);
		String key = cache.isPresent() ? MachineKey.of(session.machine().config()) : "";
		Evidence how = new Evidence();
		if (cache.isEmpty() || !restored(cache.get(), key, how)) {
			boot(how);
			if (cache.isPresent()) {
				how.add(save(cache.get(), key));
			}
		}
		String release = features().stream().filter(l -> l.startsWith(RELEASE)).map(l -> l.substring(RELEASE.length())).findFirst().orElse("?");
		Evidence evidence = new Evidence().add(description(release)).add(how.toString());
		if (!release.equals(plan.kernel().release())) {
			evidence.add("warning: the build directory says " + plan.kernel().release());
		}
		evidence.add(Delivery.deliver(guest(), archive, plan.deadlines().load()));
		if (!features().contains("livepatch")) {
			throw StepFailure.of(Kind.LOAD_FAILED, "the kernel cannot load live patches: it has no /sys/kernel/livepatch; build it with CONFIG_LIVEPATCH");
		}
		return StepResult.passed(evidence);
	}

	/** Tries the saved machine. One that does not start is removed, and the next machine prepared. */
	private boolean restored(MachineCache cache, String key, Evidence how) throws IOException {
		try (SavedMachine saved = cache.find(key).orElse(null)) {
			if (saved == null) {
				return false;
			}
			restore(saved, how);
			return true;
		} catch (ToolException e) {
			throw e;
		} catch (IOException | StepFailure e) {
			how.add("the machine saved after an earlier boot did not start (" + e.getMessage() + "): " + removed(cache, key) + ", and another one booted");
			session.close();
			session = prepare();
			return false;
		}
	}

	private static String removed(MachineCache cache, String key) {
		try {
			cache.remove(key);
			return "it was removed";
		} catch (IOException e) {
			return "it cannot be removed";
		}
	}

	private void restore(SavedMachine saved, Evidence how) throws StepFailure, IOException {
		Duration deadline = plan.deadlines().command();
		long start = System.nanoTime();
		session.start(true);
		qemuVersion = guest().await(guest().machine().qmp().ready(), deadline, "QEMU's greeting");
		if (!qemuVersion.equals(saved.head().qemuVersion())) {
			throw new IOException("it was saved by QEMU " + saved.head().qemuVersion() + ", and this is " + qemuVersion);
		}
		guest().await(guest().machine().restore(saved), deadline, "the end of its restoration");
		session.replay(saved.head().console());
		resume();
		byte[] random = new byte[NONCE_SIZE];
		new SecureRandom().nextBytes(random);
		String nonce = HexFormat.of().formatHex(random);
		if (!guest().ask("resume", nonce, Instant.now().getEpochSecond()).text().equals(nonce)) {
			throw new IOException("its agent does not answer as it should");
		}
		hello = saved.head().hello();
		how.add("ready after " + ready(true, start) + ", from the machine saved after its boot at " + saved.head().savedAt());
	}

	private void boot(Evidence how) throws StepFailure, IOException {
		long start = System.nanoTime();
		session.start(false);
		qemuVersion = guest().await(guest().machine().qmp().ready(), plan.deadlines().boot(), "QEMU's greeting");
		guest().await(guest().agent().banner(), plan.deadlines().boot(), "the guest's agent");
		hello = guest().ask("hello").text();
		how.add("ready after " + ready(false, start) + ", booted");
	}

	/** The run goes on whether or not it can be saved. */
	private String save(MachineCache cache, String key) throws StepFailure {
		guest().settle("booted");
		long start = System.nanoTime();
		String unsaved = "not saved for later runs: ";
		try (MachineCache.Place place = cache.place().orElse(null)) {
			if (place == null) {
				return unsaved + "another run saves a machine just now";
			}
			SavedMachine.Head head = new SavedMachine.Head(key, qemuVersion, Instant.now(), hello, Files.readString(session.consoleFile()));
			Optional<String> failure = stopAndSave(head, place);
			if (failure.isPresent()) {
				return unsaved + failure.get();
			}
			place.publish(key);
			return "saved for later runs in " + since(start);
		} catch (IOException e) {
			return unsaved + e.getMessage();
		}
	}

	/** @return why it could not be saved */
	private Optional<String> stopAndSave(SavedMachine.Head head, MachineCache.Place place) throws StepFailure, IOException {
		Machine machine = guest().machine();
		Optional<String> failure = Optional.empty();
		try {
			guest().await(machine.save(head, place), SAVING, "its state");
		} catch (StepFailure e) {
			failure = Optional.of(e.getMessage());
			machine.stopSaving();
		}
		resume();
		return failure;
	}

	private void resume() throws StepFailure {
		try {
			guest().await(guest().machine().resume(), plan.deadlines().command(), "QEMU's answer to “cont”");
		} catch (IOException e) {
			throw guest().ended();
		}
	}

	private Session prepare() throws IOException {
		PrivateDirectory directory = PrivateDirectory.create();
		MachineSettings machine = plan.machine();
		MachineConfig config = new MachineConfig(machine.qemu(), kvm, machine.cpus(), machine.memoryMb(), kernel, directory.resolve("initrd"), COMMAND_LINE);
		Session prepared = new Session(config, directory, plan.workDir().resolve("console.log"), events, cancellation, plan.deadlines().command());
		try {
			Initramfs.write(config.initrd(), machine.busybox(), image);
			return prepared;
		} catch (IOException | RuntimeException e) {
			prepared.close();
			throw e;
		}
	}

	private String description(String release) {
		MachineSettings machine = plan.machine();
		return "Linux " + release + " in QEMU " + qemuVersion + (kvm ? " (KVM), " : " (emulated, TCG), ") + machine.cpus()
				+ (machine.cpus() == 1 ? " processor, " : " processors, ") + machine.memoryMb() + " MB";
	}

	private String ready(boolean restored, long start) {
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
		events.accept(new RunEvent.MachineReady(restored, elapsed));
		return Evidence.seconds(elapsed);
	}

	private static String since(long start) {
		return Evidence.seconds(Duration.ofNanos(System.nanoTime() - start));
	}

	@Override
	public void close() throws IOException {
		session.close();
	}
}
