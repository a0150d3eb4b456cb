package dev.livepatch.core.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.FileResult;
import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.core.exchange.PatchResult;
import dev.livepatch.core.exchange.Series;

/** How a series fits a kernel, as one JSON document; its form is described in {@code docs/json.md}. */
public final class FitJson {

	private FitJson() {
	}

	/** For users with something to add; the same document for the same series and kernel. */
	public static ObjectNode document(Series series, Backport backport, String release) {
		ObjectNode root = JsonReport.document();
		root.put("verdict", FitText.verdict(backport)).put("release", release);
		series.remarks().forEach(root.putArray("remarks")::add);
		ArrayNode patches = root.putArray("patches");
		for (PatchResult patch : backport.patches()) {
			ObjectNode node = patches.addObject().put("title", patch.patch().title()).put("source", patch.patch().source());
			patch.patch().message().commit().ifPresent(commit -> node.put("commit", commit));
			ArrayNode files = node.putArray("files");
			patch.files().forEach(file -> file(file, files.addObject()));
		}
		return root;
	}

	private static void file(FileResult file, ObjectNode node) {
		node.put("path", file.path()).put("from", file.from());
		file.refusal().ifPresent(state -> state(state, node));
		file.candidates().forEach(node.putArray("candidates")::add);
		ArrayNode hunks = node.putArray("hunks");
		for (int i = 0; i < file.hunks().size(); i++) {
			ObjectNode hunk = hunks.addObject().put("number", i + 1).put("oldStart", file.hunks().get(i).hunk().oldStart());
			state(file.hunks().get(i).state(), hunk);
		}
	}

	private static void state(HunkState state, ObjectNode node) {
		node.put("state", FitText.label(state));
		switch (state) {
			case HunkState.Applied a -> node.put("line", a.line()).put("offset", a.moved()).put("fuzz", a.fuzz()).put("note", a.note());
			case HunkState.Conflict c -> node.put("reason", c.reason()).put("line", c.region().start() + 1).put("lines", c.region().count());
			case HunkState.Refused r -> node.put("reason", r.reason());
			case HunkState.Merged m -> {
			}
			case HunkState.Present p -> {
			}
			case HunkState.Resolved r -> {
			}
			case HunkState.Dropped d -> {
			}
		}
	}
}
