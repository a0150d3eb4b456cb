package dev.livepatch.core.tests.fix;

import java.nio.file.Path;
import java.util.List;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.fix.Fix;
import dev.livepatch.core.fix.FixKind;
import dev.livepatch.core.fix.Fixes;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** Checks, fixes and checks again, with the real kernel and differ. */
record Fixing(Path cache, Path work) {

	static ChangeSet change(FileChange... files) {
		return new ChangeSet("fixes", List.of(files), List.of());
	}

	/** A file with several texts in it replaced: what, by what, and so on. */
	static FileChange.Modified edit(String file, String... replacements) {
		String before = DemoKernel.text(file);
		String after = before;
		for (int i = 0; i < replacements.length; i += 2) {
			if (!after.contains(replacements[i])) {
				throw new AssertionError(file + " of this kernel does not contain: " + replacements[i]);
			}
			after = after.replace(replacements[i], replacements[i + 1]);
		}
		return new FileChange.Modified(file, before, after);
	}

	CheckResult check(ChangeSet change) throws Exception {
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(change, work, CheckProgress.SILENT, Cancellation.NEVER);
	}

	Finding finding(ChangeSet change, Rule rule) throws Exception {
		CheckResult result = check(change);
		return result.findings().stream().filter(f -> f.rule() == rule).findFirst().orElseThrow(() -> new AssertionError("no " + rule.id() + " in " + result.findings()));
	}

	static Fix fix(Finding finding, ChangeSet change, FixKind kind) {
		List<Fix> fixes = new Fixes(change).of(finding);
		return fixes.stream().filter(f -> f.kind() == kind).findFirst().orElseThrow(() -> new AssertionError("no " + kind.id() + " for " + finding + " in " + titles(fixes)));
	}

	static List<String> titles(List<Fix> fixes) {
		return fixes.stream().map(Fix::title).toList();
	}

	static int lineOf(FileChange file, String text) {
		String patched = file.patched().orElseThrow();
		int at = patched.indexOf(text);
		if (at < 0) {
			throw new AssertionError(file.path() + " does not contain: " + text);
		}
		return (int) patched.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
	}
}
