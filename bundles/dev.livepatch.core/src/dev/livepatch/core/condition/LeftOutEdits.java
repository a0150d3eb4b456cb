package dev.livepatch.core.condition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelConfig;

/** Finds the author's edits that change nothing since the kernel's configuration leaves their lines out. */
public final class LeftOutEdits {
	private final AuthorSource source;
	private final KernelConfig config;

	public LeftOutEdits(AuthorSource source) {
		this.source = source;
		config = source.kernel().config();
	}

	/** One for each condition's branch with edits, at the first of them. */
	public List<Finding> findings() {
		return source.files().stream().filter(path -> path.endsWith(".c") || path.endsWith(".h")).sorted()
				.flatMap(path -> source.change(path).stream()).filter(FileChange.Modified.class::isInstance).flatMap(change -> in(change).stream()).toList();
	}

	private List<Finding> in(FileChange change) {
		List<LeftOutLines> before = LeftOutLines.of(change.original().orElse(""), config);
		List<LeftOutLines> after = LeftOutLines.of(change.patched().orElse(""), config);
		Map<String, Finding> findings = new LinkedHashMap<>();
		for (Hunk hunk : source.meant(change.path()).hunks().hunks()) {
			Optional<LeftOutLines> old = holding(before, hunk.originalStart(), hunk.originalCount());
			Optional<LeftOutLines> now = holding(after, hunk.patchedStart(), hunk.patchedCount());
			if ((old.isPresent() || hunk.originalCount() == 0) && (now.isPresent() || hunk.patchedCount() == 0)) {
				String why = now.or(() -> old).orElseThrow().why();
				findings.putIfAbsent(why, Finding.of(Rule.NOT_COMPILED, new SourcePlace(change.path(), hunk.patchedStart()), "not compiled for this kernel, by " + why));
			}
		}
		return List.copyOf(findings.values());
	}

	private static Optional<LeftOutLines> holding(List<LeftOutLines> all, int first, int count) {
		return all.stream().filter(lines -> lines.hold(first, count)).findFirst();
	}
}
