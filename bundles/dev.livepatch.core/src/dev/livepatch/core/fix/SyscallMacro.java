package dev.livepatch.core.fix;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.source.Token;

/** {@code SYSCALL_DEFINEn} becomes {@code KPATCH_SYSCALL_DEFINEn} of {@code kpatch-syscall.h}, which has no form for none and no compatible system calls. */
final class SyscallMacro {
	private static final Pattern BODY = Pattern.compile("__(?:do|se)_sys_(\\w+)");
	private static final Pattern MACRO = Pattern.compile("SYSCALL_DEFINE[1-6]");

	private SyscallMacro() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		Matcher body = BODY.matcher(finding.function());
		if (!body.matches()) {
			return Optional.empty();
		}
		CText code = file.patched();
		// one for each alternative of the configuration
		List<Token> macros = code.occurrences(body.group(1)).filter(i -> code.is(i - 1, "(") && MACRO.matcher(code.token(i - 2).text()).matches())
				.mapToObj(i -> code.token(i - 2)).toList();
		if (macros.isEmpty()) {
			return Optional.empty();
		}
		Edits edits = new Edits(code.text());
		macros.forEach(m -> edits.replace(m, "KPATCH_" + m.text()));
		return Optional.of(new Fix(FixKind.SYSCALL_MACRO, "Write KPATCH_" + macros.getFirst().text() + "(" + body.group(1) + ", …)",
				Map.of(file.path(), Includes.withKpatch(edits.apply(), "kpatch-syscall.h"))));
	}
}
