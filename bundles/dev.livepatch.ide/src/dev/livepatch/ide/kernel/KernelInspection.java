package dev.livepatch.ide.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.KernelProblem;
import dev.livepatch.ide.preferences.LivepatchPreferences;

/**
 * What can be said about a directory that somebody may want to choose as a kernel build.
 *
 * @param text     as it was entered
 * @param kernel   empty if it is none that can be used
 * @param problems the worst first
 */
public record KernelInspection(String text, Optional<KernelBuild> kernel, List<KernelProblem> problems) {

	public KernelInspection {
		problems = problems.stream().sorted((a, b) -> a.severity().compareTo(b.severity())).toList();
	}

	/** Not for the UI thread. */
	public static KernelInspection of(String text) {
		Optional<Path> path = LivepatchPreferences.path(text);
		if (path.isEmpty()) {
			return new KernelInspection(text, Optional.empty(), List.of(new KernelProblem(KernelProblem.Severity.ERROR,
					text.isBlank() ? Messages.noKernel : NLS.bind(Messages.notAbsolute, text),
					Messages.chooseKernel)));
		}
		try {
			KernelBuild kernel = KernelBuilds.open(path.get());
			return new KernelInspection(text, Optional.of(kernel), kernel.problems());
		} catch (KernelException e) {
			return new KernelInspection(text, Optional.empty(), List.of(new KernelProblem(KernelProblem.Severity.ERROR, e.getMessage(), "")));
		}
	}

	/** Whether live patches for this kernel can be built. */
	public boolean usable() {
		return kernel.isPresent() && problems.stream().noneMatch(p -> p.severity() == KernelProblem.Severity.ERROR);
	}

	/** In one line: the release, or the worst problem. */
	public String summary() {
		String first = problems.isEmpty() ? "" : problems.get(0).message();
		return kernel.map(k -> "Linux " + k.release() + (first.isEmpty() ? "" : ": " + first)).orElse(first);
	}
}
