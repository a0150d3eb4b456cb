package dev.livepatch.core.exchange;

import dev.livepatch.core.change.PatchHunk;

/** A hunk and where it stands. */
public record HunkResult(PatchHunk hunk, HunkState state) {
}
