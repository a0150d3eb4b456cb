package dev.livepatch.core.listing;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** A line of a function's listing. */
public sealed interface Line {

	/** Here a part of the code begins, under its symbol. */
	record Part(String symbol) implements Line {
	}

	/**
	 * The code that follows comes from this line.
	 *
	 * @param place   as {@code file:line}, in the kernel tree
	 * @param inlined the functions that are inlined into each other here, the innermost first
	 * @param call    where the outermost of them was inlined into the function itself, as {@code file:line}; empty if none is
	 * @param text    of the line; empty if it is not known
	 */
	record Source(String place, List<String> inlined, String call, String text) implements Line {
		public Source {
			inlined = List.copyOf(inlined);
		}
	}

	/**
	 * An instruction, without anything that depends on where the code lies.
	 *
	 * @param shape      the operands in AT&amp;T syntax, with {@link #REFERENCE} for each of the references
	 * @param references the names of what relocations refer to, texts and constants by what they hold
	 * @param targets    where in the function it may jump to
	 * @param notes      what else the kernel knows of this place
	 */
	record Code(Place at, String mnemonic, String shape, List<String> references, List<Place> targets, List<String> notes) implements Line {
		public static final char REFERENCE = '@';

		public Code {
			references = List.copyOf(references);
			targets = List.copyOf(targets);
			notes = List.copyOf(notes);
		}

		public String operands() {
			Iterator<String> next = references.iterator();
			return shape.chars().mapToObj(c -> c == REFERENCE && next.hasNext() ? next.next() : String.valueOf((char) c)).collect(Collectors.joining());
		}

		/** Whether it does the same as another, but for where it jumps to. */
		String key() {
			return mnemonic + ' ' + operands() + (targets.isEmpty() ? "" : " ->");
		}

		boolean hasShapeOf(Code other) {
			return mnemonic.equals(other.mnemonic) && shape.equals(other.shape) && targets.isEmpty() == other.targets.isEmpty();
		}
	}
}
