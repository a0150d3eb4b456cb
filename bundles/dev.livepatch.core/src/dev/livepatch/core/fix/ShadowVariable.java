package dev.livepatch.core.fix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.CText.Function;
import dev.livepatch.core.fix.Callbacks.Addition;
import dev.livepatch.core.fix.Callbacks.Kind;
import dev.livepatch.core.fix.NewMembers.Member;

/** New members of a structure go, and come back as shadow variables of its instances (Documentation/livepatch/shadow-vars.rst), reached through an accessor. */
final class ShadowVariable {
	private static final String STRUCT = "struct ";
	/** What zeros do not initialise, and the macro that does. */
	private static final Map<String, String> CONSTRUCTORS = Map.of("spinlock_t", "spin_lock_init", "raw_spinlock_t", "raw_spin_lock_init", "rwlock_t", "rwlock_init",
			"struct mutex", "mutex_init", "struct list_head", "INIT_LIST_HEAD", "wait_queue_head_t", "init_waitqueue_head", "struct completion", "init_completion");
	private static final Set<String> POSTFIX = Set.of("[", "(", ".", "->", "++", "--");

	private ShadowVariable() {
	}

	static Optional<Fix> of(Finding finding, EditedFile definition) {
		if (!finding.subject().startsWith(STRUCT)) {
			return Optional.empty();
		}
		String structure = finding.subject().substring(STRUCT.length());
		return NewMembers.of(definition, structure).flatMap(members -> user(definition, members).flatMap(user -> fix(structure, members, definition, user)));
	}

	/** The one C file of the change that uses the members; empty if there are several, or another thing of that name may be meant. */
	private static Optional<EditedFile> user(EditedFile definition, NewMembers members) {
		List<EditedFile> users = new ArrayList<>();
		for (FileChange change : definition.change().files()) {
			CText code = new CText(change.patched().orElse(""));
			boolean uses = members.members().stream().anyMatch(m -> code.occurrences(m.name()).anyMatch(i -> code.is(i - 1, "->") || code.is(i - 1, ".")));
			Optional<EditedFile> file = uses ? EditedFile.of(definition.change(), change.path()) : Optional.empty();
			if (uses && (file.isEmpty() || members.members().stream().anyMatch(m -> file.get().original().mentions(m.name())))) {
				return Optional.empty();
			}
			file.ifPresent(users::add);
		}
		return users.size() == 1 && users.getFirst().path().endsWith(".c") && Callbacks.fit(users.getFirst(), Kind.POST_UNPATCH) ? Optional.of(users.getFirst()) : Optional.empty();
	}

	private static Optional<Fix> fix(String structure, NewMembers members, EditedFile definition, EditedFile user) {
		boolean same = definition.path().equals(user.path());
		// the same file loses the members first, which moves what follows
		CText code = same ? new CText(definition.reverted(members.hunks())) : user.patched();
		Edits edits = new Edits(code.text());
		StringBuilder accessors = new StringBuilder();
		StringBuilder free = new StringBuilder();
		int firstUse = Integer.MAX_VALUE;
		for (Member member : members.members()) {
			String accessor = structure + "_" + member.name();
			int[] uses = code.occurrences(member.name()).toArray();
			for (int use : uses) {
				if (!rewrite(code, use, accessor, edits)) {
					return Optional.empty();
				}
				firstUse = Math.min(firstUse, code.token(use).start());
			}
			String id = ("LIVEPATCH_" + accessor).toUpperCase(java.util.Locale.ROOT);
			accessors.append(accessor(structure, member, accessor, id, number(definition.path(), structure, member)));
			free.append("\tklp_shadow_free_all(").append(id).append(", NULL);\n");
		}
		int at = firstUse;
		Optional<Function> function = code.functions().stream().filter(f -> code.token(f.close()).end() > at).findFirst().filter(f -> code.token(f.head()).start() < at);
		if (function.isEmpty()) {
			return Optional.empty();
		}
		edits.insert(beforeComment(code, function.get()), "#include <linux/livepatch.h>\n\n" + accessors);
		return Callbacks.add(edits.apply(), new Addition(Kind.POST_UNPATCH, "", "", free.toString())).map(text -> {
			Map<String, String> texts = new TreeMap<>(Map.of(definition.path(), definition.reverted(members.hunks())));
			texts.put(user.path(), text);
			String names = String.join(", ", members.members().stream().map(Member::name).toList());
			return new Fix(FixKind.SHADOW_VARIABLE, "Keep " + names + " in a shadow variable of struct " + structure, texts);
		});
	}

	/** {@code p->member} becomes {@code *accessor(p)}, where p is a chain of members that begins with a name. */
	private static boolean rewrite(CText code, int use, String accessor, Edits edits) {
		int first = code.is(use - 1, "->") ? chain(code, use - 2) : -1;
		if (first < 0 || code.token(use - 1).end() != code.token(use).start()) {
			return false;
		}
		boolean grouped = code.tokens().size() > use + 1 && POSTFIX.contains(code.token(use + 1).text()) || code.is(first - 1, "/");
		String call = "*" + accessor + "(" + code.between(first, use - 1) + ")";
		edits.replace(code.token(first).start(), code.token(use).end(), grouped ? "(" + call + ")" : call);
		return true;
	}

	/** The first token of a chain {@code a->b.c} by its last; -1 for anything else. */
	private static int chain(CText code, int last) {
		int at = last;
		while (at >= 2 && code.token(at).word() && (code.is(at - 1, "->") || code.is(at - 1, "."))) {
			at -= 2;
		}
		boolean longer = code.is(at - 1, ")") || code.is(at - 1, "]");
		return at >= 0 && code.token(at).word() && !longer ? at : -1;
	}

	/** Where the comment that belongs to a function begins, or the function. */
	private static int beforeComment(CText code, Function function) {
		int head = code.lineStart(code.line(code.token(function.head()).start()));
		String above = code.text().substring(0, head).stripTrailing();
		boolean comment = above.endsWith("*/") && code.text().substring(above.length(), head).chars().filter(c -> c == '\n').count() == 1;
		int start = comment ? above.lastIndexOf("/*") : head;
		return code.lineStart(code.line(start));
	}

	private static String accessor(String structure, Member member, String accessor, String id, long number) {
		String type = member.type() + (member.type().endsWith("*") ? "" : " ");
		String initialise = CONSTRUCTORS.get(member.type());
		String constructor = initialise == null ? "" : """
				static int %1$s_ctor(void *obj, void *shadow, void *data)
				{
					%2$s((%3$s*)shadow);
					return 0;
				}

				""".formatted(accessor, initialise, type);
		return """
				/* any number that no other live patch of the kernel uses */
				#define %1$s 0x%2$08xUL

				/* without memory, all instances share one */
				static %3$s%4$s_spare;

				%7$s/* TODO: klp_shadow_free(obj, %1$s, NULL) where the obj is freed */
				static %3$s*%4$s(struct %5$s *obj)
				{
					%3$s*shadow = klp_shadow_get_or_alloc(obj, %1$s, sizeof(*shadow), GFP_ATOMIC, %6$s, NULL);

					return shadow ? shadow : &%4$s_spare;
				}
				""".formatted(id, number, type, accessor, structure, initialise == null ? "NULL" : accessor + "_ctor", constructor);
	}

	private static long number(String path, String structure, Member member) {
		CRC32 checksum = new CRC32();
		checksum.update((path + " " + structure + " " + member.name()).getBytes(StandardCharsets.UTF_8));
		return checksum.getValue();
	}
}
