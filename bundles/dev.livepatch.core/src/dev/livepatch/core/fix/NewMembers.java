package dev.livepatch.core.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.source.Token;

/**
 * Members that a change adds to a structure, each declared by itself and without brackets, bits or conditions.
 *
 * @param members in their order
 * @param hunks   the differences that add them, and nothing else
 */
record NewMembers(List<Member> members, List<Hunk> hunks) {

	/** @param type as it stands before the name */
	record Member(String type, String name) {
	}

	/** Empty if the structure was changed in another way as well. */
	static Optional<NewMembers> of(EditedFile file, String structure) {
		CText code = file.patched();
		int[] bodies = code.occurrences(structure).filter(i -> code.is(i - 1, "struct") && code.is(i + 1, "{") && code.partner(i + 1).isPresent()).map(i -> i + 1).toArray();
		if (bodies.length != 1) {
			return Optional.empty();
		}
		int first = code.line(code.token(bodies[0]).start());
		int last = code.line(code.token(code.partner(bodies[0]).getAsInt()).start());
		List<Hunk> hunks = file.hunks(first, last);
		List<Member> members = new ArrayList<>();
		for (Hunk hunk : hunks) {
			if (hunk.originalCount() > 0 || hunk.patchedStart() <= first || hunk.patchedEnd() > last || !read(code, hunk, members)) {
				return Optional.empty();
			}
		}
		return members.isEmpty() ? Optional.empty() : Optional.of(new NewMembers(List.copyOf(members), hunks));
	}

	private static boolean read(CText code, Hunk hunk, List<Member> members) {
		int start = code.lineStart(hunk.patchedStart());
		int end = code.lineStart(hunk.patchedEnd());
		int[] tokens = IntStream.range(0, code.tokens().size()).filter(i -> code.token(i).start() >= start && code.token(i).start() < end).toArray();
		int first = tokens.length == 0 ? 0 : tokens[0];
		for (int i : tokens) {
			Token token = code.token(i);
			if (token.is(";")) {
				if (i - first < 2 || !code.token(i - 1).word()) {
					return false;
				}
				members.add(new Member(code.between(first, i - 1).replaceAll("\\s+", " "), code.token(i - 1).text()));
				first = i + 1;
			} else if (!token.word() && !token.is("*")) {
				return false;
			}
		}
		return tokens.length == 0 || first == tokens[tokens.length - 1] + 1;
	}
}
