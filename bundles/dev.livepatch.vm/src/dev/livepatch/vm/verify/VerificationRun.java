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
import dev.livepatch.vm.PatchedFunction;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.guest.Payload;

/** Brings together what a run needs, and sees that nothing of it remains. */
public final class VerificationRun {
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
		PatchFile patch = PatchFile.read(plan.module());
		List<PatchedFunction> functions = plan.functions().isEmpty() ? patch.functions() : plan.functions();
		Set<String> names = new LinkedHashSet<>(functions.stream().map(PatchedFunction::function).toList());
		List<String> modules = modules();
		CompletableFuture<Addresses> addresses = addresses(names);
		try {
			byte[] archive = new Payload(plan.module(), plan.probes(), names, plan.options().trials().files()).archive();
			try (Startup startup = new Startup(plan, files(modules), archive, events, cancellation)) {
				StepLog steps = new StepLog(events, startup::console);
				steps.run(Step.BOOT, startup::run);
				Steps run = new Steps(plan, patch, functions, modules, startup.guest(), startup.features(), addresses, steps);
				run.run();
				return new VerificationReport(steps.outcome(), steps.steps(), steps.problems(), startup.consoleFile(), run.seen());
			}
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
