package dev.livepatch.ide.status;

import java.util.List;
import java.util.Optional;

import dev.livepatch.core.status.EditedFunctions.Edit;
import dev.livepatch.core.status.EditedFunctions.Stated;
import dev.livepatch.core.status.FileFacts;

/**
 * The functions of an edited text, and what the original kernel says of each.
 *
 * @param stamp     that the text was given
 * @param functions in their order; empty if the kernel says nothing of the file
 */
public record FileStatus(long stamp, FileFacts facts, List<Stated> functions) {

	public FileStatus {
		functions = List.copyOf(functions);
	}

	/** Those that the author changed or added. */
	public List<Stated> edited() {
		return functions.stream().filter(f -> f.edit() != Edit.NONE).toList();
	}

	/** The function that a character is in. */
	public Optional<Stated> at(int offset) {
		return functions.stream().filter(f -> f.function().extent().touches(offset)).findFirst();
	}

	/** A function by its name in the source. */
	public Optional<Stated> named(String name) {
		return functions.stream().filter(f -> f.function().name().equals(name)).findFirst();
	}
}
