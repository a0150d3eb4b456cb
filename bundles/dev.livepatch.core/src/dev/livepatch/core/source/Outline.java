package dev.livepatch.core.source;

import java.util.List;

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
}
