package dev.livepatch.vm.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.MachineSettings;
import dev.livepatch.vm.PatchedFunction;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.guest.Agent;
import dev.livepatch.vm.guest.ConsoleLog;
import dev.livepatch.vm.guest.Initramfs;
import dev.livepatch.vm.guest.KernelConsole;
import dev.livepatch.vm.qemu.KvmProbe;
import dev.livepatch.vm.qemu.Machine;
import dev.livepatch.vm.qemu.MachineConfig;
import dev.livepatch.vm.qemu.PrivateDirectory;

/** Brings together what a run needs, and sees that nothing of it remains. */
public final class VerificationRun {
	/** Addresses as in vmlinux; the console's every line; an end at a panic; as many lines in the log as wanted. */
	private static final String COMMAND_LINE = "console=ttyS0 nokaslr panic=-1 loglevel=8 printk.devkmsg=on printk.time=1 rdinit=/init";

	private final VerificationPlan plan;
	private final Consumer<RunEvent> events;
	private final Cancellation cancellation;

	/** @param events called from several threads */
	public VerificationRun(VerificationPlan plan, Consumer<RunEvent> events, Cancellation cancellation) {
		this.plan = plan;
		this.events = new OneAtATime(events);
		this.cancellation = cancellation;
	}

	/** @throws ToolException if the run cannot start */
	public VerificationReport run() throws ToolException {
		cancellation.check();
		Path kernel = plan.kernel().bootImage().orElseThrow(
				() -> new ToolException("the kernel in " + plan.kernel().build() + " has no boot image; run make bzImage there"));
		MachineSettings.requireStatic(plan.machine().busybox());
		PatchFile patch = PatchFile.read(plan.module());
		List<PatchedFunction> functions = plan.functions().isEmpty() ? patch.functions() : plan.functions();
		Set<String> names = new LinkedHashSet<>(functions.stream().map(PatchedFunction::function).toList());
		List<String> modules = modules();
		boolean kvm = plan.machine().allowKvm() && KvmProbe.usable(plan.machine().qemu(), cancellation);
		PrivateDirectory directory = directory();
		MachineConfig config = new MachineConfig(plan.machine().qemu(), kvm, plan.machine().cpus(), plan.machine().memoryMb(), kernel,
				directory.resolve("initrd"), COMMAND_LINE);
		Path consoleFile = plan.workDir().resolve("console.log");
		KernelConsole console = new KernelConsole();
		try (Machine machine = new Machine(config, directory);
				ConsoleLog log = new ConsoleLog(consoleFile, console, text -> events.accept(new RunEvent.Console(text)))) {
			Initramfs.write(config.initrd(), plan.machine().busybox(), new Initramfs.Payload(plan.module(), files(modules), plan.probes(), names));
			Agent agent = new Agent(machine.control());
			Guest guest = new Guest(machine, agent, console, cancellation, plan.deadlines().command());
			StepLog steps = new StepLog(events, console);
			events.accept(new RunEvent.MachineStarting(machine.command()));
			machine.start(log::accept, agent::accept);
			Steps run = new Steps(plan, patch.name(), functions, modules, guest, addresses(names), steps);
			run.run();
			return new VerificationReport(steps.outcome(), steps.steps(), steps.problems(), consoleFile, run.seen());
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException("the verification cannot be run: " + e.getMessage(), e);
		}
	}

	/** Read while the guest boots. */
	private CompletableFuture<Addresses> addresses(Set<String> names) {
		CompletableFuture<Addresses> result = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try {
				result.complete(Addresses.ofVmlinux(plan.kernel().vmlinux(), names));
			} catch (IOException e) {
				result.completeExceptionally(e);
			}
		});
		return result;
	}

	private static PrivateDirectory directory() throws ToolException {
		try {
			return PrivateDirectory.create();
		} catch (IOException e) {
			throw new ToolException("no directory for the emulated machine can be made: " + e.getMessage(), e);
		}
	}

	/** In the order of loading. */
	private List<String> modules() throws ToolException {
		Set<String> all = new LinkedHashSet<>();
		try {
			for (String name : plan.kernelModules()) {
				all.addAll(plan.kernel().moduleDependencies(name));
				all.add(name.replace('-', '_'));
			}
		} catch (KernelException e) {
			throw new ToolException(e.getMessage(), e);
		}
		return List.copyOf(all);
	}

	private List<Path> files(List<String> modules) throws IOException {
		List<Path> files = new ArrayList<>();
		for (String name : modules) {
			Optional<Path> file = plan.kernel().moduleFile(name);
			files.add(file.orElseThrow(() -> new ToolException("the kernel in " + plan.kernel().build() + " has no module " + name + "; run make modules there")));
		}
		return files;
	}

	private record OneAtATime(Consumer<RunEvent> target) implements Consumer<RunEvent> {
		@Override
		public synchronized void accept(RunEvent event) {
			target.accept(event);
		}
	}
}
