package dev.livepatch.core.source;

import java.util.List;
import java.util.Optional;

/**
 * What a C file says at its outermost level, in its order.
 *
 * @param elements in the order of the text
 */
public record Outline(List<Element> elements) {

	public Outline {
		elements = List.copyOf(elements);
	}

	public List<Element.Function> functions() {
		return elements.stream().filter(Element.Function.class::isInstance).map(Element.Function.class::cast).toList();
	}

	/** The function that a line, from 1, is in. */
	public Optional<Element.Function> functionAtLine(int line) {
		return functions().stream().filter(f -> f.extent().hasLine(line)).findFirst();
	}

	/** The function that a character is in. */
	public Optional<Element.Function> functionAt(int offset) {
		return functions().stream().filter(f -> f.extent().touches(offset)).findFirst();
	}
}
