package dev.livepatch.core.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.hazard.Stay;
import dev.livepatch.core.source.Element;
import dev.livepatch.core.status.FunctionStatus.NoFentry.Reason;

/**
 * What the original kernel's objects say of one function of a source file.
 *
 * @param compiled each piece of code that it became
 * @param inlined  each place where it was copied into another function
 * @param callers  each call of it in the objects that were read
 * @param stay     why tasks stay in its own code, if they do
 */
public record FunctionFacts(List<CompiledCopy> compiled, List<InlineCopy> inlined, List<Site> callers, Optional<Stay> stay) {
	static final FunctionFacts NONE = new FunctionFacts(List.of(), List.of(), List.of(), Optional.empty());

	public FunctionFacts {
		compiled = List.copyOf(compiled);
		inlined = List.copyOf(inlined);
		callers = List.copyOf(callers);
	}

	/**
	 * What follows for a patch, the worst first.
	 *
	 * @param source   the kernel's own version
	 * @param fanOut   of a header
	 * @param complete whether all objects of the file were read
	 */
	List<FunctionStatus> statuses(Element.Function source, Optional<FunctionStatus.HeaderFanOut> fanOut, boolean complete) {
		List<FunctionStatus> found = new ArrayList<>();
		compiled.stream().map(copy -> of(copy, source)).distinct().forEach(found::add);
		onStack().ifPresent(found::add);
		if (!inlined.isEmpty()) {
			found.add(new FunctionStatus.InlinedInto(inlined, complete));
		}
		if (found.isEmpty()) {
			found.add(new FunctionStatus.NoCode(complete));
		}
		found.sort(Comparator.comparing(FunctionStatus::kind));
		if (compiled.stream().anyMatch(CompiledCopy::fentry) && found.getFirst() instanceof FunctionStatus.NoFentry) {
			// one of several copies cannot be redirected: said, but not what counts
			found.add(found.removeFirst());
		}
		fanOut.ifPresent(found::add);
		return List.copyOf(found);
	}

	/** In its own code; or, where it has none, in that which holds a copy and would be patched in its place. */
	private Optional<FunctionStatus.AlwaysOnStack> onStack() {
		Optional<FunctionStatus.AlwaysOnStack> own = stay.map(s -> new FunctionStatus.AlwaysOnStack(s.brief(), s.ends()));
		return own.isPresent() || !compiled.isEmpty() ? own
				: inlined.stream().filter(copy -> copy.stay().filter(s -> !s.ends()).isPresent()).findFirst()
						.map(copy -> new FunctionStatus.AlwaysOnStack("as part of " + copy.holder() + ": " + copy.stay().get().brief(), false));
	}

	private static FunctionStatus of(CompiledCopy copy, Element.Function source) {
		String section = copy.section();
		if (section.startsWith(".init.") || section.startsWith(".exit.") && copy.parent().isVmlinux()) {
			return new FunctionStatus.FreedAtBoot(section);
		}
		if (!copy.fentry()) {
			return new FunctionStatus.NoFentry(reason(copy, source), section);
		}
		return copy.ordinary() ? new FunctionStatus.Patchable(copy.symbol(), copy.object(), copy.parent().name()) : new FunctionStatus.SharedSection(section);
	}

	private static Reason reason(CompiledCopy copy, Element.Function source) {
		if (!copy.traceable()) {
			return Reason.FILE;
		} else if (!copy.ordinary()) {
			return Reason.SECTION;
		} else if (source.says("notrace")) {
			return Reason.NOTRACE;
		}
		return source.says("inline") || source.says("__always_inline") || source.macro().isPresent() ? Reason.INLINE : Reason.OTHER;
	}
}
