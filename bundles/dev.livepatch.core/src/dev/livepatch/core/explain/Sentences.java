package dev.livepatch.core.explain;

import dev.livepatch.core.finding.Rule;

/** What a change of one function or variable means to the running kernel, in a sentence. */
final class Sentences {
	private final String whenInitRan;

	/** @param module whether the object belongs to a module */
	Sentences(boolean module) {
		whenInitRan = module ? "ran when the module was loaded and was freed" : "ran at boot and was freed";
	}

	/** @param through how the change got there ({@code " through its reference to x"}), or empty */
	String changed(Rule rule, String name, String section, String through) {
		return switch (rule) {
			case INIT_CHANGED -> name + " changes" + through + ", but it " + whenInitRan + ": the change would have no effect";
			case EXIT_CHANGED -> name + " changes" + through + ", but exit code is notrace: it cannot be redirected";
			case DATA_CHANGED -> "the initial value of " + name + " changes, but the running kernel's variable keeps the value it has";
			case EXPORT_CHANGED -> "the export of " + name + " changes, but the running kernel's table of exports stays as it is";
			case CONST_TABLE_CHANGED -> "the constant " + name + " changes, but the running kernel's copy stays as it is";
			case MODULE_INFO_CHANGED -> name + " changes, but it was read when the module was loaded";
			case TRACE_EVENT_CHANGED -> name + " changes, but the kernel registered what is in " + section + " at boot or when the module was loaded";
			case NO_FENTRY -> name + " changes" + through + ", but it has no call to __fentry__ (" + section + " is not traced): it cannot be redirected";
			case SHARED_TEXT -> name + " changes" + through + ", and shares the section " + section + " with other functions: the differ cannot take it alone";
			default -> name + " changes" + through + ", and a live patch cannot carry it";
		};
	}

	String added(Rule rule, String name, String section) {
		return switch (rule) {
			case INIT_CHANGED -> name + " is new in " + section + ", but init code " + whenInitRan + ": it would never be used";
			case EXIT_CHANGED -> name + " is new in " + section + ", but the exit code that the running kernel has does not know of it";
			case EXPORT_CHANGED -> "the export of " + name + " is new, but the running kernel's table of exports stays as it is";
			case MODULE_INFO_CHANGED -> name + " is new, but parameters and descriptions were read when the module was loaded";
			case TRACE_EVENT_CHANGED -> name + " is new, but the kernel registered what is in " + section + " at boot or when the module was loaded";
			case SHARED_TEXT -> name + " is new in the section " + section + ", which it would share with functions that the running kernel has already";
			case SHARED_DATA -> name + " is new in the section " + section + ", which it would share with variables that the running kernel has already";
			default -> name + " is new in " + section + ", and a live patch cannot carry it";
		};
	}

	String removed(Rule rule, String name, String section) {
		return switch (rule) {
			case INIT_CHANGED -> name + " is no longer in " + section + ", but init code " + whenInitRan + ": taking it away has no effect";
			case EXPORT_CHANGED -> "the export of " + name + " is taken away, but the running kernel's table of exports stays as it is";
			case MODULE_INFO_CHANGED -> name + " is taken away, but parameters and descriptions were read when the module was loaded";
			case TRACE_EVENT_CHANGED -> name + " is taken away, but the kernel registered what is in " + section + " at boot or when the module was loaded";
			default -> name + " is no longer in " + section + ", which it shares with what the running kernel goes on using";
		};
	}
}
