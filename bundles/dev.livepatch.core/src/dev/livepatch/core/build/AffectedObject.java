package dev.livepatch.core.build;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.kernel.RecordedCommand;

/**
 * An object that a change reaches. Two are equal if they are the same object of the build.
 *
 * @param command how the kernel build made it
 * @param parent  what it was linked into
 */
public record AffectedObject(RecordedCommand command, ParentObject parent) {

	/** Relative to the build directory. */
	public String path() {
		return command.object();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof AffectedObject o && o.path().equals(path());
	}

	@Override
	public int hashCode() {
		return path().hashCode();
	}

	@Override
	public String toString() {
		return path();
	}
}
