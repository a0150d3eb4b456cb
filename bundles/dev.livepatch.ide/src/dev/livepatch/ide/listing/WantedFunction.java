package dev.livepatch.ide.listing;

import java.util.Optional;

/** Which function's code is meant. */
public sealed interface WantedFunction {

	/**
	 * A function by its name.
	 *
	 * @param name   in the source, or a symbol
	 * @param object that has it, relative to the kernel's build directory; empty for the first that does
	 */
	record Named(String name, Optional<String> object) implements WantedFunction {
		@Override
		public String toString() {
			return name;
		}
	}

	/**
	 * The function that a line belongs to.
	 *
	 * @param kernelPath of the file
	 * @param line       from 1, of the project's version of it
	 */
	record AtLine(String kernelPath, int line) implements WantedFunction {
		@Override
		public String toString() {
			return kernelPath + ":" + line;
		}
	}

	/** The first that differs. */
	record AnyChanged() implements WantedFunction {
		@Override
		public String toString() {
			return "";
		}
	}
}
