package dev.livepatch.vm.guest;

import java.util.List;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.vm.observation.PatchedFunction;

/**
 * What {@code enabled_functions} of tracefs shows: name, module, number of handlers, flags of one letter each, and the trampoline
 * ({@code kernel/trace/ftrace.c: t_show}).
 */
public record EnabledFunctions(List<String> lines) {
	private static final Pattern REDIRECTED = Pattern.compile("\\S+ (\\[\\S+\\] )?\\(\\d+\\)(\\s+[A-Z])*?\\s+I(\\s.*)?");

	public EnabledFunctions {
		lines = List.copyOf(lines);
	}

	/** The lines about a function. */
	public List<String> of(PatchedFunction function) {
		String module = function.parent().equals(ParentObject.VMLINUX) ? "" : "[" + function.parent() + "] ";
		return lines.stream().filter(l -> l.startsWith(function.function() + " " + module + "(")).toList();
	}

	/** Whether a handler is on it that may change where the function leads (flag {@code I}, IPMODIFY). */
	public boolean redirect(PatchedFunction function) {
		return of(function).stream().anyMatch(l -> REDIRECTED.matcher(l).matches());
	}
}
