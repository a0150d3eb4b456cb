package dev.livepatch.vm.verify;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.guest.EnabledFunctions;
import dev.livepatch.vm.guest.KernelProbes;
import dev.livepatch.vm.observation.PatchedFunction;

/**
 * What else is on the functions that a patch redirects. One handler only may change where a function leads ({@code kernel/trace/ftrace.c}, {@code __ftrace_hash_update_ipmodify}): a kprobe
 * with a post handler is one, too, and before Linux 6.0 every program attached to the function's entry.
 */
final class Rivals {
	/** By {@code klp_patch_func} of kernel/livepatch/patch.c; 16 is EBUSY. */
	private static final Pattern TAKEN = Pattern.compile("failed to register ftrace handler for function '([\\w.]+)' \\(-16\\)");

	private Rivals() {
	}

	/** Who has the function for which the kernel refused a patch; empty if that was not why. */
	static Optional<String> inTheWay(Guest guest, List<String> said, List<PatchedFunction> patched) throws StepFailure {
		Optional<String> taken = said.stream().map(TAKEN::matcher).filter(Matcher::find).map(m -> m.group(1)).findFirst();
		if (taken.isEmpty()) {
			return Optional.empty();
		}
		PatchedFunction function = patched.stream().filter(f -> f.function().equals(taken.get())).findFirst().orElseGet(() -> new PatchedFunction(ParentObject.VMLINUX, taken.get(), 0));
		AgentReply reply = guest.ask("enabled");
		List<String> holders = reply.status() == 0 ? new EnabledFunctions(reply.lines()).of(function) : List.of();
		return Optional.of(taken.get() + " is taken: only one handler may change where a function leads, and there is another"
				+ (holders.isEmpty() ? "" : " (enabled_functions: " + String.join("; ", holders).replaceAll("\\s+", " ") + ")")
				+ ". A kprobe with a post handler is one, and so is whatever else patches the kernel; remove it before the patch is loaded");
	}

	/** Adds a line for each kprobe that the patch leaves behind in code that no longer runs. */
	static void leftBehind(Guest guest, List<PatchedFunction> patched, Evidence evidence) throws StepFailure {
		AgentReply reply = guest.ask("kprobes");
		KernelProbes probes = reply.status() == 0 ? KernelProbes.of(reply.lines()) : KernelProbes.of(List.of());
		for (PatchedFunction function : patched) {
			for (KernelProbes.Probe probe : probes.leftBehind(function)) {
				evidence.add("the kprobe at " + probe.function() + "+0x" + Long.toHexString(probe.offset()) + " is in the old code, and does not see calls any more that lead to the patched function");
			}
		}
	}
}
