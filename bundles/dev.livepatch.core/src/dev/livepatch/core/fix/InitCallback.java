package dev.livepatch.core.fix;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.change.Lines;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.CText.Function;
import dev.livepatch.core.fix.Callbacks.Addition;
import dev.livepatch.core.fix.Callbacks.Kind;
import dev.livepatch.core.source.Token;

/** A changed init function goes back, and what was new in it goes into a post-patch callback with its twin; as code where that can stand by itself, else to be read. */
final class InitCallback {
	private static final Set<String> JUMPS = Set.of("return", "goto", "break", "continue", "case", "default");

	private InitCallback() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		CText code = file.patched();
		Optional<Function> function = code.function(finding.function());
		if (function.isEmpty() || !Callbacks.fit(file, Kind.POST_PATCH, Kind.PRE_UNPATCH)) {
			return Optional.empty();
		}
		int first = code.line(code.token(function.get().body()).start());
		int last = code.line(code.token(function.get().close()).start());
		List<Hunk> hunks = file.hunks(first, last);
		if (hunks.isEmpty() || hunks.stream().anyMatch(h -> h.patchedStart() <= first || h.patchedEnd() > last)) {
			return Optional.empty();
		}
		String init = function.get().name();
		String work = hunks.stream().allMatch(h -> standsAlone(h, file, function.get())) ? indented(file, hunks) : comment(file, hunks);
		Addition apply = new Addition(Kind.POST_PATCH, "TODO: the new work of " + init + "(), which ran long ago; see that it is right to do it now", "", work);
		Addition undo = new Addition(Kind.PRE_UNPATCH, "", "", "\t/* TODO: undo what " + Kind.POST_PATCH.function() + "() does for " + init + "() */\n");
		return Callbacks.add(file.reverted(hunks), apply).flatMap(t -> Callbacks.add(t, undo))
				.map(t -> new Fix(FixKind.INIT_CALLBACK, "Do the new work of " + init + "() in a post-patch callback", Map.of(file.path(), t)));
	}

	/** Whether added lines are whole statements that use neither the function's own variables nor what was freed with it. */
	private static boolean standsAlone(Hunk hunk, EditedFile file, Function function) {
		CText code = file.patched();
		int start = code.lineStart(hunk.patchedStart());
		int end = code.lineStart(hunk.patchedEnd());
		int[] added = IntStream.range(function.body(), function.close()).filter(i -> code.token(i).start() >= start && code.token(i).end() <= end).toArray();
		if (hunk.originalCount() > 0 || added.length == 0 || !(code.is(added[added.length - 1], ";") || code.is(added[added.length - 1], "}"))) {
			return false;
		}
		Set<String> own = IntStream.range(function.open(), function.close()).filter(i -> code.token(i).start() < start || code.token(i).start() >= end)
				.filter(i -> code.token(i).word() && !code.is(i + 1, "(") && !code.is(i - 1, ".") && !code.is(i - 1, "->"))
				.mapToObj(i -> code.token(i).text()).collect(Collectors.toSet());
		Set<String> freed = code.functions().stream().filter(f -> IntStream.range(f.head(), f.body()).anyMatch(i -> code.is(i, "__init"))).map(Function::name).collect(Collectors.toSet());
		boolean statements = IntStream.of(added).allMatch(i -> whole(code, i, added[0], added[added.length - 1]));
		return statements && IntStream.of(added).mapToObj(code::token).noneMatch(t -> own.contains(t.text()) && t.word() || freed.contains(t.text()) || JUMPS.contains(t.text()));
	}

	/** Whether a bracket has its partner within a range of tokens; other tokens are whole. */
	private static boolean whole(CText code, int index, int first, int last) {
		boolean bracket = code.token(index).kind() == Token.Kind.MARK && "()[]{}".contains(code.token(index).text());
		return code.token(index).kind() != Token.Kind.DIRECTIVE && (!bracket || code.partner(index).stream().anyMatch(p -> p >= first && p <= last));
	}

	private static String indented(EditedFile file, List<Hunk> hunks) {
		return hunks.stream().flatMap(h -> lines(file.patched(), h.patchedStart(), h.patchedEnd()).stream()).map(l -> l.isBlank() || l.startsWith("\t") ? l : "\t" + l)
				.collect(Collectors.joining());
	}

	private static String comment(EditedFile file, List<Hunk> hunks) {
		StringBuilder out = new StringBuilder("\t/*\n");
		for (Hunk hunk : hunks) {
			lines(file.original(), hunk.originalStart(), hunk.originalEnd()).forEach(l -> out.append(quoted("was: ", l)));
			lines(file.patched(), hunk.patchedStart(), hunk.patchedEnd()).forEach(l -> out.append(quoted("new: ", l)));
		}
		return out.append("\t */\n").toString();
	}

	private static String quoted(String mark, String line) {
		return "\t * " + mark + line.strip().replace("/*", "").replace("*/", "") + "\n";
	}

	private static List<String> lines(CText code, int first, int end) {
		return Lines.of(code.text()).subList(first - 1, end - 1);
	}
}
