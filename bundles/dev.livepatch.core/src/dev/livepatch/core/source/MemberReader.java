package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;

/** Reads the members of a type word by word: in the kernel, macros stand for some, and conditions between them. Both branches of a condition count. */
final class MemberReader {
	/** Types within types, or what looks like it in broken text. */
	private static final int DEEPEST = 20;
	private final int base;

	private MemberReader(int base) {
		this.base = base;
	}

	/**
	 * @param from offset behind the opening brace
	 * @param to   offset of the closing one
	 * @param base offset of the type
	 */
	static List<Member> of(String text, int from, int to, int base, boolean values) {
		List<Token> tokens = Token.code(text, from, Math.max(from, to));
		MemberReader reader = new MemberReader(base);
		return values ? reader.values(tokens) : reader.members(tokens, DEEPEST);
	}

	private List<Member> values(List<Token> tokens) {
		return Token.split(tokens, ",").stream().filter(part -> part.getFirst().word()).map(part -> member(true, part, part.getFirst(), List.of())).toList();
	}

	private List<Member> members(List<Token> tokens, int depth) {
		List<Member> members = new ArrayList<>();
		for (List<Token> part : depth == 0 ? List.<List<Token>>of() : Token.split(tokens, ";")) {
			String macro = part.size() > 3 && part.get(1).is("(") ? part.getFirst().text() : "";
			if (macro.contains("struct_group")) {
				group(members, part, macro, depth);
			} else if (macro.startsWith("DECLARE_")) {
				// include/linux/stddef.h: the array's type comes first
				arguments(part).stream().skip(macro.equals("DECLARE_FLEX_ARRAY") ? 1 : 0).findFirst().ifPresent(name -> members.add(member(false, part, name.getLast(), List.of())));
			} else {
				declared(members, part, depth);
			}
		}
		return members;
	}

	/** Macros of include/linux/stddef.h: {@code struct_group(NAME, …)}, {@code _attr(NAME, ATTRS, …)}, {@code _tagged(TAG, NAME, …)} and {@code __struct_group(TAG, NAME, ATTRS, …)}. */
	private void group(List<Member> members, List<Token> part, String macro, int depth) {
		List<List<Token>> arguments = arguments(part);
		int name = macro.startsWith("__") || macro.endsWith("_tagged") ? 1 : 0;
		int first = name + (macro.startsWith("__") || macro.endsWith("_attr") ? 2 : 1);
		if (first < arguments.size()) {
			Token begin = arguments.get(first).getFirst();
			members.add(member(false, part, arguments.get(name).getFirst(), members(part.subList(part.indexOf(begin), last(part, ")")), depth - 1)));
		}
	}

	private static List<List<Token>> arguments(List<Token> call) {
		return Token.split(call.subList(2, Math.max(2, last(call, ")"))), ",");
	}

	private void declared(List<Member> members, List<Token> part, int depth) {
		int open = index(part, "{");
		int close = last(part, "}");
		boolean values = part.subList(0, Math.max(open, 0)).stream().anyMatch(t -> t.is("enum"));
		List<Token> inside = 0 <= open && open < close ? part.subList(open + 1, close) : List.of();
		List<Member> inner = values ? values(inside) : members(inside, depth - 1);
		// what stands alone behind a brace may be an attribute
		List<Token> names = VariableNames.of(part).stream().filter(name -> open < 0 || !name.text().startsWith("__")).toList();
		names.forEach(name -> members.add(member(false, part, name, inner)));
		if (names.isEmpty() && !inner.isEmpty()) {
			members.add(new Member(false, "", part.getFirst().start() - base, part.getFirst().start() - base, part.getLast().end() - base, inner));
		}
	}

	private static int index(List<Token> tokens, String mark) {
		return tokens.stream().map(Token::text).toList().indexOf(mark);
	}

	private static int last(List<Token> tokens, String mark) {
		return tokens.stream().map(Token::text).toList().lastIndexOf(mark);
	}

	private Member member(boolean value, List<Token> part, Token name, List<Member> members) {
		return new Member(value, name.text(), part.getFirst().start() - base, name.start() - base, part.getLast().end() - base, members);
	}
}
