package dev.livepatch.ide.ui.outline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.source.Element;
import dev.livepatch.core.source.Extent;
import dev.livepatch.core.source.Member;

/** The outline of one state of a text. */
final class Contents {
	static final Contents NONE = of(List.of());
	private final List<Entry> outermost = new ArrayList<>();
	private final Map<Entry, List<Entry>> members = new HashMap<>();
	private final Map<Entry, Place> places = new LinkedHashMap<>();
	/** How often there was one of the same kind and name. */
	private final Map<Entry, Integer> seen = new HashMap<>();

	/** Where an entry stands: all of it, and its name. */
	record Place(int start, int end, int nameStart, int nameLength) {
		boolean touches(int offset) {
			return start <= offset && offset <= end;
		}

		boolean nameTouches(int offset) {
			return nameStart <= offset && offset <= nameStart + nameLength;
		}
	}

	private Contents() {
	}

	static Contents of(List<? extends Element> elements) {
		Contents contents = new Contents();
		for (Element element : elements) {
			Entry.Kind.of(element).ifPresent(kind -> contents.add(kind, element));
		}
		return contents;
	}

	private void add(Entry.Kind kind, Element element) {
		Extent all = element.extent();
		Entry entry = entry(null, kind, element.name(), new Place(all.start(), all.end(), element.nameExtent().start(), element.name().length()));
		outermost.add(entry);
		if (element instanceof Element.Type type && !type.members().isEmpty()) {
			add(entry, type.members(), all.start());
		}
	}

	private void add(Entry parent, List<Member> all, int base) {
		List<Entry> children = new ArrayList<>();
		members.put(parent, children);
		for (Member member : all) {
			Entry.Kind kind = member.value() ? Entry.Kind.VALUE : Entry.Kind.MEMBER;
			Entry entry = entry(parent, kind, member.name(), new Place(base + member.start(), base + member.end(), base + member.nameStart(), member.name().length()));
			children.add(entry);
			if (!member.members().isEmpty()) {
				add(entry, member.members(), base);
			}
		}
	}

	private Entry entry(Entry parent, Entry.Kind kind, String name, Place place) {
		Entry entry = new Entry(parent, kind, name, seen.merge(new Entry(parent, kind, name, 1), 1, Integer::sum));
		places.put(entry, place);
		return entry;
	}

	/** Those at file level, in their order. */
	List<Entry> outermost() {
		return outermost;
	}

	List<Entry> members(Entry entry) {
		return members.getOrDefault(entry, List.of());
	}

	Optional<Place> place(Entry entry) {
		return Optional.ofNullable(places.get(entry));
	}

	/** Whether it has the same entries, wherever they stand. */
	boolean looksLike(Contents other) {
		return outermost.equals(other.outermost) && members.equals(other.members);
	}

	/** What a character is in, or follows. A declaration may name several things: then the one whose name it is, if it is one. */
	Optional<Entry> at(int offset) {
		Optional<Entry> found = at(outermost, offset);
		for (Optional<Entry> inner = found; inner.isPresent(); inner = at(members(inner.get()), offset)) {
			found = inner;
		}
		return found;
	}

	private Optional<Entry> at(List<Entry> entries, int offset) {
		return entries.stream().filter(e -> places.get(e).nameTouches(offset)).findFirst().or(() -> entries.stream().filter(e -> places.get(e).touches(offset)).findFirst());
	}
}
