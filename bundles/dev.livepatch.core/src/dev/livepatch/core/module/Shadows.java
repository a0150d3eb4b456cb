package dev.livepatch.core.module;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.livepatch.core.object.ObjectFormatException;

/** Finds what shadow variables code uses: the ids are arguments of calls (include/linux/livepatch.h). */
final class Shadows {
	/** The register with the id. */
	private static final Map<String, String> FUNCTIONS = Map.of("klp_shadow_get", "si", "klp_shadow_alloc", "si", "klp_shadow_get_or_alloc", "si", "klp_shadow_free", "si",
			"klp_shadow_free_all", "di");

	private Shadows() {
	}

	static List<ShadowUse> find(Calls calls) throws ObjectFormatException {
		Set<ShadowUse> uses = new LinkedHashSet<>();
		for (Calls.Call call : calls.of(FUNCTIONS.keySet())) {
			ShadowId id = switch (call.argument(FUNCTIONS.get(call.callee()))) {
				case Argument.Constant constant -> new ShadowId.Constant(constant.value());
				case Argument.Address address -> new ShadowId.Varying();
				case Argument.Varying varying -> new ShadowId.Varying();
				case Argument.Unread unread -> new ShadowId.Unread(unread.why());
			};
			uses.add(new ShadowUse(call.caller().name(), call.callee(), id));
		}
		return uses.stream().sorted(Comparator.comparing(ShadowUse::function)).toList();
	}
}
