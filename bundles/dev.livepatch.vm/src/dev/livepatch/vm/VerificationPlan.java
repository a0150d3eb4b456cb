package dev.livepatch.vm;

import java.nio.file.Path;
import java.util.List;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.vm.observation.PatchedFunction;

/**
 * What to verify, and in which machine.
 *
 * @param kernel        the kernel to boot; must have a boot image
 * @param module        the patch module ({@code .ko})
 * @param probes        shell scripts run in the guest: exit 0 only where the patch is in force. They must fail before the load,
 *                      pass after it and fail again after the unload. May be empty: then behaviour is not verified
 * @param kernelModules names of modules to load before the patch, for instance the patch's parents; what they depend on is found
 * @param functions     the functions to be patched, if known; if empty they are read from the module
 * @param workDir       existing directory for the console log
 * @param options       what is done beyond the ordinary
 */
public record VerificationPlan(KernelBuild kernel, Path module, List<Path> probes, List<String> kernelModules,
		List<PatchedFunction> functions, MachineSettings machine, Deadlines deadlines, Path workDir, RunOptions options) {

	public VerificationPlan {
		probes = List.copyOf(probes);
		kernelModules = List.copyOf(kernelModules);
		functions = List.copyOf(functions);
	}

	/** An ordinary run. */
	public VerificationPlan(KernelBuild kernel, Path module, List<Path> probes, List<String> kernelModules, List<PatchedFunction> functions, MachineSettings machine,
			Deadlines deadlines, Path workDir) {
		this(kernel, module, probes, kernelModules, functions, machine, deadlines, workDir, RunOptions.ORDINARY);
	}

	public VerificationPlan with(Deadlines newDeadlines) {
		return new VerificationPlan(kernel, module, probes, kernelModules, functions, machine, newDeadlines, workDir, options);
	}

	public VerificationPlan with(RunOptions newOptions) {
		return new VerificationPlan(kernel, module, probes, kernelModules, functions, machine, deadlines, workDir, newOptions);
	}
}
