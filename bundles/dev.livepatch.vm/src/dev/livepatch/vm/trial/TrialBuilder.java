package dev.livepatch.vm.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.build.ExternalModule;
import dev.livepatch.core.build.PatchModule;
import dev.livepatch.core.build.PatchVariants;
import dev.livepatch.core.build.StaticProgram;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.observation.Scenario;

/** Makes what trials need: the guest's programs, which are built once with this machine's compiler, and modules. */
public final class TrialBuilder {
	private static final String REDIRECT_MODULE = "livepatch_tools_redirect";

	private final KernelBuild kernel;
	private final Path cache;
	private final Cancellation cancellation;
	private final Map<String, Path> files = new HashMap<>();

	/** @param cache directory for what can be made again */
	public TrialBuilder(KernelBuild kernel, Path cache, Cancellation cancellation) {
		this.kernel = kernel;
		this.cache = cache;
		this.cancellation = cancellation;
	}

	/**
	 * What is wished for.
	 *
	 * @param stress  how often the patch is loaded and unloaded, 0 for no stress
	 * @param measure whether the cost is measured
	 * @param loop    a shell script whose time is taken with and without the patch, where the cost is measured
	 */
	public record Wish(Workload workload, int stress, boolean measure, Optional<Path> loop) {
		public boolean isNothing() {
			return workload == Workload.NONE && stress == 0 && !measure;
		}
	}

	/**
	 * @param variants of the patch; empty if only its module is at hand
	 * @throws ToolException if a program or module cannot be built
	 */
	public Trials build(Wish wish, Optional<PatchVariants> variants) throws ToolException {
		if (wish.workload() != Workload.NONE) {
			program(Trials.WORKLOAD);
		}
		Optional<StressPlan> stress = wish.stress() == 0 ? Optional.empty() : Optional.of(new StressPlan(wish.stress(), impossible(variants)));
		Optional<CostPlan> cost = wish.measure() ? Optional.of(cost(wish.loop())) : Optional.empty();
		return new Trials(wish.workload(), stress, cost, files);
	}

	private CostPlan cost(Optional<Path> loop) throws ToolException {
		program(Trials.GAUGE);
		loop.ifPresent(l -> files.put(Trials.LOOP, l));
		return new CostPlan(CostPlan.ROUNDS, redirection(), loop.map(l -> l.getFileName().toString()));
	}

	/** Not every kernel lets such a module be built; then the rest is measured all the same. */
	private Optional<String> redirection() {
		try {
			files.put(Trials.REDIRECT, ExternalModule.build(kernel, REDIRECT_MODULE, source("redirect.c"), cache, cancellation));
			return Optional.empty();
		} catch (ToolException e) {
			return Optional.of("the module for it cannot be built: " + e.getMessage());
		}
	}

	private Map<Scenario, String> impossible(Optional<PatchVariants> variants) throws ToolException {
		Map<Scenario, String> impossible = new EnumMap<>(Scenario.class);
		if (variants.isEmpty()) {
			String why = "only a finished module was given; give the patch or project, from whose objects the module for this is built";
			impossible.put(Scenario.SUCCESSOR, why);
			impossible.put(Scenario.REFUSED, why);
			return impossible;
		}
		add(Scenario.SUCCESSOR, Trials.SUCCESSOR, variants.get().successor(cancellation), "kernel " + kernel.release() + " cannot replace patches", impossible);
		add(Scenario.REFUSED, Trials.REFUSED, variants.get().refusing(cancellation), "each of the patch's objects has a pre-patch callback of its own already", impossible);
		return impossible;
	}

	private void add(Scenario scenario, String name, Optional<PatchModule> module, String whyNot, Map<Scenario, String> impossible) {
		module.ifPresentOrElse(m -> files.put(name, m.file()), () -> impossible.put(scenario, whyNot));
	}

	private void program(String name) throws ToolException {
		files.put(name, StaticProgram.build(name, source(name + ".c"), cache, cancellation));
	}

	private static String source(String resource) {
		try (InputStream in = TrialBuilder.class.getResourceAsStream(resource)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
