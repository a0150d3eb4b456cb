package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileOutcome;
import dev.livepatch.core.change.FileOutcome.Reason;
import dev.livepatch.core.change.FilePatch;
import dev.livepatch.core.change.HunkOutcome;
import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.change.Lines;
import dev.livepatch.core.change.PatchApplier;
import dev.livepatch.core.change.PatchHunk;
import dev.livepatch.core.exchange.Decisions.Decision;
import dev.livepatch.core.exchange.Decisions.FileKey;
import dev.livepatch.core.exchange.HunkState.Region;
import dev.livepatch.core.process.Cancellation;

/**
 * A series fitted to a kernel, patch by patch, under the author's decisions. The same input gives the same result: it is computed anew after each decision.
 *
 * @param patches in the series' order
 * @param change  all of them together with what was changed before
 */
public record Backport(List<PatchResult> patches, ChangeSet change) {

	/**
	 * What a series is fitted to.
	 *
	 * @param sourceTree the kernel's source, which is never written to
	 * @param present    what is changed in it already, under the name that the change has
	 * @param sources    paths of the kernel's source files, among which one is looked for that a patch knows by another path
	 */
	public record Target(Path sourceTree, ChangeSet present, List<String> sources) {
	}

	public Backport {
		patches = List.copyOf(patches);
	}

	/** Whether nothing is left for the author to decide. */
	public boolean complete() {
		return patches.stream().noneMatch(PatchResult::open);
	}

	/**
	 * Fits a series. Not for a UI thread.
	 *
	 * @throws IOException if git fails
	 */
	public static Backport of(Target target, Series series, Decisions decisions, ThreeWay threeWay, Cancellation cancellation) throws IOException {
		PatchApplier applier = new PatchApplier(target.sourceTree(), target.present(), cancellation);
		Map<String, List<FileKey>> touching = touching(series, decisions);
		List<PatchResult> results = new ArrayList<>();
		for (int p = 0; p < series.patches().size(); p++) {
			SeriesPatch patch = series.patches().get(p);
			List<FileResult> files = new ArrayList<>();
			for (int f = 0; f < patch.files().size(); f++) {
				FileKey key = new FileKey(p, f);
				files.add(new Part(key, patch.files().get(f), decisions.of(key), applier, threeWay, cancellation).fit(target, later(touching, key)));
			}
			results.add(new PatchResult(patch, files));
		}
		return new Backport(results, applier.change(target.present().name()));
	}

	private static Map<String, List<FileKey>> touching(Series series, Decisions decisions) {
		Map<String, List<FileKey>> touching = new TreeMap<>();
		for (int p = 0; p < series.patches().size(); p++) {
			List<FilePatch> files = series.patches().get(p).files();
			for (int f = 0; f < files.size(); f++) {
				FileKey key = new FileKey(p, f);
				String path = decisions.of(key).target().orElse(files.get(f).path());
				touching.computeIfAbsent(path, t -> new ArrayList<>()).add(key);
			}
		}
		return touching;
	}

	private static List<FileKey> later(Map<String, List<FileKey>> touching, FileKey key) {
		return touching.values().stream().filter(keys -> keys.contains(key)).findFirst().map(keys -> keys.subList(keys.indexOf(key) + 1, keys.size())).orElse(List.of());
	}

	/** One file's part of one patch. */
	private record Part(FileKey key, FilePatch named, Decision decision, PatchApplier applier, ThreeWay threeWay, Cancellation cancellation) {

		FileResult fit(Target target, List<FileKey> later) throws IOException {
			FilePatch file = decision.target().map(named::on).orElse(named);
			if (decision.left()) {
				return new FileResult(key, file, file.path(), file.path(), Optional.empty(), Optional.empty(), Optional.of(new HunkState.Dropped()),
						states(new HunkState.Dropped()), List.of(), later);
			}
			List<PatchHunk> wanted = new ArrayList<>();
			for (int i = 0; i < file.hunks().size(); i++) {
				if (!decision.dropped().contains(i)) {
					wanted.add(file.hunks().get(i));
				}
			}
			FileOutcome outcome = applier.apply(file.with(wanted));
			Optional<HunkState> refusal = outcome.refusal().map(Part::state).or(() -> halfDeleted(outcome));
			if (refusal.isPresent()) {
				List<String> candidates = refusal.get() instanceof HunkState.Refused refused && refused.missing() ? candidates(target, file.oldName().orElse(file.path())) : List.of();
				return new FileResult(key, file, outcome.path(), outcome.from(), outcome.before(), outcome.before(), refusal, states(refusal.get()), candidates, later);
			}
			return settled(file, outcome, later);
		}

		private static HunkState state(FileOutcome.Refusal refusal) {
			return refusal.reason() == Reason.PRESENT ? new HunkState.Present() : new HunkState.Refused(refusal.message(), refusal.reason() == Reason.MISSING);
		}

		/** A file is deleted as the patch knows it, or not at all. */
		private static Optional<HunkState> halfDeleted(FileOutcome outcome) {
			boolean half = outcome.patch().newName().isEmpty() && outcome.after().isPresent();
			return half ? Optional.of(new HunkState.Refused("the patch deletes " + outcome.path() + ", but the kernel's file differs from the one that it deletes", false))
					: Optional.empty();
		}

		private List<HunkResult> states(HunkState state) {
			return named.hunks().stream().map(h -> new HunkResult(h, state)).toList();
		}

		private FileResult settled(FilePatch file, FileOutcome outcome, List<FileKey> later) throws IOException {
			String text = outcome.after().orElse("");
			List<HunkState> states = new ArrayList<>();
			for (HunkOutcome hunk : outcome.hunks()) {
				switch (hunk) {
					case HunkOutcome.Applied a -> states.add(new HunkState.Applied(a.line(), a.moved(), a.fuzz(), a.note()));
					case HunkOutcome.Present p -> states.add(new HunkState.Present());
					case HunkOutcome.Misfit m -> {
						Optional<ThreeWay.Merge> merge = threeWay.merge(text, file, m.hunk(), cancellation);
						Region region = merge.flatMap(ThreeWay.Merge::conflicts).orElse(null);
						if (merge.isPresent()) {
							states.replaceAll(moving(text, merge.get().text()));
							text = merge.get().text();
						}
						states.add(merge.isPresent() && region == null ? new HunkState.Merged()
								: new HunkState.Conflict(m.reason(), region != null ? region : Resemblance.nearest(Lines.of(text), m.hunk(), m.expected())));
					}
				}
			}
			if (decision.text().isPresent()) {
				states.replaceAll(moving(text, decision.text().get()));
				text = decision.text().get();
			}
			Optional<String> after = outcome.after().isEmpty() ? Optional.empty() : Optional.of(text);
			if (after.isPresent() && !after.equals(outcome.after())) {
				applier.write(outcome.path(), text);
			}
			return new FileResult(key, file, outcome.path(), outcome.from(), outcome.before(), after, Optional.empty(), decided(file, states), List.of(), later);
		}

		private List<HunkResult> decided(FilePatch file, List<HunkState> states) {
			List<HunkResult> results = new ArrayList<>();
			int next = 0;
			for (int i = 0; i < file.hunks().size(); i++) {
				HunkState state = decision.dropped().contains(i) ? new HunkState.Dropped() : states.get(next++);
				boolean resolved = state instanceof HunkState.Conflict && decision.resolved().contains(i);
				results.add(new HunkResult(file.hunks().get(i), resolved ? new HunkState.Resolved(((HunkState.Conflict) state).region()) : state));
			}
			return results;
		}

		/** The same states in a text that was changed meanwhile. */
		private static java.util.function.UnaryOperator<HunkState> moving(String from, String to) {
			LineMap map = LineMap.between(from, to);
			int last = Lines.of(to).size();
			return state -> switch (state) {
				case HunkState.Applied a -> new HunkState.Applied(map.toPatched(a.line()), a.moved(), a.fuzz(), a.note());
				case HunkState.Conflict c -> new HunkState.Conflict(c.reason(), c.region().moved(map, last));
				case HunkState.Resolved r -> new HunkState.Resolved(r.region().moved(map, last));
				case HunkState.Merged m -> m;
				case HunkState.Present p -> p;
				case HunkState.Refused r -> r;
				case HunkState.Dropped d -> d;
			};
		}

		/** Files of the same name, those with more of the path in common first. */
		private static List<String> candidates(Target target, String path) {
			String name = path.substring(path.lastIndexOf('/') + 1);
			return target.sources().stream().filter(s -> s.endsWith("/" + name) && !s.equals(path))
					.sorted((a, b) -> Integer.compare(common(b, path), common(a, path))).limit(10).toList();
		}

		private static int common(String a, String b) {
			int count = 0;
			while (count < Math.min(a.length(), b.length()) && a.charAt(count) == b.charAt(count)) {
				count++;
			}
			return count;
		}
	}
}
