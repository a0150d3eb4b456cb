package dev.livepatch.core.cause;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something defined outside functions that the author changed.
 *
 * @param kind  what it is
 * @param title what to call it, for instance {@code macro PAGE_BITS} or {@code struct page}
 * @param names what other code says when it uses it: the macro's name, the type's with its members or enumerators, the variable's
 * @param line  of the patched file where the edit begins
 */
record Definition(Kind kind, String title, Set<String> names, int line) {

	enum Kind {
		MACRO, TYPE, OTHER
	}

	/** A table of a thousand lines says in its first what it is. */
	private static final int HEAD = 2000;
	private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
	private static final Pattern MACRO = Pattern.compile("#\\s*(?:define|undef)\\s+(\\w+)");
	private static final Pattern TYPE = Pattern.compile("(?:typedef\\s+)?(struct|union|enum)\\b([^;={(]*)\\{");
	/** In front of what ends a declarator: its lengths, the width of a bit field, an attribute, an enumerator's value. */
	private static final Pattern MEMBER = Pattern.compile("([A-Za-z_]\\w*)\\s*(?:\\[[^\\];]*\\]\\s*)*(?:__\\w+(?:\\([^();]*\\))?\\s*)*(?:[:=][^;,}]*)?[;,}]");
	private static final Pattern FUNCTION = Pattern.compile("[^={;]*\\)[^={;]*\\{");
	private static final Pattern VARIABLE = Pattern.compile("[^=;(\\[]*?\\b(\\w+)\\s*(?:\\[[^=;]*)?(?:\\b__\\w+\\s*)*[=;]");
	/** {@code DEFINE_SPINLOCK(name);} or {@code int name(void);} */
	private static final Pattern CALL = Pattern.compile("[^=;(]*?\\b(\\w+)\\s*\\(\\s*(\\w*)");

	Definition {
		names = Set.copyOf(names);
	}

	/** Empty for a function, and for a directive that defines nothing. */
	static Optional<Definition> of(String text, int line) {
		String head = text.substring(0, Math.min(HEAD, text.length()));
		Matcher macro = MACRO.matcher(head);
		if (macro.lookingAt()) {
			return Optional.of(new Definition(Kind.MACRO, "macro " + macro.group(1), Set.of(macro.group(1)), line));
		}
		Matcher type = TYPE.matcher(head);
		if (type.lookingAt()) {
			String tag = words(type.group(2)).stream().filter(w -> !w.startsWith("__")).findFirst().map(t -> type.group(1) + " " + t)
					.orElse((type.group(1).equals("struct") ? "a " : "an ") + type.group(1) + " without a tag");
			Set<String> names = members(text.substring(Math.min(text.length(), type.end())));
			names.add(tag.substring(tag.lastIndexOf(' ') + 1));
			return Optional.of(new Definition(Kind.TYPE, tag, names, line));
		}
		return head.startsWith("#") || isFunction(head) ? Optional.empty() : other(head).map(name -> new Definition(Kind.OTHER, name, Set.of(name), line));
	}

	/** Whether a piece of C text is a function with its body. */
	static boolean isFunction(String text) {
		return !text.startsWith("#") && FUNCTION.matcher(text.substring(0, Math.min(HEAD, text.length()))).lookingAt();
	}

	private static Optional<String> other(String text) {
		Matcher variable = VARIABLE.matcher(text);
		if (variable.lookingAt()) {
			return Optional.of(variable.group(1));
		}
		Matcher call = CALL.matcher(text);
		if (!call.lookingAt()) {
			return Optional.empty();
		}
		boolean macro = call.group(1).equals(call.group(1).toUpperCase(Locale.ROOT)) && !call.group(2).isEmpty();
		return Optional.of(call.group(macro ? 2 : 1));
	}

	/** What the body of a type declares: members, enumerators, and the name that a typedef gives. Not the types of members, which are everybody's words. */
	private static Set<String> members(String body) {
		Set<String> names = new LinkedHashSet<>();
		// a pointer to a function has its name in front of its parameters
		String plain = body.replaceAll("\\(\\s*\\*\\s*(\\w+)\\s*\\)\\s*\\([^();]*\\)", "$1");
		MEMBER.matcher(plain).results().forEach(m -> names.add(m.group(1)));
		return names;
	}

	/** The words of C text, in their order. */
	static Set<String> words(String text) {
		return WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(LinkedHashSet::new));
	}
}
