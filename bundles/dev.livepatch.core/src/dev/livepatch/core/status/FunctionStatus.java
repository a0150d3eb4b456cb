package dev.livepatch.core.status;

import java.util.List;

/** What the original kernel says of the patching of a function. A function may have several: compiled, and copied into others as well. */
public sealed interface FunctionStatus {

	/** How it stands, worst first: of a function's statuses, the first is the one that counts. */
	enum Kind {
		/** Its code is gone when a patch comes. */
		FREED,
		/** It cannot be redirected, and neither can anything that holds it. */
		NOT_PATCHABLE,
		/** A task is in it all the time: the transition to the patch would not end. */
		ON_STACK,
		PATCHABLE,
		/** Others are patched in its place. */
		INLINED,
		/** New with the patch: nothing of the kernel is in the way. */
		ADDED,
		/** Nothing is known, or nothing is there. */
		UNKNOWN
	}

	Kind kind();

	/** In a few words, to stand above the function. */
	String summary();

	/** Its code begins with a call that ftrace can redirect. */
	record Patchable(String symbol, String object, String parent) implements FunctionStatus {
		@Override
		public Kind kind() {
			return Kind.PATCHABLE;
		}

		@Override
		public String summary() {
			// what the compiler split off or made to measure is not all of the function
			String what = symbol.indexOf('.') > 0 ? "patchable in part, as " + symbol + "," : "patchable";
			return what + " through fentry in " + (parent.equals("vmlinux") ? parent : "module " + parent);
		}
	}

	/** Code that ran once: {@code __init}, or {@code __exit} in what is built in. */
	record FreedAtBoot(String section) implements FunctionStatus {
		@Override
		public Kind kind() {
			return Kind.FREED;
		}

		@Override
		public String summary() {
			return section.startsWith(".exit") ? "left out of the kernel (" + section + "): __exit code of what is built in never runs"
					: "freed after boot (" + section + "): it has run, and cannot be patched";
		}
	}

	/** Compiled, but without a call that ftrace could redirect. */
	record NoFentry(Reason reason, String section) implements FunctionStatus {
		public enum Reason {
			FILE("the file is built without -pg"),
			SECTION("its section must not be traced"),
			NOTRACE("it is notrace"),
			INLINE("inline functions are notrace"),
			OTHER("the compiler left the call out");

			private final String text;

			Reason(String text) {
				this.text = text;
			}

			/** As part of a sentence. */
			public String text() {
				return text;
			}
		}

		@Override
		public Kind kind() {
			return Kind.NOT_PATCHABLE;
		}

		@Override
		public String summary() {
			return "no fentry: " + reason.text() + (reason == Reason.SECTION ? " (" + section + ")" : "");
		}
	}

	/** It shares a section of a name of its own with others, such as {@code .sched.text}, which the differ cannot take it out of. */
	record SharedSection(String section) implements FunctionStatus {
		@Override
		public Kind kind() {
			return Kind.NOT_PATCHABLE;
		}

		@Override
		public String summary() {
			return "not patchable as it is: it shares " + section + " with other functions";
		}
	}

	/**
	 * Tasks stay in it, so that the transition to the patch waits.
	 *
	 * @param why  {@link dev.livepatch.core.hazard.Stay#brief}
	 * @param ends {@link dev.livepatch.core.hazard.Stay#ends}
	 */
	record AlwaysOnStack(String why, boolean ends) implements FunctionStatus {
		@Override
		public Kind kind() {
			return ends ? Kind.PATCHABLE : Kind.ON_STACK;
		}

		@Override
		public String summary() {
			return (ends ? "often on a stack: " : "always on a stack: ") + why;
		}
	}

	/**
	 * Copied into others, which are patched in its place.
	 *
	 * @param copies   each call that was replaced by a copy
	 * @param complete whether all objects that could hold one were read
	 */
	record InlinedInto(List<InlineCopy> copies, boolean complete) implements FunctionStatus {
		private static final int TOLD = 2;

		public InlinedInto {
			copies = List.copyOf(copies);
		}

		@Override
		public Kind kind() {
			return copies.stream().anyMatch(InlineCopy::patchable) ? Kind.INLINED : Kind.NOT_PATCHABLE;
		}

		/** The compiled functions that hold a copy, in the order of the copies. */
		public List<String> holders() {
			return copies.stream().map(InlineCopy::holder).distinct().toList();
		}

		@Override
		public String summary() {
			List<String> holders = holders();
			String told = String.join(", ", holders.subList(0, Math.min(TOLD, holders.size())));
			int more = holders.size() - TOLD;
			String number = complete ? String.valueOf(holders.size()) : "at least " + holders.size();
			return "inlined into " + number + (holders.size() == 1 ? " function: " : " functions: ") + told + (more > 0 ? " and " + more + " more" : "");
		}
	}

	/**
	 * Part of a header: a change of it is a change of all objects that are made from it.
	 *
	 * @param text of the header, with what the objects belong to
	 */
	record HeaderFanOut(int objects, String text) implements FunctionStatus {
		@Override
		public Kind kind() {
			return Kind.INLINED;
		}

		@Override
		public String summary() {
			return "in a header of " + objects + " objects";
		}
	}

	/**
	 * In a branch of a condition that is not compiled.
	 *
	 * @param why {@link dev.livepatch.core.condition.LeftOutLines#why}
	 */
	record LeftOut(String why) implements FunctionStatus {
		@Override
		public Kind kind() {
			return Kind.UNKNOWN;
		}

		@Override
		public String summary() {
			return "not compiled for this kernel, by " + why;
		}
	}

	/** The file is compiled, but the function left no code: unused, optimised away, or in a branch of a condition that is decided elsewhere. */
	record NoCode(boolean complete) implements FunctionStatus {
		@Override
		public Kind kind() {
			return Kind.UNKNOWN;
		}

		@Override
		public String summary() {
			return complete ? "no code in this kernel: unused, optimised away, or left out by the configuration" : "no code in those objects of the header that were looked at";
		}
	}

	/** Not in the kernel's own version of the file. */
	record Added() implements FunctionStatus {
		@Override
		public Kind kind() {
			return Kind.ADDED;
		}

		@Override
		public String summary() {
			return "new: comes with the patch module";
		}
	}
}
