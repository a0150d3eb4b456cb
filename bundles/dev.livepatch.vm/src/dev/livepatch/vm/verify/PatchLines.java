package dev.livepatch.vm.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.Frame;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.source.CodeAddress;
import dev.livepatch.vm.source.CodeLine;
import dev.livepatch.vm.source.SourceFinder;

/** Leads trouble in the kernel to the line of the patch from which it came to it. */
record PatchLines(String module, SourceFinder sources) {

	static PatchLines of(VerificationPlan plan, PatchFile patch) {
		return new PatchLines(patch.name(), new SourceFinder(plan.kernel(), Map.of(patch.name(), plan.module())));
	}

	/** The problem at the innermost code of the patch that its trace shows, and as it is where that shows none. */
	RuntimeProblem located(RuntimeProblem problem) {
		return problem.trace().stream().filter(a -> a.module().equals(module)).findFirst().flatMap(at -> line(at).map(line -> problem.at(at.function(), line))).orElse(problem);
	}

	/** What is inlined from headers is told by the line that uses it. */
	private Optional<CodeLine> line(CodeAddress address) {
		List<Frame> frames = sources.frames(address);
		return frames.stream().filter(f -> f.file().equals(frames.getLast().file()) && f.line() > 0).findFirst().map(f -> new CodeLine(new SourcePlace(f.file(), f.line()), true));
	}
}
