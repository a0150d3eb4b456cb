package dev.livepatch.core.fix;

import java.util.Optional;

import dev.livepatch.core.finding.Finding;

/** One way out of one kind of finding. */
@FunctionalInterface
interface QuickFix {

	/**
	 * @param file the one that the finding is in
	 * @return empty where it is not certain that the edit does what its title says
	 */
	Optional<Fix> of(Finding finding, EditedFile file);
}
