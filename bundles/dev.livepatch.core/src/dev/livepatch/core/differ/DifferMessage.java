package dev.livepatch.core.differ;

import java.util.ArrayList;
import java.util.List;

/**
 * One message of a differ, understood. Symbol and section names are as the tool printed them.
 * Source of the texts: kpatch-build's {@code create-diff-object.c}.
 */
public sealed interface DifferMessage {

	/** The functions that would be part of the patch, changed or new, in the differ's order. */
	static List<String> functions(List<DifferMessage> messages) {
		List<String> functions = new ArrayList<>();
		for (DifferMessage message : messages) {
			if (message instanceof ChangedFunction changed) {
				functions.add(changed.function());
			} else if (message instanceof NewFunction added) {
				functions.add(added.function());
			}
		}
		return functions;
	}

	/** The message as printed, without the tool's own source position. */
	String text();

	record ChangedFunction(String function, String text) implements DifferMessage {
	}

	record NewFunction(String function, String text) implements DifferMessage {
	}

	record FoundCallback(String function, String text) implements DifferMessage {
	}

	/** The original function has no call to {@code __fentry__}. */
	record NoFentry(String function, String text) implements DifferMessage {
	}

	/** A section changed that no live patch may carry: init text, initialised data, constant tables … */
	record SectionNotSelected(String section, String text) implements DifferMessage {
	}

	/** A changed or new section belongs to a section group; {@code section} is empty where the differ only says that there is one. */
	record GroupedSection(String section, String text) implements DifferMessage {
	}

	/** A section has another type, alignment or other flags than the original's of the same name. */
	record SectionDetailsDiffer(String section, String text) implements DifferMessage {
	}

	/** Changed code drags a data section in. */
	record DataSectionSelected(String section, String text) implements DifferMessage {
	}

	/** A variable moved between sections, for instance {@code .bss} to {@code .data}. */
	record SymbolChangedSections(String symbol, String text) implements DifferMessage {
	}

	/** A variable or constant changed its size. */
	record ObjectSizeMismatch(String symbol, String text) implements DifferMessage {
	}

	/** A symbol changed its type or binding. */
	record SymbolInfoMismatch(String symbol, String text) implements DifferMessage {
	}

	/** A symbol stands elsewhere in its section, or in another section, than the differ can follow. */
	record SymbolUnmatched(String symbol, String text) implements DifferMessage {
	}

	/** The patch refers to a symbol that the differ does not find in the parent, nor among the exports. */
	record SymbolNotFound(String symbol, String text) implements DifferMessage {
	}

	/** {@code section+offset} (in bytes) refers to a place where the differ finds no symbol, or that lies outside of {@code target}'s section. */
	record UnresolvedReference(String section, long offset, String target, String text) implements DifferMessage {
	}

	/** Code of a module, whose {@code section} is worked through while it is loaded, refers there to a symbol that is found only later. */
	record LateSpecialSection(String symbol, String section, String text) implements DifferMessage {
	}

	/** A static local of the original is not used any more by the function it was inlined into. */
	record StaticLocalRemoved(String variable, String function, String text) implements DifferMessage {
	}

	/** A static local that the original does not have: it starts from its initialiser. */
	record StaticLocalNew(String variable, String function, String text) implements DifferMessage {
	}

	/** A jump label whose key a live patch cannot use. {@code offset} is in bytes from the function's start. */
	record JumpLabel(String function, long offset, String key, String text) implements DifferMessage {
	}

	/** As {@link JumpLabel}, for a static call. */
	record StaticCall(String function, long offset, String key, String text) implements DifferMessage {
	}

	/** Objects, symbol table and {@code Module.symvers} do not belong together. */
	record InputsMismatch(String text) implements DifferMessage {
	}

	/** {@code KPATCH_IGNORE_SECTION} or a similar macro names something that is not there, or is not of its kind ({@code name} is empty where the differ does not say it). */
	record IgnoredNameMissing(String name, String text) implements DifferMessage {
	}

	/** {@code KPATCH_FORCE_UNSAFE} takes a function out of the stack check. */
	record ForcedUnsafe(String function, String text) implements DifferMessage {
	}

	/** The summary line at the end ({@code N unsupported section change(s)}), progress and other lines without a verdict of their own. */
	record Remark(String text) implements DifferMessage {
	}

	/** A warning that no rule knows. */
	record UnknownWarning(String text) implements DifferMessage {
	}

	/** An error that no rule knows; it must reach the author as it is. */
	record UnknownError(String text) implements DifferMessage {
	}
}
