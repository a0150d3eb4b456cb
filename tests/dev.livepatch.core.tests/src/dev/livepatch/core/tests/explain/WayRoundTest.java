package dev.livepatch.core.tests.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** Changes that the real differ refuses only by the way it works: the finding says so, the refusal stands, and what the finding proposes is accepted. */
class WayRoundTest {
	private static final Pattern IGNORE = Pattern.compile("KPATCH_IGNORE_(?:SECTION|FUNCTION)\\([^)]*\\)");
	private static final String PRINTK = "kernel/printk/printk.c";
	private static final String TBXFLOAD = "drivers/acpi/acpica/tbxfload.c";
	private static final String TRAPS = "arch/x86/kernel/traps.c";
	private static final String OSL = "drivers/acpi/osl.c";
	private static final String RWSEM = "kernel/locking/rwsem.c";

	@TempDir
	static Path cache;

	@TempDir
	Path work;

	/** File, text replaced, by what, rule, the text whose line the finding is on, and what is replaced by what to go round, besides adding the macro proposed. */
	static Stream<Arguments> edits() {
		String devkmsg = "static int __control_devkmsg(char *str)\n{\n\tsize_t len;\n";
		String trap = "static nokprobe_inline int\ndo_trap_no_signal(";
		String v8086 = "\tif (v8086_mode(regs)) {\n\t\t/*\n\t\t * Traps 0, 1, 3, 4, and 5";
		String say = "static noinline __attribute__((noipa)) void say(void)\n{\n\tpr_info(\"trapped\\n\");\n}\n\n";
		String printf = "\tva_start(args, fmt);\n\tacpi_os_vprintf(";
		String down = "void __sched down_read(struct rw_semaphore *sem)\n{\n";
		return Stream.of(
				// the compiler writes the file's init functions in another order
				Arguments.of(PRINTK, devkmsg, devkmsg + "\n\tpr_info(\"devkmsg is set to %s\\n\", str);\n", Rule.FALSE_ALARM, "pr_info(\"devkmsg is set", List.of()),
				// ACPI's messages have __LINE__ in them, those of init functions too
				Arguments.of(TBXFLOAD, "#define _COMPONENT", "/* tables */\n\n#define _COMPONENT", Rule.FALSE_ALARM, "ACPI_EXCEPTION((AE_INFO, status,\n\t\t\t\t\"During Region", List.of()),
				// printk is cold, and what always ends in it as well
				Arguments.of(TRAPS, v8086, "\tpr_info(\"trapped\\n\");\n" + v8086, Rule.HOT_COLD, "pr_info(\"trapped",
						List.of("\tpr_info(\"trapped\\n\");\n" + v8086, "\tsay();\n" + v8086, trap, say + trap)),
				Arguments.of(OSL, printf, "\tif (!fmt)\n\t\treturn;\n" + printf, Rule.HOT_COLD, "\tif (!fmt)\n",
						List.of("void acpi_os_printf(const char *fmt, ...)", "void __cold acpi_os_printf(const char *fmt, ...)")),
				Arguments.of(RWSEM, down, down + "\tif (!sem)\n\t\treturn;\n", Rule.SHARED_TEXT, "\tif (!sem)\n", List.of("void __sched down_read(", "void down_read(")));
	}

	@ParameterizedTest(name = "{3}: {0}")
	@MethodSource("edits")
	void refusedAndAcceptedTheOtherWay(String file, String from, String to, Rule rule, String place, List<String> replacements) throws Exception {
		FileChange.Modified edit = DemoKernel.edit(file, from, to);
		CheckResult refused = check(edit);
		assertEquals(Verdict.UNSUPPORTED, refused.verdict(), "the differ's verdict stands");
		List<Finding> errors = refused.findings().stream().filter(f -> f.severity() == rule.severity()).toList();
		assertEquals(List.of(rule), errors.stream().map(Finding::rule).toList(), errors.toString());
		assertEquals(lineOf(edit.after(), place), errors.getFirst().line(), errors.toString());

		String around = edit.after();
		for (int i = 0; i < replacements.size(); i += 2) {
			around = around.replace(replacements.get(i), replacements.get(i + 1));
		}
		String macros = IGNORE.matcher(errors.getFirst().fix()).results().map(MatchResult::group).map(m -> m + ";\n").collect(Collectors.joining());
		around = macros.isEmpty() ? around : around + "\n#include \"kpatch-macros.h\"\n" + macros;
		assertTrue(!around.equals(edit.after()), "the finding proposes something: " + errors.getFirst().fix());
		CheckResult accepted = check(new FileChange.Modified(file, edit.before(), around));
		assertEquals(Verdict.PATCHABLE, accepted.verdict(), accepted.findings().toString());
	}

	private CheckResult check(FileChange change) throws Exception {
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(new ChangeSet("round", List.of(change), List.of()), work, CheckProgress.SILENT, Cancellation.NEVER);
	}

	private static int lineOf(String text, String place) {
		int at = text.indexOf(place);
		assertTrue(at >= 0, "the patched file contains " + place);
		return (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
	}
}
