package dev.livepatch.core.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.object.TypeLayout;
import dev.livepatch.core.object.TypeLayout.Enumerator;
import dev.livepatch.core.object.TypeLayout.Member;

/** What became of one type: each difference that the running kernel's instances, or code outside the patch, would meet. */
final class LayoutComparison {
	/** Names by which the kernel's structures keep room for later; a counter called {@code reserved} is none, an array is. */
	private static final Pattern PADDING = Pattern.compile("_*(?:pad|padding|hole|filler)_*\\d*_*|_+(?:reserved|rsvd|resv|unused|spare)\\d*_*"
			+ "|(?:reserved|rsvd|resv|unused|spare)\\d+|.*kabi_reserved\\d*");
	private static final Pattern PADDING_ARRAY = Pattern.compile("reserved|rsvd|resv|unused|spare");
	private static final String OPAQUE_POINTER = "void *";

	private final TypeLayout before;
	private final TypeLayout after;
	private final List<String> causes = new ArrayList<>();
	private final List<String> effects = new ArrayList<>();
	private Severity severity = Severity.INFO;

	LayoutComparison(TypeLayout before, TypeLayout after) {
		this.before = before;
		this.after = after;
	}

	/** Empty if nothing differs that anybody could notice. */
	Optional<TypeChange> change() {
		if (before.kind() == TypeLayout.Kind.ENUM || after.kind() == TypeLayout.Kind.ENUM) {
			enumerators();
		} else if (!before.members().equals(after.members())) {
			members();
		}
		if (before.size() != after.size()) {
			effect(Severity.ERROR, "the size changes from " + before.size() + " to " + after.size() + " bytes");
		}
		causes.addAll(effects);
		return causes.isEmpty() ? Optional.empty() : Optional.of(new TypeChange(before, after, severity, causes));
	}

	/** What a member takes up, whatever it is called. */
	private record Room(long bitOffset, long bitSize, String type) {
		static Room of(Member member) {
			return new Room(member.bitOffset(), member.bitSize(), member.type().resolved());
		}
	}

	private void members() {
		Map<String, Member> old = byName(before);
		Map<String, Member> now = byName(after);
		Map<Room, Member> added = new HashMap<>();
		after.members().stream().filter(m -> !old.containsKey(m.name())).forEach(m -> added.putIfAbsent(Room.of(m), m));
		// a member that stays can get a second name, as struct_group gives it, and one that goes a new name
		Set<Room> familiar = new HashSet<>();
		for (Member member : before.members()) {
			Member kept = now.get(member.name());
			if (padding(member)) {
				continue;
			}
			if (kept == null || Room.of(kept).equals(Room.of(member))) {
				familiar.add(Room.of(member));
			}
			Member successor = added.get(Room.of(member));
			if (kept != null) {
				kept(member, kept);
			} else if (successor != null) {
				cause(Severity.WARNING, member.name() + " gives its place to " + successor.name());
			} else {
				cause(Severity.ERROR, described(member) + " is removed");
			}
		}
		for (Member member : after.members()) {
			if (!old.containsKey(member.name()) && !padding(member) && !familiar.contains(Room.of(member))) {
				boolean within = member.bitEnd() <= 8 * before.size() && member.bitOffset() < 8 * before.size();
				cause(within ? Severity.WARNING : Severity.ERROR, described(member) + " is new at offset " + offset(member));
			}
		}
	}

	private void kept(Member member, Member now) {
		boolean retyped = !member.type().resolved().equals(now.type().resolved()) || member.bitField() != now.bitField();
		if (retyped) {
			cause(readAlike(member, now) ? Severity.WARNING : Severity.ERROR, member.name() + " changes from " + type(member, now) + " to " + type(now, member));
		}
		if (member.bitOffset() != now.bitOffset()) {
			effect(Severity.ERROR, member.name() + " moves from offset " + offset(member) + " to " + offset(now));
		}
		if (!retyped && member.bitSize() != now.bitSize()) {
			effect(Severity.ERROR, member.name() + " changes its size from " + size(member) + " to " + size(now));
		}
	}

	/** Integers of one size differ in how they are read, not in what they hold; a pointer to void says nothing of what it points to. */
	private static boolean readAlike(Member member, Member now) {
		if (member.bitSize() != now.bitSize() || member.bitField() != now.bitField()) {
			return false;
		}
		String old = member.type().resolved();
		String next = now.type().resolved();
		boolean pointers = old.endsWith("*") && next.endsWith("*");
		return member.type().integer() && now.type().integer() || pointers && (old.equals(OPAQUE_POINTER) || next.equals(OPAQUE_POINTER));
	}

	private static boolean padding(Member member) {
		String name = member.name().substring(member.name().lastIndexOf('.') + 1);
		return name.isEmpty() || PADDING.matcher(name).matches() || PADDING_ARRAY.matcher(name).matches() && member.type().resolved().endsWith("]");
	}

	private void enumerators() {
		Map<String, Long> old = values(before);
		Map<String, Long> now = values(after);
		Set<Long> removed = valuesWithout(before, now);
		Set<Long> added = valuesWithout(after, old);
		for (Enumerator enumerator : after.enumerators()) {
			Long value = old.get(enumerator.name());
			if (value == null && !removed.contains(enumerator.value())) {
				cause(Severity.WARNING, enumerator.name() + " = " + enumerator.value() + " is new");
			} else if (value != null && value != enumerator.value()) {
				effect(Severity.ERROR, enumerator.name() + " changes from " + value + " to " + enumerator.value());
			}
		}
		for (Enumerator enumerator : before.enumerators()) {
			if (!now.containsKey(enumerator.name()) && !added.contains(enumerator.value())) {
				cause(Severity.WARNING, enumerator.name() + " = " + enumerator.value() + " is removed");
			}
		}
	}

	private static Map<String, Long> values(TypeLayout type) {
		Map<String, Long> values = new HashMap<>();
		type.enumerators().forEach(e -> values.put(e.name(), e.value()));
		return values;
	}

	/** The values of enumerators that the other version does not have: where both have one, it was given another name. */
	private static Set<Long> valuesWithout(TypeLayout type, Map<String, Long> others) {
		return type.enumerators().stream().filter(e -> !others.containsKey(e.name())).map(Enumerator::value).collect(Collectors.toSet());
	}

	private void cause(Severity found, String difference) {
		causes.add(difference);
		severity = found.compareTo(severity) < 0 ? found : severity;
	}

	private void effect(Severity found, String difference) {
		effects.add(difference);
		severity = found.compareTo(severity) < 0 ? found : severity;
	}

	private static Map<String, Member> byName(TypeLayout layout) {
		Map<String, Member> members = new HashMap<>();
		layout.members().forEach(m -> members.put(m.name(), m));
		return members;
	}

	private static String described(Member member) {
		return member.name() + " (" + member.type().text() + (member.bitField() ? ", " + size(member) : "") + ")";
	}

	/** The type's text; behind the typedef where that alone would not show the difference to the other. */
	private static String type(Member member, Member other) {
		boolean behind = member.type().text().equals(other.type().text()) && !member.type().resolved().equals(other.type().resolved());
		String text = behind ? member.type().resolved() : member.type().text();
		return member.bitField() ? text + " of " + size(member) : text;
	}

	private static String size(Member member) {
		return member.bitField() ? member.bitSize() + (member.bitSize() == 1 ? " bit" : " bits") : member.bitSize() / 8 + " bytes";
	}

	private static String offset(Member member) {
		return member.bitOffset() / 8 + (member.bitField() ? " bit " + member.bitOffset() % 8 : "");
	}
}
