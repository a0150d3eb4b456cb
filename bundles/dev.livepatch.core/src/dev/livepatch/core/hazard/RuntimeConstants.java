package dev.livepatch.core.hazard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;

/**
 * Finds code of a patch into which the kernel writes the value of a variable at boot (arch/x86/include/asm/runtime-const.h, Linux 6.11): a table of its own for each variable says where, and nobody
 * reads such tables of modules. create-diff-object refuses a table that changes, and leaves out without a word one that the original object does not have, or that stays as it is.
 */
public final class RuntimeConstants {
	private static final Pattern TABLE = Pattern.compile("runtime_(?:ptr|shift|mask)_(\\w+)");

	private RuntimeConstants() {
	}

	/** Whether a section is such a table. */
	public static boolean isTable(String section) {
		return TABLE.matcher(section).matches();
	}

	/** One finding for each function that is not as it was and each variable. */
	public static List<Finding> in(ObjectEvidence evidence) throws ObjectFormatException {
		List<Finding> findings = new ArrayList<>();
		Set<String> told = new HashSet<>();
		for (Section section : evidence.patched().sections()) {
			Matcher table = TABLE.matcher(section.name());
			if (!table.matches()) {
				continue;
			}
			String variable = table.group(1);
			for (Reference place : new References(evidence.patched()).in(section)) {
				String function = References.whole(place.name());
				if (place.target().function() && !evidence.sameCode(function) && told.add(function + " " + variable)) {
					findings.add(Finding.of(Rule.RUNTIME_CONSTANT, evidence.places().causeInFunction(function),
							function + " uses " + variable + " as a constant that the kernel writes into its code at boot: in a patch, a placeholder would stay there").in(PatchCode.plain(function)).about(variable));
				}
			}
		}
		return findings;
	}
}
