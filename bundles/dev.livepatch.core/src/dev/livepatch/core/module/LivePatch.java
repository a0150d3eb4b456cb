package dev.livepatch.core.module;

import java.util.List;
import java.util.Optional;

/**
 * What a live patch module is going to do.
 *
 * @param maker       whose data say so
 * @param functions   by object and name
 * @param callbacks   by object and moment
 * @param relocations by object and place
 * @param shadows     by function, each once; those of the patch's own code
 * @param replace     whether it takes the place of all patches loaded before (livepatch's atomic replace); empty if that cannot be read from the file
 */
public record LivePatch(Maker maker, List<PatchedFunction> functions, List<Callback> callbacks, List<PatchRelocation> relocations, List<ShadowUse> shadows, Optional<Boolean> replace) {

	/** What made the patch, which decides how it says what it patches. */
	public enum Maker {
		/** {@code kpatch-build}: {@code .kpatch.funcs}. */
		KPATCH("kpatch"),
		/** The kernel's own {@code klp-build}: arrays of {@code struct klp_object_ext}. */
		KLP_BUILD("klp-build"),
		/** Written by hand, or by a tool that writes source: a static {@code struct klp_patch}. */
		SOURCE("source code"),
		/** None of these. */
		UNKNOWN("unknown");

		private final String label;

		Maker(String label) {
			this.label = label;
		}

		@Override
		public String toString() {
			return label;
		}
	}

	public LivePatch {
		functions = List.copyOf(functions);
		callbacks = List.copyOf(callbacks);
		relocations = List.copyOf(relocations);
		shadows = List.copyOf(shadows);
	}
}
