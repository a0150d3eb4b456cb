package dev.livepatch.core.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.module.Callback.Moment;
import dev.livepatch.core.module.Pointers.Place;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.TypeLayout;

/**
 * A {@code struct klp_patch} and what hangs on it, as a patch that is written as source code has them (include/linux/livepatch.h). How large the structures are depends
 * on the kernel's configuration; the module's own debug information says it.
 */
final class SourceData {
	private static final List<String> NEEDED = List.of("struct klp_patch", "struct klp_object", "struct klp_func");
	/** More objects or functions than any patch has. */
	private static final int MOST = 10_000;
	private final Pointers pointers;
	private final Map<String, TypeLayout> layouts;

	private SourceData(Pointers pointers, Map<String, TypeLayout> layouts) {
		this.pointers = pointers;
		this.layouts = layouts;
	}

	/** Nothing can be read from it where the debug information does not have the structures. */
	static SourceData of(Pointers pointers) throws ObjectFormatException {
		return new SourceData(pointers, DebugInfo.read(pointers.object()).types().stream().filter(t -> NEEDED.contains(t.name()))
				.collect(Collectors.toMap(TypeLayout::name, t -> t, (first, second) -> first)));
	}

	boolean known() {
		return layouts.keySet().containsAll(NEEDED);
	}

	/** Where {@code replace} is in a {@code struct klp_patch}, in bytes; empty before Linux 5.1, which does not have it. */
	Optional<Long> replaceOffset() {
		return offset("struct klp_patch", "replace");
	}

	List<PatchedFunction> functions(Place patch) throws ObjectFormatException {
		List<PatchedFunction> functions = new ArrayList<>();
		for (Place object : objects(patch)) {
			for (Place function : array(pointers.follow(object.plus(required("struct klp_object", "funcs"))), "struct klp_func", "old_name", "new_func")) {
				if (functions.size() == MOST) {
					throw pointers.object().damaged(object.section(), object.offset(), "more than " + MOST + " functions to be patched");
				}
				Optional<Symbol> target = pointers.symbol(function.plus(required("struct klp_func", "new_func")));
				functions.add(new PatchedFunction(name(object), pointers.text(function.plus(required("struct klp_func", "old_name"))).orElse(""),
						pointers.number(function.plus(required("struct klp_func", "old_sympos"))), target.map(Symbol::name).orElse(""), target.map(Symbol::size).orElse(0L), 0));
			}
		}
		return functions;
	}

	List<Callback> callbacks(Place patch) throws ObjectFormatException {
		List<Callback> callbacks = new ArrayList<>();
		Optional<Long> first = offset("struct klp_object", "callbacks");
		for (Place object : first.isEmpty() ? List.<Place>of() : objects(patch)) {
			for (Moment moment : Moment.values()) {
				Optional<Symbol> called = pointers.symbol(object.plus(first.get() + 8L * moment.ordinal()));
				if (called.isPresent()) {
					callbacks.add(new Callback(moment, name(object), PatchSymbol.plain(called.get())));
				}
			}
		}
		return callbacks;
	}

	private List<Place> objects(Place patch) throws ObjectFormatException {
		return array(pointers.follow(patch.plus(required("struct klp_patch", "objs"))), "struct klp_object", "name", "funcs");
	}

	/** Up to the element whose two pointers are null ({@code klp_for_each_object_static}, {@code klp_for_each_func_static}). */
	private List<Place> array(Optional<Place> first, String struct, String one, String other) throws ObjectFormatException {
		List<Place> elements = new ArrayList<>();
		Optional<Place> next = first;
		while (next.isPresent() && elements.size() < MOST && (pointers.follow(next.get().plus(required(struct, one))).isPresent()
				|| pointers.follow(next.get().plus(required(struct, other))).isPresent())) {
			elements.add(next.get());
			next = Optional.of(next.get().plus(layouts.get(struct).size()));
		}
		return elements;
	}

	private String name(Place object) throws ObjectFormatException {
		return pointers.text(object.plus(required("struct klp_object", "name"))).orElse(ParentObject.VMLINUX);
	}

	private long required(String struct, String member) throws ObjectFormatException {
		return offset(struct, member).orElseThrow(() -> pointers.object().damaged(pointers.object().section(".debug_info").orElseThrow(), 0, struct + " has no member " + member));
	}

	private Optional<Long> offset(String struct, String member) {
		return Optional.ofNullable(layouts.get(struct)).flatMap(l -> l.members().stream().filter(m -> m.name().equals(member)).map(m -> m.bitOffset() / 8).findFirst());
	}
}
