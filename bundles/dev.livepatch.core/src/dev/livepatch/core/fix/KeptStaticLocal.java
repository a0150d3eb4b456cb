package dev.livepatch.core.fix;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.CText.Function;
import dev.livepatch.core.source.Token;

/** A static local variable that is still declared, and whose last use the change removed, gets a use that does nothing where the removed one was. */
final class KeptStaticLocal {
	private static final Set<String> STATEMENT_ENDS = Set.of(";", "{", "}");
	private static final Set<String> BELONG_TO_THE_ONE_BEFORE = Set.of("else", "while");

	private KeptStaticLocal() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		CText code = file.patched();
		String name = finding.subject();
		if (code.occurrences(name).anyMatch(i -> code.is(i - 3, "barrier_data"))) {
			return Optional.empty();
		}
		for (Function function : code.functions()) {
			Optional<Integer> end = endOfDeclaration(code, function, name);
			if (end.isPresent()) {
				return file.map().hunks().stream().filter(h -> removesUse(file, h, name)).map(h -> statement(code, h, function, end.get())).flatMap(Optional::stream).findFirst()
						.map(at -> fix(file, name, at));
			}
		}
		return Optional.empty();
	}

	private static Fix fix(EditedFile file, String name, int statement) {
		CText code = file.patched();
		int start = code.lineStart(code.line(code.token(statement).start()));
		String indentation = code.text().substring(start, code.token(statement).start());
		// an address in a register keeps variables of any type
		String use = (indentation.isBlank() ? indentation : "\t") + "barrier_data(&" + name + ");\n";
		return new Fix(FixKind.KEEP_STATIC_LOCAL, "Keep a use of " + name, Map.of(file.path(), new Edits(code.text()).insert(start, use).apply()));
	}

	/** The semicolon after {@code static … name …} in a function. */
	private static Optional<Integer> endOfDeclaration(CText code, Function function, String name) {
		for (int i = function.body(); i < function.close(); i++) {
			if (code.is(i, "static")) {
				int semicolon = i;
				boolean named = false;
				while (semicolon < function.close() && !code.is(semicolon, ";")) {
					named |= code.is(semicolon, name);
					semicolon = Math.max(semicolon, code.partner(semicolon).orElse(semicolon)) + 1;
				}
				if (named) {
					return Optional.of(semicolon);
				}
				i = semicolon;
			}
		}
		return Optional.empty();
	}

	private static boolean removesUse(EditedFile file, Hunk hunk, String name) {
		CText code = file.original();
		int start = code.lineStart(hunk.originalStart());
		int end = code.lineStart(hunk.originalEnd());
		return code.occurrences(name).anyMatch(i -> code.token(i).start() >= start && code.token(i).start() < end);
	}

	/** The first token behind the removed use's beginning before which a statement can stand, in the function and behind the declaration. */
	private static Optional<Integer> statement(CText code, Hunk hunk, Function function, int declared) {
		int start = code.lineStart(hunk.patchedStart());
		return IntStream.range(declared + 1, function.close()).filter(i -> code.token(i).start() >= start).limit(1)
				.filter(i -> STATEMENT_ENDS.contains(code.token(i - 1).text()) && !BELONG_TO_THE_ONE_BEFORE.contains(code.token(i).text())
						&& code.token(i).kind() != Token.Kind.DIRECTIVE && !code.is(i + 1, ":"))
				.boxed().findFirst();
	}
}
