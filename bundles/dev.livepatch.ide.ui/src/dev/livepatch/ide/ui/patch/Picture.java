package dev.livepatch.ide.ui.patch;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;

import dev.livepatch.core.content.PatchContent;
import dev.livepatch.ide.check.CheckState;

/**
 * What the view shows of a project at a moment.
 *
 * @param project  null for none
 * @param headline the state in words
 * @param content  of the last check
 * @param rows     the same, line by line
 */
record Picture(IProject project, CheckState state, String headline, Optional<PatchContent> content, List<Row> rows) {
	static final Picture NONE = new Picture(null, new CheckState.NeverChecked(), Messages.noProject, Optional.empty(), List.of());

	/**
	 * Not for the UI thread: a change to a header has thousands of lines.
	 *
	 * @param before the picture before, whose lines are kept if they are of the same check
	 */
	static Picture of(IProject project, CheckState state, Picture before) {
		boolean same = project.equals(before.project) && state.last().orElse(null) == before.state.last().orElse(null);
		Optional<PatchContent> content = same ? before.content : state.last().map(PatchContent::of);
		List<Row> rows = same ? before.rows : content.map(c -> Rows.of(project, c)).orElse(List.of());
		return new Picture(project, state, project.getName() + ": " + Words.headline(state, content), content, rows);
	}
}
