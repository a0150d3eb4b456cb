package dev.livepatch.ide.ui.patch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.eclipse.help.HelpSystem;
import org.eclipse.help.IContext;
import org.eclipse.help.IContextProvider;
import org.eclipse.help.IHelpResource;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.ide.ui.HelpContext;

/** What F1 says of a line: the rules of its findings, and then the view. */
final class RowHelp implements IContext {
	private static final String RULES = "/dev.livepatch.doc/rules.html#";
	private final List<Rule> rules;

	/** @param selected may be empty */
	RowHelp(List<Row> selected) {
		rules = selected.stream().flatMap(r -> r.about().findings().stream()).map(Finding::rule).distinct().toList();
	}

	/** @param href of a page of the help */
	private record Topic(String title, String href) implements IHelpResource {
		@Override
		public String getLabel() {
			return title;
		}

		@Override
		public String getHref() {
			return href;
		}
	}

	@Override
	public String getText() {
		return rules.isEmpty() ? view().getText() : rules.getFirst().explanation();
	}

	@Override
	public IHelpResource[] getRelatedTopics() {
		return Stream.concat(rules.stream().map(r -> new Topic(r.title(), RULES + r.id())), Arrays.stream(view().getRelatedTopics())).toArray(IHelpResource[]::new);
	}

	/** For the Help view, which goes with the selection. */
	record Provider(PatchTree tree) implements IContextProvider {
		@Override
		public int getContextChangeMask() {
			return SELECTION;
		}

		@Override
		public IContext getContext(Object target) {
			return new RowHelp(tree.selection());
		}

		@Override
		public String getSearchExpression(Object target) {
			return null;
		}
	}

	private static IContext view() {
		return HelpSystem.getContext(HelpContext.PATCH_VIEW.id());
	}
}
