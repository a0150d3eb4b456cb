package dev.livepatch.core.module;

/**
 * A function that a live patch has called when an object is patched or unpatched (Documentation/livepatch/callbacks.rst).
 *
 * @param object {@code vmlinux} or a module
 */
public record Callback(Moment moment, String object, String function) {

	/** When it is called; in the order of their being called. */
	public enum Moment {
		PRE_PATCH("pre-patch"), POST_PATCH("post-patch"), PRE_UNPATCH("pre-unpatch"), POST_UNPATCH("post-unpatch");

		private final String label;

		Moment(String label) {
			this.label = label;
		}

		@Override
		public String toString() {
			return label;
		}
	}
}
