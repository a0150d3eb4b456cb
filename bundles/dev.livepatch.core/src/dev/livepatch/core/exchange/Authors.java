package dev.livepatch.core.exchange;

import java.nio.file.Path;
import java.util.Optional;

import dev.livepatch.core.change.ProjectSettings;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/** Who signs off a patch. */
public final class Authors {
	private Authors() {
	}

	/** Whom git's own configuration names; empty if nobody, or there is no git. */
	public static Optional<String> configured(Path directory, Cancellation cancellation) {
		Git git = new Git(directory, cancellation);
		try {
			String author = git.run("config", "--get", "user.name").stdout().strip() + " <" + git.run("config", "--get", "user.email").stdout().strip() + ">";
			return Optional.of(author).filter(ProjectSettings::isAuthor);
		} catch (ToolException e) {
			// a default only: whoever has no git enters the name
			return Optional.empty();
		}
	}
}
