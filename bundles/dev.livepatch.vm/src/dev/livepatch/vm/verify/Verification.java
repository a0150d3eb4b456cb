package dev.livepatch.vm.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.guest.Payload;
import dev.livepatch.vm.observation.PatchedFunction;
import dev.livepatch.vm.source.CodeAddress;

/** Loads a live patch in an emulated kernel and finds out whether it does what it should, and comes off again. */
public final class Verification {
	private static final double WITH_DEBUGGER = 10_000;
	private final VerificationPlan plan;
	private final Consumer<RunEvent> events;
	private final Cancellation cancellation;

	/**
	 * @param events       called one at a time, from several threads; the guest waits while it runs
	 * @param cancellation asked at least ten times a second
	 */
	public Verification(VerificationPlan plan, Consumer<RunEvent> events, Cancellation cancellation) {
		// a guest that a debugger holds answers late
		this.plan = plan.options().debug() ? plan.with(plan.deadlines().scaled(WITH_DEBUGGER)) : plan;
		this.events = new OneAtATime(events);
		this.cancellation = cancellation;
	}

	/**
	 * Runs the verification to its end, once. No process and no temporary file is left behind, whatever happens.
	 *
	 * @throws ToolException         if the run cannot even start: no boot image, a program or file missing
	 * @throws CancellationException if cancelled
	 */
	public VerificationReport run() throws ToolException {
		cancellation.check();
		PatchFile patch = PatchFile.read(plan.module());
		List<PatchedFunction> functions = plan.functions().isEmpty() ? patch.functions() : plan.functions();
		Set<String> names = new LinkedHashSet<>(functions.stream().map(PatchedFunction::function).toList());
		List<String> modules = modules();
		CompletableFuture<Addresses> addresses = addresses(names);
		try {
			// what the compiler made of a function counts as the function
			List<String> wanted = names.stream().map(CodeAddress::function).distinct().toList();
			Map<Boolean, Map<String, Path>> trialFiles = plan.options().trials().files().entrySet().stream()
					.collect(Collectors.partitioningBy(f -> f.getKey().endsWith(".ko"), Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
			byte[] archive = new Payload(plan.module(), plan.probes(), wanted, trialFiles.get(true)).archive();
			Map<String, Path> image = image(modules);
			image.putAll(trialFiles.get(false));
			try (Startup startup = new Startup(plan, image, archive, events, cancellation)) {
				StepLog steps = new StepLog(events, startup::console, PatchLines.of(plan, patch));
				steps.run(Step.BOOT, startup::run);
				Steps run = new Steps(plan, patch, functions, modules, startup.guest(), startup.features(), addresses, steps, events);
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

	/** Modules are called as the agent loads them. */
	private Map<String, Path> image(List<String> modules) throws IOException {
		Map<String, Path> files = new HashMap<>();
		for (String name : modules) {
			Optional<Path> file = plan.kernel().moduleFile(name);
			files.put("module." + files.size() + ".ko",
					file.orElseThrow(() -> new ToolException("the kernel in " + plan.kernel().build() + " has no module " + name + "; run make modules there")));
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
