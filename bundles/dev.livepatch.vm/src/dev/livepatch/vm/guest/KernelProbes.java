package dev.livepatch.vm.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.vm.observation.PatchedFunction;

/**
 * The probes in {@code kprobes/list} of debugfs: address, kind, function and offset, the function's module, and flags in brackets, {@code [FTRACE]} for those that ftrace calls
 * ({@code kernel/kprobes.c: report_probe}).
 */
public record KernelProbes(List<Probe> all) {
	private static final Pattern LINE = Pattern.compile("[0-9a-f]{8,16}\\s+[kr]\\s+([^\\s+]+)\\+0x([0-9a-f]{1,8})(?:\\s+([^\\s\\[]+))?\\s*((?:\\[\\w+\\])*)\\s*");

	/**
	 * @param function as the kernel's symbols name it
	 * @param module   {@code vmlinux}, or the module's name
	 * @param offset   in bytes from the function's beginning
	 * @param atEntry  whether it is called by ftrace when the function is entered, patched or not; the others are where the old code is
	 */
	public record Probe(String function, String module, long offset, boolean atEntry) {
	}

	public KernelProbes {
		all = List.copyOf(all);
	}

	/** Other lines are passed over. */
	public static KernelProbes of(List<String> lines) {
		List<Probe> probes = new ArrayList<>();
		for (String line : lines) {
			Matcher probe = LINE.matcher(line);
			if (probe.matches()) {
				String module = probe.group(3) == null ? ParentObject.VMLINUX : probe.group(3);
				probes.add(new Probe(probe.group(1), module, Long.parseLong(probe.group(2), 16), probe.group(4).contains("[FTRACE]")));
			}
		}
		return new KernelProbes(probes);
	}

	/** Those in the old code of a function, which no longer runs once it is patched. */
	public List<Probe> leftBehind(PatchedFunction function) {
		return all.stream().filter(p -> !p.atEntry() && p.function().equals(function.function()) && p.module().equals(function.parent())).toList();
	}
}
