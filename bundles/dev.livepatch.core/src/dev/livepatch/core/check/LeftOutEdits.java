package dev.livepatch.core.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.condition.LeftOutLines;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelConfig;

/** Finds the author's edits that change nothing since the kernel's configuration leaves their lines out. */
final class LeftOutEdits {
	private final AuthorSource source;
	private final KernelConfig config;

	LeftOutEdits(AuthorSource source) {
		this.source = source;
		config = source.kernel().config();
	}

	/** One for each condition's branch with edits, at the first of them. */
	List<Finding> findings() {
		return source.files().stream().filter(path -> path.endsWith(".c") || path.endsWith(".h")).sorted()
				.flatMap(path -> source.change(path).stream()).filter(FileChange.Modified.class::isInstance).flatMap(change -> in(change).stream()).toList();
	}

	private List<Finding> in(FileChange change) {
		List<LeftOutLines> before = LeftOutLines.of(change.original().orElse(""), config);
		List<LeftOutLines> after = source.leftOut(change.path());
		Map<String, Finding> findings = new LinkedHashMap<>();
		for (Hunk hunk : source.meant(change.path()).hunks().hunks()) {
			Optional<LeftOutLines> now = now(after, hunk);
			if (now.isPresent() && (hunk.originalCount() == 0 || before.stream().anyMatch(lines -> lines.hold(hunk.originalStart(), hunk.originalCount())))) {
				String why = now.get().why();
				findings.putIfAbsent(why, Finding.of(Rule.NOT_COMPILED, new SourcePlace(change.path(), hunk.patchedStart()), "not compiled for this kernel, by " + why));
			}
		}
		return List.copyOf(findings.values());
	}

	/** Where lines were only removed, the lines that stood around them are left. */
	private static Optional<LeftOutLines> now(List<LeftOutLines> all, Hunk hunk) {
		return all.stream().filter(lines -> hunk.patchedCount() > 0 ? lines.hold(hunk.patchedStart(), hunk.patchedCount())
				: lines.hold(hunk.patchedStart(), 1) || lines.hold(hunk.patchedStart() - 1, 1)).findFirst();
	}
}
