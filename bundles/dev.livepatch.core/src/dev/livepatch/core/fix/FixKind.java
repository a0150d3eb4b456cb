package dev.livepatch.core.fix;

import java.util.Arrays;
import java.util.Optional;

/** What a fix does, in the order in which fixes of one finding are offered. Ids never change once released. */
public enum FixKind {
	KEEP_NAME("keep-name", Result.WHOLE, "Gives a renamed function or variable its old name back, so that code that cannot be patched refers to what it knows."),
	SYSCALL_MACRO("syscall-macro", Result.WHOLE, "Defines the system call with kpatch's macro, whose wrapper can be redirected. The macro comes from kpatch-syscall.h."),
	STATIC_KEY("static-key", Result.WHOLE, "Asks for the key's state with static_key_enabled() each time, instead of having the branch rewritten with each change of the key."),
	STATIC_CALL("static-call", Result.WHOLE, "Calls through the pointer in the static call's key each time, instead of having the call rewritten with each change of it."),
	RUNTIME_VARIABLES("runtime-variables", Result.WHOLE,
			"Has the whole file read the variables whose values the kernel writes into its own code at boot. The other functions of the file that use them become part of the patch."),
	DATA_CALLBACK("data-callback", Result.WHOLE,
			"Leaves the initialiser as it is in the running kernel, assigns the new value in a pre-patch callback, and gives the old value back when the patch comes off."),
	INIT_CALLBACK("init-callback", Result.SKELETON,
			"Leaves the init function as it is, and adds a post-patch callback for its new work with an unpatch twin that undoes it. Read both and complete them."),
	UNDO_CALLBACK("undo-callback", Result.SKELETON, "Adds the unpatch callback that belongs to a callback of the patch. What it has to undo is for you to write."),
	SHADOW_VARIABLE("shadow-variable", Result.SKELETON,
			"Leaves the type as it is, and keeps the new member in a shadow variable of each instance. Free it where instances are freed, and check that the accessor may allocate there."),
	KEEP_STATIC_LOCAL("keep-static-local", Result.WHOLE, "Keeps a use of the static local variable, so that the patched function goes on having the running kernel's."),
	IGNORE_MACRO("ignore-macro", Result.WHOLE,
			"Names a section or function that is the same as before, or that ran already, with KPATCH_IGNORE_SECTION or KPATCH_IGNORE_FUNCTION, so that the differ passes over it."),
	KEEP_LINES("keep-lines", Result.WHOLE, "Makes the change as many lines long as what it replaces, so that __LINE__ stays the same in all that follows."),
	REVERT_CHANGE("revert-change", Result.REVERTED, "Brings these lines back as they are in the kernel."),
	REVERT_FILE("revert-file", Result.REVERTED, "Brings the whole file back as it is in the kernel.");

	/** What is left to do. */
	public enum Result {
		/** The change does what it did, in a way that can be patched. */
		WHOLE,
		/** The author has to complete what the fix begins. */
		SKELETON,
		/** Something of the change is gone. */
		REVERTED
	}

	private final String id;
	private final Result result;
	private final String explanation;

	FixKind(String id, Result result, String explanation) {
		this.id = id;
		this.result = result;
		this.explanation = explanation;
	}

	/** Stable, lower case with hyphens; used on the command line and on markers. */
	public String id() {
		return id;
	}

	public Result result() {
		return result;
	}

	/** What the fix does and why that helps, in a sentence or two. */
	public String explanation() {
		return explanation;
	}

	public static Optional<FixKind> byId(String id) {
		return Arrays.stream(values()).filter(k -> k.id.equals(id)).findFirst();
	}
}
