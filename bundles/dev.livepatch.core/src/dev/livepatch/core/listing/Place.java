package dev.livepatch.core.listing;

/**
 * A place in a function's code.
 *
 * @param part   0 for the function itself, 1 for what the compiler moved out of it as unlikely ({@code .cold})
 * @param offset from the part's beginning, in bytes
 */
public record Place(int part, long offset) implements Comparable<Place> {

	@Override
	public int compareTo(Place other) {
		return part != other.part ? Integer.compare(part, other.part) : Long.compare(offset, other.offset);
	}
}
