package dev.livepatch.core.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.module.Callback.Moment;
import dev.livepatch.core.module.Pointers.Place;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/** What kpatch's differ leaves for its hook (kpatch's {@code kpatch-patch.h}). */
final class KpatchData {
	private static final String FUNCTIONS = ".kpatch.funcs";
	private static final String CALLBACKS = ".kpatch.callbacks.";
	/** {@code struct kpatch_patch_func}: new_addr, new_size, old_addr, old_size, sympos, name, objname. */
	private static final int FUNCTION = 56;
	/** {@code struct kpatch_pre_patch_callback} and its like: callback, objname. */
	private static final int CALLBACK = 16;
	private final Pointers pointers;

	KpatchData(Pointers pointers) {
		this.pointers = pointers;
	}

	boolean present() {
		return pointers.object().section(FUNCTIONS).isPresent();
	}

	List<PatchedFunction> functions() throws ObjectFormatException {
		List<PatchedFunction> functions = new ArrayList<>();
		Section section = pointers.object().section(FUNCTIONS).orElseThrow();
		for (long at = 0; at <= section.size() - FUNCTION; at += FUNCTION) {
			Place entry = new Place(section, at);
			Optional<Symbol> target = pointers.symbol(entry);
			functions.add(new PatchedFunction(object(entry.plus(48)), pointers.text(entry.plus(40)).orElse(""), pointers.number(entry.plus(32)),
					target.map(Symbol::name).orElse(""), pointers.number(entry.plus(8)), pointers.number(entry.plus(24))));
		}
		return functions;
	}

	List<Callback> callbacks() throws ObjectFormatException {
		List<Callback> callbacks = new ArrayList<>();
		for (Moment moment : Moment.values()) {
			Optional<Section> section = pointers.object().section(CALLBACKS + moment.toString().replace('-', '_'));
			for (long at = 0; section.isPresent() && at <= section.get().size() - CALLBACK; at += CALLBACK) {
				Place entry = new Place(section.get(), at);
				Optional<Symbol> called = pointers.symbol(entry);
				if (called.isPresent()) {
					callbacks.add(new Callback(moment, object(entry.plus(8)), PatchSymbol.plain(called.get())));
				}
			}
		}
		return callbacks;
	}

	private String object(Place pointer) throws ObjectFormatException {
		return pointers.text(pointer).orElse(ParentObject.VMLINUX);
	}
}
