package dev.livepatch.core.condition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.KernelConfig;
import dev.livepatch.core.source.Token;

/** Follows the conditions of a text (C11, 6.10.1) as far as the configuration decides them. */
final class ConditionReader {
	private static final Pattern DIRECTIVE = Pattern.compile("#\\s*(ifdef|ifndef|if|elif|else|endif)\\b(.*)", Pattern.DOTALL);
	private static final Pattern SETS_OPTION = Pattern.compile("#\\s*(define|undef)\\s+CONFIG_.*", Pattern.DOTALL);
	private static final Pattern OPTION = Pattern.compile("\\bCONFIG_\\w+");

	/** The branch that is open. */
	private record Branch(String directive, int line, int firstLine, boolean left) {
	}

	/** From an {@code #if} to its {@code #endif}. */
	private static final class Condition {
		private Branch branch;
		/** The directive that was chosen for certain: none behind it is. */
		private Branch chosen;
	}

	private final String text;
	private final KernelConfig config;
	private final Deque<Condition> open = new ArrayDeque<>();
	private final List<LeftOutLines> found = new ArrayList<>();

	ConditionReader(String text, KernelConfig config) {
		this.text = text;
		this.config = config;
	}

	List<LeftOutLines> read() {
		int line = 1;
		int counted = 0;
		for (Token token : Token.of(text)) {
			if (token.kind() != Token.Kind.DIRECTIVE) {
				continue;
			}
			if (SETS_OPTION.matcher(token.text()).matches()) {
				return List.of();
			}
			Matcher directive = DIRECTIVE.matcher(token.text());
			if (directive.matches()) {
				line += lines(counted, token.start());
				counted = token.start();
				directive(directive.group(1), directive.group(2), token, line);
			}
		}
		return found;
	}

	private void directive(String name, String rest, Token token, int line) {
		if (name.startsWith("if")) {
			open.push(new Condition());
		} else if (open.isEmpty()) {
			return;
		} else {
			end(open.peek().branch, line);
		}
		if (name.equals("endif")) {
			open.pop();
			return;
		}
		Condition condition = open.peek();
		OptionalLong value = value(name, rest);
		boolean left = condition.chosen != null || value.isPresent() && value.getAsLong() == 0;
		condition.branch = new Branch(spelled(token.text()), line, line + lines(token.start(), token.end()) + 1, left);
		if (condition.chosen == null && value.isPresent() && value.getAsLong() != 0) {
			condition.chosen = condition.branch;
		}
	}

	private OptionalLong value(String name, String rest) {
		return switch (name) {
			case "if", "elif" -> Expression.value(rest, config);
			case "ifdef" -> Expression.value("defined(" + rest + ")", config);
			case "ifndef" -> Expression.value("!defined(" + rest + ")", config);
			default -> OptionalLong.of(1);
		};
	}

	/** Of branches within each other the outer one counts. */
	private void end(Branch branch, int nextDirective) {
		if (branch.left && nextDirective > branch.firstLine && open.stream().skip(1).noneMatch(outer -> outer.branch.left)) {
			found.add(new LeftOutLines(why(branch), branch.firstLine, nextDirective - 1));
		}
	}

	private String why(Branch branch) {
		Branch chosen = open.peek().chosen;
		Branch decides = chosen == null ? branch : chosen;
		String place = (chosen == null ? "“" : "“" + branch.directive + "” of “") + decides.directive + "” (line " + decides.line + ")";
		List<String> options = new ArrayList<>();
		for (String option : new TreeSet<>(OPTION.matcher(decides.directive).results().map(r -> r.group()).toList())) {
			options.add(config.value(option).map(value -> option + "=" + value).orElse(option + " is not set"));
		}
		return place + (options.isEmpty() ? "" : ": " + String.join(", ", options));
	}

	/** In one line, without comments. */
	private static String spelled(String directive) {
		return directive.replaceAll("(?s)/\\*.*?\\*/|//.*", " ").replace("\\\n", " ").replaceAll("\\s+", " ").strip();
	}

	private int lines(int from, int to) {
		return (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
	}
}
