package dev.livepatch.ide.ui.outline;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import dev.livepatch.core.source.Element;

/**
 * The outline of one state of a text.
 *
 * @param elements in the order of the text
 */
record Contents(Map<Entry, Element> elements) {
	static final Contents NONE = new Contents(Map.of());

	Contents {
		elements = Collections.unmodifiableMap(elements);
	}

	static Contents of(List<? extends Element> elements) {
		Map<Entry, Element> entries = new LinkedHashMap<>();
		Map<Entry, Integer> seen = new HashMap<>();
		for (Element element : elements) {
			Entry.Kind.of(element).ifPresent(kind -> entries.put(new Entry(kind, element.name(), seen.merge(new Entry(kind, element.name(), 1), 1, Integer::sum)), element));
		}
		return new Contents(entries);
	}

	List<Entry> entries() {
		return List.copyOf(elements.keySet());
	}

	/** What a character is in, or follows. A declaration may name several things: then the one whose name it is, if it is one. */
	Optional<Entry> at(int offset) {
		return first(e -> e.nameExtent().touches(offset)).or(() -> first(e -> e.extent().touches(offset)));
	}

	private Optional<Entry> first(Predicate<Element> test) {
		return elements.entrySet().stream().filter(e -> test.test(e.getValue())).map(Map.Entry::getKey).findFirst();
	}
}
