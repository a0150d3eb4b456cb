package dev.livepatch.ide.ui.patch;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.content.Counts;
import dev.livepatch.core.content.FunctionStatus;
import dev.livepatch.core.content.PatchContent;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.check.CheckState.Checked;
import dev.livepatch.ide.check.CheckState.Failed;
import dev.livepatch.ide.check.CheckState.NeverChecked;
import dev.livepatch.ide.check.CheckState.Running;
import dev.livepatch.ide.check.CheckState.Stale;
import dev.livepatch.ide.ui.Icons;

/** States, verdicts and numbers in words. */
final class Words {

	private Words() {
	}

	/**
	 * For instance {@code Patchable: 3 functions in 2 objects; 1 warning}.
	 *
	 * @param last what the last check found
	 */
	static String headline(CheckState state, Optional<PatchContent> last) {
		return switch (state) {
			case NeverChecked never -> Messages.never;
			case Running running when running.what().isEmpty() -> Messages.beginning;
			case Running running -> NLS.bind(Messages.running, new Object[] { running.what(), Math.min(running.done() + 1, running.total()), running.total() });
			case Checked checked -> NLS.bind(Messages.checked, verdict(last.orElseThrow()), time(checked.check()));
			case Failed failed -> NLS.bind(Messages.failed, failed.reason()) + failed.last().map(c -> "\n" + before(c, last.orElseThrow())).orElse("");
			case Stale stale -> NLS.bind(Messages.stale, stale.why()) + "\n" + before(stale.check(), last.orElseThrow());
		};
	}

	static Icons icon(CheckState state) {
		return switch (state) {
			case NeverChecked never -> Icons.SKIPPED;
			case Running running -> Icons.RUNNING;
			case Checked checked -> icon(checked.check().result().verdict());
			case Failed failed -> Icons.FAILED;
			case Stale stale -> Icons.WARNING;
		};
	}

	private static String before(CheckRecord check, PatchContent content) {
		return NLS.bind(Messages.before, verdict(content), time(check));
	}

	private static String time(CheckRecord check) {
		return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, FormatStyle.MEDIUM).format(check.when().atZone(ZoneId.systemDefault()));
	}

	private static String verdict(PatchContent content) {
		String counts = counts(content.counts());
		String because = counts.isEmpty() ? "" : ": " + counts;
		return switch (content.verdict()) {
			case PATCHABLE -> NLS.bind(Messages.patchable, number(content.redirected(), Messages.function, Messages.functions), number(content.patchedObjects(), Messages.object, Messages.objects))
					+ (counts.isEmpty() ? "" : "; " + counts);
			case UNSUPPORTED -> Messages.unsupported + because;
			case UNCHANGED -> Messages.unchanged + because;
			case FAILED -> Messages.noVerdict + because;
		};
	}

	static Icons icon(Verdict verdict) {
		return switch (verdict) {
			case PATCHABLE -> Icons.PASSED;
			case UNSUPPORTED, FAILED -> Icons.FAILED;
			case UNCHANGED -> Icons.SKIPPED;
		};
	}

	/** Of an object. */
	static String verdict(Optional<Verdict> verdict) {
		return verdict.map(v -> switch (v) {
			case PATCHABLE -> Messages.objectPatchable;
			case UNSUPPORTED -> Messages.objectUnsupported;
			case UNCHANGED -> Messages.objectUnchanged;
			case FAILED -> Messages.objectFailed;
		}).orElse(Messages.objectGone);
	}

	static String status(FunctionStatus status) {
		return switch (status) {
			case EDITED -> Messages.edited;
			case AFFECTED -> Messages.affected;
			case NEW -> Messages.added;
			case REFUSED -> Messages.refused;
			case WITHHELD -> Messages.withheld;
			case DROPPED -> Messages.dropped;
		};
	}

	/** @param object the verdict on the object that keeps a function of its own out of the patch */
	static String withheld(Optional<Verdict> object) {
		return object.filter(v -> v == Verdict.FAILED).isPresent() ? Messages.withheldNoVerdict : Messages.withheldRefused;
	}

	static String reason(Cause cause) {
		return !cause.brief().isEmpty() ? cause.brief() : cause.place().line() > 0 ? NLS.bind(Messages.editedAt, cause.place().line()) : "";
	}

	static String severity(Severity severity) {
		return switch (severity) {
			case ERROR -> Messages.error;
			case WARNING -> Messages.warning;
			case INFO -> Messages.info;
		};
	}

	static Icons icon(Severity severity) {
		return switch (severity) {
			case ERROR -> Icons.FAILED;
			case WARNING -> Icons.WARNING;
			case INFO -> Icons.INFO;
		};
	}

	/** Empty if there are none. */
	static String counts(Counts counts) {
		List<String> words = new ArrayList<>();
		if (counts.errors() > 0) {
			words.add(number(counts.errors(), Messages.oneError, Messages.manyErrors));
		}
		if (counts.warnings() > 0) {
			words.add(number(counts.warnings(), Messages.oneWarning, Messages.manyWarnings));
		}
		if (counts.infos() > 0) {
			words.add(number(counts.infos(), Messages.oneInfo, Messages.manyInfos));
		}
		return String.join(", ", words);
	}

	static String join(String status, String counts) {
		return status.isEmpty() || counts.isEmpty() ? status + counts : status + "; " + counts;
	}

	static String number(long count, String one, String many) {
		return NLS.bind(count == 1 ? one : many, count);
	}
}
