package dev.livepatch.core.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.livepatch.core.source.Element;
import dev.livepatch.core.source.Outline;

/** What an author's version of a file makes of its functions, against the kernel's own version. */
public final class EditedFunctions {

	/** How a function stands to the kernel's version. */
	public enum Edit {
		NONE, CHANGED, ADDED
	}

	/**
	 * A function of the author's version.
	 *
	 * @param facts    of the kernel's version
	 * @param statuses the worst first; never empty
	 */
	public record Stated(Element.Function function, Edit edit, FunctionFacts facts, List<FunctionStatus> statuses) {
		public Stated {
			statuses = List.copyOf(statuses);
		}

		/** What counts most. */
		public FunctionStatus.Kind kind() {
			return statuses.getFirst().kind();
		}

		/** In one line: what the function is, what that means, what else is to be known. */
		public String summary() {
			return statuses.stream().map(FunctionStatus::summary).distinct().collect(Collectors.joining("; "));
		}
	}

	private EditedFunctions() {
	}

	/** All functions in their order. One whose text differs at all is edited, be it only a comment: a line that moves within a function can change its code too. */
	public static List<Stated> of(FileFacts.Known facts, Outline outline, String text) {
		Map<String, List<Element.Function>> originals = new HashMap<>();
		for (Element.Function original : facts.outline().functions()) {
			originals.computeIfAbsent(original.symbols().getFirst(), n -> new ArrayList<>(1)).add(original);
		}
		Map<String, Integer> seen = new HashMap<>();
		List<Stated> stated = new ArrayList<>();
		for (Element.Function function : outline.functions()) {
			List<Element.Function> same = originals.getOrDefault(function.symbols().getFirst(), List.of());
			// branches of a condition define a function more than once
			int number = seen.merge(function.symbols().getFirst(), 1, Integer::sum) - 1;
			if (same.isEmpty()) {
				stated.add(new Stated(function, Edit.ADDED, FunctionFacts.NONE, List.of(new FunctionStatus.Added())));
			} else {
				Element.Function original = same.get(Math.min(number, same.size() - 1));
				boolean unchanged = original.extent().in(facts.text()).equals(function.extent().in(text));
				stated.add(new Stated(function, unchanged ? Edit.NONE : Edit.CHANGED, facts.of(original), facts.statuses(original)));
			}
		}
		return stated;
	}
}
