package dev.livepatch.ide.ui.exchange;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.Decisions;
import dev.livepatch.core.exchange.FileResult;
import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.ide.exchange.Fitting;
import dev.livepatch.ide.exchange.Fitting.Request;

/** What is fitted, what the author has decided about it, and how it fits with that. */
final class FitModel {
	private Optional<Fitting> fitting = Optional.empty();
	private Optional<Backport> backport = Optional.empty();
	private Decisions decisions = Decisions.NONE;

	/** What the author can say. */
	enum Action {
		/** The hunk's lines take the place of those that it is compared with. */
		TAKE,
		/** The edited file has what the hunk is about. */
		RESOLVE,
		/** The hunk or file is left out. */
		DROP,
		/** Another file is meant. */
		REDIRECT,
		/** All that was decided about the file is taken back. */
		RESET,
		/** What is next to be decided? */
		NEXT
	}

	void load(Fitting loaded, Backport first) {
		fitting = Optional.of(loaded);
		backport = Optional.of(first);
		decisions = Decisions.NONE;
	}

	void forget() {
		fitting = Optional.empty();
		backport = Optional.empty();
		decisions = Decisions.NONE;
	}

	Optional<Fitting> fitting() {
		return fitting;
	}

	/** Whether this is what was asked for. */
	boolean isFor(Request request) {
		return fitting.filter(f -> f.request().equals(request)).isPresent();
	}

	Optional<Backport> backport() {
		return backport;
	}

	void fitted(Backport now) {
		backport = Optional.of(now);
	}

	Decisions decisions() {
		return decisions;
	}

	void decide(Decisions made) {
		decisions = made;
	}

	/** Whether there is nothing to decide. */
	boolean complete() {
		return backport.map(Backport::complete).orElse(true);
	}

	/** Patches, their files and hunks, from top to bottom. */
	List<FitNode> nodes() {
		List<FitNode> nodes = new ArrayList<>();
		for (FitNode patch : backport.map(FitModel::patches).orElse(List.of())) {
			nodes.add(patch);
			for (FitNode file : patch.children()) {
				nodes.add(file);
				nodes.addAll(file.children());
			}
		}
		return nodes;
	}

	static List<FitNode> patches(Backport backport) {
		List<FitNode> nodes = new ArrayList<>();
		for (int i = 0; i < backport.patches().size(); i++) {
			nodes.add(new FitNode.OfPatch(i, backport.patches().get(i)));
		}
		return nodes;
	}

	/** How many hunks and files have to be decided about. */
	long open() {
		return nodes().stream().filter(FitModel::isToDecide).count();
	}

	/** What has to be decided next: behind a node, and from the top on again. */
	Optional<FitNode> nextOpen(Optional<FitNode> behind) {
		List<FitNode> all = nodes();
		int from = behind.map(node -> all.stream().map(FitNode::key).toList().indexOf(node.key())).orElse(-1);
		for (int i = 1; i <= all.size(); i++) {
			FitNode candidate = all.get((from + i) % all.size());
			if (isToDecide(candidate)) {
				return Optional.of(candidate);
			}
		}
		return Optional.empty();
	}

	private static boolean isToDecide(FitNode node) {
		return node.open() && node.children().isEmpty();
	}

	/** What the author can say about a node now. */
	Set<Action> actions(Optional<FitNode> shown) {
		Set<Action> possible = EnumSet.noneOf(Action.class);
		Optional<HunkState> state = shown.flatMap(FitNode::state);
		Optional<FileResult> file = shown.flatMap(FitNode::fileResult);
		if (state.filter(HunkState.Conflict.class::isInstance).isPresent()) {
			possible.addAll(EnumSet.of(Action.TAKE, Action.RESOLVE));
		}
		if (file.isPresent() && state.filter(HunkState.Dropped.class::isInstance).isEmpty()) {
			possible.add(Action.DROP);
		}
		if (file.filter(f -> !f.candidates().isEmpty()).isPresent()) {
			possible.add(Action.REDIRECT);
		}
		if (file.filter(f -> decisions.files().containsKey(f.key())).isPresent()) {
			possible.add(Action.RESET);
		}
		if (!complete()) {
			possible.add(Action.NEXT);
		}
		return possible;
	}
}
