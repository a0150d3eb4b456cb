package dev.livepatch.core.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.module.Callback.Moment;
import dev.livepatch.core.module.Pointers.Place;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/** What {@code objtool klp diff} leaves for the init code of {@code klp-build} (include/linux/livepatch_external.h, tools/objtool/klp-diff.c; Linux 6.19). */
final class KlpBuildData {
	private static final Set<String> OBJECTS = Set.of("__klp_objects", ".init.klp_objects");
	private static final Set<String> FUNCTIONS = Set.of("__klp_funcs", ".init.klp_funcs");
	/** {@code struct klp_func_ext}: old_name, new_func, sympos. */
	private static final int FUNCTION = 24;
	/** {@code struct klp_object_ext}: name (null for vmlinux), funcs, four callbacks and a flag, nr_funcs. */
	private static final int OBJECT = 64;
	private static final int CALLBACKS = 16;
	private static final int COUNT = 56;
	/** More functions than any patch has: several objects can share an array. */
	private static final int MOST = 10_000;
	private final Pointers pointers;

	KlpBuildData(Pointers pointers) {
		this.pointers = pointers;
	}

	boolean present() {
		return section(OBJECTS).isPresent() && section(FUNCTIONS).isPresent();
	}

	private Optional<Section> section(Set<String> names) {
		return pointers.object().sections().stream().filter(s -> names.contains(s.name())).findFirst();
	}

	List<PatchedFunction> functions() throws ObjectFormatException {
		List<PatchedFunction> functions = new ArrayList<>();
		for (Place object : objects()) {
			Optional<Place> first = pointers.follow(object.plus(8));
			long count = pointers.number(object.plus(COUNT)) & 0xffff_ffffL;
			for (long i = 0; first.isPresent() && i < count; i++) {
				Place entry = first.get().plus(i * FUNCTION);
				if (entry.offset() > entry.section().size() - FUNCTION || functions.size() == MOST) {
					throw pointers.object().damaged(object.section(), object.offset() + COUNT, "says " + count + " functions where there is no room for them");
				}
				functions.add(function(name(object), entry));
			}
		}
		return functions;
	}

	private PatchedFunction function(String object, Place entry) throws ObjectFormatException {
		Optional<Symbol> target = pointers.symbol(entry.plus(8));
		return new PatchedFunction(object, pointers.text(entry).orElse(""), pointers.number(entry.plus(16)), target.map(Symbol::name).orElse(""),
				target.map(Symbol::size).orElse(0L), 0);
	}

	List<Callback> callbacks() throws ObjectFormatException {
		List<Callback> callbacks = new ArrayList<>();
		for (Place object : objects()) {
			for (Moment moment : Moment.values()) {
				Optional<Symbol> called = pointers.symbol(object.plus(CALLBACKS + 8L * moment.ordinal()));
				if (called.isPresent()) {
					callbacks.add(new Callback(moment, name(object), PatchSymbol.plain(called.get())));
				}
			}
		}
		return callbacks;
	}

	private List<Place> objects() {
		Section section = section(OBJECTS).orElseThrow();
		List<Place> objects = new ArrayList<>();
		for (long at = 0; at <= section.size() - OBJECT; at += OBJECT) {
			objects.add(new Place(section, at));
		}
		return objects;
	}

	private String name(Place object) throws ObjectFormatException {
		return pointers.text(object).orElse(ParentObject.VMLINUX);
	}
}
