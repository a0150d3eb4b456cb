package dev.livepatch.core.differ;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads what {@code create-diff-object} prints. Its forms (kpatch-build's {@code log.h}, {@code create-diff-object.c}, {@code lookup.c}):
 * <pre>
 * stdout  OBJECT: message                                     log_normal
 * stderr  ERROR: OBJECT: message                              DIFF_FATAL, followed by
 * stderr  create-diff-object: unreconcilable difference
 * stderr  create-diff-object: ERROR: OBJECT: FUNCTION: LINE: message      ERROR; function and line are the tool's own
 * </pre>
 * Every line becomes a message; one that nobody knows is {@link DifferMessage.UnknownWarning} or {@link DifferMessage.UnknownError}.
 */
public final class KpatchMessages {
	private static final Pattern TOOL_ERROR = Pattern.compile("[^ :]+: ERROR: ([^:]+): (\\S+): (\\d+): (.*)");
	private static final Pattern FATAL = Pattern.compile("ERROR: ([^:]+): (.*)");
	private static final Pattern NORMAL = Pattern.compile("[^ :]+\\.o: (.*)");

	private record Form(Pattern pattern, Function<MatchResult, DifferMessage> message) {
		static Form of(String regex, Function<MatchResult, DifferMessage> message) {
			return new Form(Pattern.compile(regex), message);
		}
	}

	private static final List<Form> FORMS = List.of(
			Form.of("changed function: (\\S+)", m -> new DifferMessage.ChangedFunction(m.group(1), m.group())),
			Form.of("new function: (\\S+)", m -> new DifferMessage.NewFunction(m.group(1), m.group())),
			Form.of("found callback: (\\S+)", m -> new DifferMessage.FoundCallback(m.group(1), m.group())),
			Form.of("function (\\S+) (?:doesn't have patchable function entry|has no fentry/mcount call), unable to patch",
					m -> new DifferMessage.NoFentry(m.group(1), m.group())),
			Form.of("changed section (\\S+) not selected for inclusion", m -> new DifferMessage.SectionNotSelected(m.group(1), m.group())),
			Form.of("changed section (\\S+) is part of a section group", m -> new DifferMessage.GroupedSection(m.group(1), m.group())),
			Form.of("new/changed group sections are not supported", m -> new DifferMessage.GroupedSection("", m.group())),
			Form.of("(\\S+) section header details differ from \\S+", m -> new DifferMessage.SectionDetailsDiffer(m.group(1), m.group())),
			Form.of("data section (\\S+) selected for inclusion", m -> new DifferMessage.DataSectionSelected(m.group(1), m.group())),
			Form.of("symbol changed sections: (\\S+)", m -> new DifferMessage.SymbolChangedSections(m.group(1), m.group())),
			Form.of("object size mismatch: (\\S+)", m -> new DifferMessage.ObjectSizeMismatch(m.group(1), m.group())),
			Form.of("symbol info mismatch: (\\S+)", m -> new DifferMessage.SymbolInfoMismatch(m.group(1), m.group())),
			Form.of("(?:bundle mismatch for symbol (\\S+)|sections \\S+ and \\S+ aren't correlated for symbol (\\S+)"
					+ "|symbol (\\S+) at offset \\d+ within section \\S+, expected \\d+)", m -> new DifferMessage.SymbolUnmatched(anyOf(m), m.group())),
			Form.of("(\\S+)\\+0x([0-9a-f]{1,16}): can't find replacement symbol for (\\S+)\\+-?\\d+ reference",
					m -> new DifferMessage.UnresolvedReference(m.group(1), hexadecimal(m.group(2)), m.group(3), m.group())),
			Form.of("(\\S+)\\+0x([0-9a-f]{1,16}): out-of-range relocation (\\S+)\\+[0-9a-f]+",
					m -> new DifferMessage.UnresolvedReference(m.group(1), hexadecimal(m.group(2)), m.group(3), m.group())),
			Form.of("unsupported klp relocation reference to symbol '(\\S+)' in module-specific special section '(\\S+)'",
					m -> new DifferMessage.LateSpecialSection(m.group(1), m.group(2), m.group())),
			Form.of("reference to static local variable (\\S+) in (\\S+) was removed",
					m -> new DifferMessage.StaticLocalRemoved(m.group(1), m.group(2), m.group())),
			Form.of("static local (\\S+) has been correlated with \\S+, but patched (\\S+) is missing a reference to it",
					m -> new DifferMessage.StaticLocalRemoved(m.group(1), m.group(2), m.group())),
			Form.of("WARNING: unable to correlate static local variable (\\S+) used by (\\S+), assuming variable is new",
					m -> new DifferMessage.StaticLocalNew(m.group(1), m.group(2), m.group())),
			Form.of("Found a jump label at (\\S+?)\\(\\)\\+0x([0-9a-f]{1,16}), using key ([^\\s,]+?)[,.]? .*",
					m -> new DifferMessage.JumpLabel(m.group(1), hexadecimal(m.group(2)), m.group(3), m.group())),
			Form.of("Found a static call at (\\S+?)\\(\\)\\+0x([0-9a-f]{1,16}), using key ([^\\s,]+?)[,.]? .*",
					m -> new DifferMessage.StaticCall(m.group(1), hexadecimal(m.group(2)), m.group(3), m.group())),
			Form.of("can't find (?:local )?symbol '(.*)' in symbol table", m -> new DifferMessage.SymbolNotFound(m.group(1), m.group())),
			Form.of("(?:couldn't find matching .* local symbols in .* symbol table"
					+ "|found duplicate matches for .* local symbols in .* symbol table|duplicate (?:local|exported|global) symbol found for .*"
					+ "|Module\\.symvers: invalid format|unknown symbol (?:bind|type) .*|ELF headers differ|ELF contains program header"
					+ "|\\w+_STRUCT_SIZE not set|bad ORC_STRUCT_SIZE|bad \\.orc_unwind size|\\.orc_unwind/\\.orc_unwind_ip size mismatch)", m -> new DifferMessage.InputsMismatch(m.group())),
			Form.of("KPATCH_IGNORE_(?:SECTION|FUNCTION): can't find (\\S+)", m -> new DifferMessage.IgnoredNameMissing(m.group(1), m.group())),
			Form.of("expected (?:bundled|function) symbol", m -> new DifferMessage.IgnoredNameMissing("", m.group())),
			Form.of("function '(\\S+)' marked with KPATCH_FORCE_UNSAFE!", m -> new DifferMessage.ForcedUnsafe(m.group(1), m.group())),
			// counts and progress; what they sum up has been said line by line
			Form.of("\\d+ (?:function\\(s\\) can not be patched|unsupported section change\\(s\\))", m -> new DifferMessage.Remark(m.group())),
			Form.of("Found \\d+ unsupported (?:jump label|static call)\\(s\\) in the patched code\\. .*", m -> new DifferMessage.Remark(m.group())),
			Form.of("ignoring (?:section|function): \\S+", m -> new DifferMessage.Remark(m.group())),
			Form.of("NOTICE: .*", m -> new DifferMessage.Remark(m.group())));

	private KpatchMessages() {
	}

	/** The messages of both streams, stdout's first (there the tool names what its last words on stderr count). */
	public static List<DifferMessage> parse(String stdout, String stderr) {
		List<DifferMessage> messages = new ArrayList<>();
		stdout.lines().filter(l -> !l.isBlank()).forEach(l -> messages.add(ofOutput(l)));
		stderr.lines().filter(l -> !l.isBlank()).forEach(l -> messages.add(ofError(l)));
		return List.copyOf(messages);
	}

	private static DifferMessage ofOutput(String line) {
		Matcher normal = NORMAL.matcher(line);
		String text = normal.matches() ? normal.group(1) : line;
		return known(text).orElseGet(() -> new DifferMessage.UnknownWarning(text));
	}

	private static DifferMessage ofError(String line) {
		if (line.endsWith(": unreconcilable difference")) {
			return new DifferMessage.Remark("unreconcilable difference");
		}
		Matcher tool = TOOL_ERROR.matcher(line);
		if (tool.matches()) {
			String text = tool.group(4);
			// the tool's own function tells an author nothing, but whoever reports an unknown message will want it
			return known(text).orElseGet(() -> new DifferMessage.UnknownError(text + " (in " + tool.group(2) + ")"));
		}
		Matcher fatal = FATAL.matcher(line);
		String text = fatal.matches() ? fatal.group(2) : line;
		return known(text).orElseGet(() -> new DifferMessage.UnknownError(text));
	}

	private static String anyOf(MatchResult match) {
		return IntStream.rangeClosed(1, match.groupCount()).mapToObj(match::group).filter(Objects::nonNull).findFirst().orElseThrow();
	}

	private static long hexadecimal(String digits) {
		return Long.parseUnsignedLong(digits, 16);
	}

	private static Optional<DifferMessage> known(String text) {
		String trimmed = text.strip();
		for (Form form : FORMS) {
			Matcher matcher = form.pattern.matcher(trimmed);
			if (matcher.matches()) {
				return Optional.of(form.message.apply(matcher.toMatchResult()));
			}
		}
		return Optional.empty();
	}
}
