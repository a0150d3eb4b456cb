package dev.livepatch.core.finding;

import static dev.livepatch.core.finding.Severity.ERROR;
import static dev.livepatch.core.finding.Severity.INFO;
import static dev.livepatch.core.finding.Severity.WARNING;

import java.util.Arrays;
import java.util.Optional;

/** The catalogue: every kind of finding, with its stable id, usual severity, reason and way out. Ids never change once released. */
public enum Rule {
	INIT_CHANGED("init-changed", ERROR, "Init function changed",
			"Code in an init section ran at boot (or when the module was loaded) and its memory was freed: a changed copy would never run.",
			"Leave the init function as it is; do its new work in a post-patch callback (KPATCH_POST_PATCH_CALLBACK), with an unpatch twin that undoes it."),
	EXIT_CHANGED("exit-changed", ERROR, "Exit function changed",
			"Code in an exit section runs only while its module is removed, and is notrace, so that it cannot be redirected; in vmlinux it is not even there.",
			"Leave the exit function as it is; what is to happen at the module's removal can be done by a traceable function that it calls."),
	NO_FENTRY("no-fentry", ERROR, "Function without fentry",
			"A live patch redirects a function through the call to __fentry__ at its entry, and this function has none.",
			"Leave the function as it is and change its traceable callers instead."),
	NO_FENTRY_FILE("no-fentry-file", ERROR, "File built without fentry",
			"The whole file is compiled without -pg (its Makefile removes CC_FLAGS_FTRACE), so none of its functions can be redirected.",
			"Change the traceable callers of this code, in other files, instead."),
	SHARED_TEXT("shared-text", ERROR, "Function in a section shared with others",
			"The function could be redirected, but the kernel's macros (__sched, __ref, __kprobes …) put it into a section together with others, and the differ takes over functions "
					+ "only one by one, each from a section of its own.",
			"Take the macro off the patched function, and add KPATCH_IGNORE_SECTION(\"the section\") from kpatch-macros.h at the end of the file; or change the functions that it calls."),
	HOT_COLD("hot-cold", ERROR, "Function moved between hot and cold code",
			"gcc puts what it holds to be unlikely into .text.unlikely: the unlikely part of a function (F.cold), or all of one that always ends in a cold call such as printk. "
					+ "When a function goes from one form to the other, the differ takes one's code for the other's and gives up.",
			"Keep the function as likely as it was: put the new cold call (printk, WARN …) into a function of its own, declared static noinline __attribute__((noipa))."),
	SYSCALL_BODY("syscall-body", ERROR, "System call body changed",
			"SYSCALL_DEFINE makes the body an inline function without fentry, so that it cannot be redirected.",
			"Include kpatch-syscall.h and write KPATCH_SYSCALL_DEFINEn instead of SYSCALL_DEFINEn."),
	FENTRY_LOST("fentry-lost", WARNING, "Fentry lost by the patch",
			"The patched function has no call to __fentry__: it will be loaded, but can then never be traced or patched again.",
			"Remove notrace (or the macro that implies it) from the patched function."),
	DATA_CHANGED("data-changed", ERROR, "Initialised data changed",
			"Only code is patched. The variable lives in the running kernel and keeps its present value; a new initialiser would never be seen.",
			"Assign the new value in a pre-patch callback (KPATCH_PRE_PATCH_CALLBACK), or change the code that reads the variable."),
	SHARED_DATA("shared-data", ERROR, "Variable in a section shared with others",
			"The kernel's macros (__read_mostly, DEFINE_PER_CPU …) put the variable into a section together with others, which the running kernel has already. "
					+ "A live patch can bring a variable of its own only in a section of its own.",
			"Declare a new variable without the macro, and a new per-CPU variable with alloc_percpu() in a pre-patch callback; leave the others as they are."),
	CONST_TABLE_CHANGED("const-table-changed", ERROR, "Constant table changed",
			"The table lies in the running kernel's read-only data; users outside the patch would go on reading the old one.",
			"Change the code that reads the table, or give that code a new table under a new name."),
	OBJECT_RESIZED("object-resized", ERROR, "Variable or constant resized",
			"The running kernel holds the object in its old size; code outside the patch goes on using it that way.",
			"Keep the size; put new state into a new variable, or into a shadow variable if it belongs to an object."),
	TYPE_LAYOUT("type-layout", ERROR, "Type laid out differently",
			"The differ compares code, not types, and accepts this. But what the running kernel has allocated, and all code outside the patch, keep the old layout: patched code "
					+ "would read and write the wrong bytes of them. So the patch is refused unless everything that exists stays as it is and something is only added to it.",
			"Keep the layout: put new state into a shadow variable (klp_shadow_get_or_alloc, klp_shadow_get, klp_shadow_free), or into padding or a hole that the structure has."),
	SIGNATURE_CHANGED("signature-changed", WARNING, "Function has other parameters or another result",
			"Code outside the patch that calls the function, directly or through a pointer, is redirected to the new version but goes on passing and expecting what the old one had.",
			"Leave the function as it is, and add a new one with the new signature for the patched callers."),
	DATA_MOVED("data-moved", ERROR, "Variable moved to another section",
			"The variable would lie elsewhere than in the running kernel, for instance in .data instead of .bss after it was given an initialiser.",
			"Leave the declaration as it is and assign the value in a pre-patch callback."),
	DATA_INCLUDED("data-included", ERROR, "Data dragged in by changed code",
			"The changed code needs a data section that cannot go into a live patch.",
			"Refer to the kernel's own variable, or move the new data to a variable of its own."),
	SYMBOL_CHANGED("symbol-changed", ERROR, "Symbol changed its type or binding",
			"The symbol's linkage differs from the running kernel's (static became global, a function became data …).",
			"Keep the declaration's linkage; add a new function or variable if another is needed."),
	EXPORT_CHANGED("export-changed", ERROR, "Export of a symbol changed",
			"Modules were linked through the running kernel's table of exports, which a live patch cannot change.",
			"Keep the symbol's export (name, GPL or not, namespace) as it is; export something new from a module of its own."),
	MODULE_INFO_CHANGED("module-info-changed", ERROR, "Module parameter or description changed",
			"A module's parameters and its description (MODULE_* macros) were read when it was loaded; a live patch cannot add to them or change them.",
			"Leave them as they are; give the patch a parameter of another kind, for instance a file in debugfs made by a post-patch callback."),
	TRACE_EVENT_CHANGED("trace-event-changed", ERROR, "Trace event or probe list changed",
			"The kernel registered its trace events, and the lists of functions not to be probed, at boot or when the module was loaded; a live patch cannot add to them or change them.",
			"Leave them as they are; use trace_printk or an existing event in the patched code."),
	EXPORT_VERSION("export-version", WARNING, "Export gets another checksum",
			"With CONFIG_MODVERSIONS a module loads only if it was built for the types that the kernel's exports have. The running kernel keeps its checksums, and modules that call the export "
					+ "keep the types they know; a kernel built with the patch would have others.",
			"Keep the types that the export's parameters and result lead to, new members of structures and newly included headers too; or put what modules do not use between "
					+ "#ifndef __GENKSYMS__ and #endif."),
	STATIC_LOCAL_REMOVED("static-local-removed", ERROR, "Static local variable lost",
			"The function no longer uses a static local of the original: its state in the running kernel would be lost.",
			"Keep a use of the variable in the function, for instance (void)READ_ONCE(variable)."),
	STATIC_LOCAL_NEW("static-local-new", WARNING, "New static local variable",
			"The variable does not exist in the running kernel: it starts from its initialiser each time the patch is loaded.",
			"Make sure that starting afresh is right; otherwise keep the name and function of the original variable."),
	ON_STACK("on-stack", WARNING, "Function that tasks sleep in",
			"A task goes over to a patch only when none of the functions patched is on its stack. Where tasks sleep in a patched function the transition waits for them, "
					+ "and a kernel thread that lives in one keeps it waiting for ever.",
			"Patch a function that is called and left again, for instance one that the loop calls, and try the patch on a running system."),
	SLEEP_IN_ATOMIC("sleep-in-atomic", WARNING, "New call that may sleep where no task may",
			"With a spin lock held, or on RCU's read side, a task must not sleep: the machine can lock up, or objects go while they are used. The same goes for what interrupts, timers and RCU call. "
					+ "Only the order of the text was looked at, of the function and of those that call it in the same file.",
			"Call it before the lock is taken or after it is given back; allocate with GFP_ATOMIC, or before."),
	RUNTIME_CONSTANT("runtime-constant", ERROR, "Constant that the kernel writes into its code at boot",
			"Since Linux 6.11 the kernel replaces some variables that never change after boot by constants in its code: access_ok() and the limit of user addresses, the table of directory entries. "
					+ "Nobody does that in a module: the copy of such code in a patch would go on with a placeholder. The differ refuses some of these changes, and accepts others.",
			"Include asm-generic/runtime-const.h before all other headers, so that the file reads the variables; or make the change in a function without them."),
	TRACEPOINT_INERT("tracepoint-inert", WARNING, "Tracepoint that no longer fires",
			"The places where tracepoints fire are switched by patching code, through a table that a live patch cannot carry for keys of modules: in the patched function the tracepoint "
					+ "stays off, whatever is switched on. What traces the function, programs for observing it included, sees nothing any more.",
			"Tell those who rely on the tracepoint; or move the change into a function without one."),
	DEBUG_RESTARTS("debug-restarts", INFO, "Debug messages are new to the running kernel",
			"The patched function has descriptors of its own for its dynamic debug messages: what was switched on for the old ones (/proc/dynamic_debug/control) does not hold for them.",
			"Switch the messages on again after loading the patch, by the patch module's name."),
	ONCE_RESTARTS("once-restarts", INFO, "What happens once happens again",
			"The memory of whether a message came already (printk_once, WARN_ONCE …) is not shared with the running kernel: it is new with the patch, and again with each load of it.", ""),
	CALLBACK_WITHOUT_UNDO("callback-without-undo", WARNING, "Callback without its undo",
			"What a callback does when the patch is applied stays when the patch is taken off, unless another callback undoes it (Documentation/livepatch/callbacks.rst).",
			"Add the twin: KPATCH_POST_UNPATCH_CALLBACK for a pre-patch callback, KPATCH_PRE_UNPATCH_CALLBACK for a post-patch callback."),
	SHADOW_NEVER_FREED("shadow-never-freed", WARNING, "Shadow variables are never freed",
			"Shadow variables live in a table of the kernel's own: they stay, with their memory, when the object they belong to is freed and when the patch is taken off; and the next "
					+ "object at the same address inherits them (Documentation/livepatch/shadow-vars.rst).",
			"Call klp_shadow_free where the object is freed, and klp_shadow_free_all in a post-unpatch callback."),
	FUNCTION_REMOVED("function-removed", WARNING, "Removed function goes on being called",
			"A live patch takes nothing away: the function stays in memory, and what got its address before the patch goes on calling it.",
			"Keep the function and its name, and change what it does; or make sure that nothing holds its address."),
	INIT_DATA("init-data", WARNING, "New variable that init code would set",
			"Init code ran at boot, before the patch: what it would have put into a new variable is not there.",
			"Set the variable in a pre-patch callback (KPATCH_PRE_PATCH_CALLBACK), or give it its value by its initialiser."),
	JUMP_LABEL("jump-label", ERROR, "Jump label that a live patch cannot have",
			"The static key belongs to a module, or is new with the patch and not in it, or is not exported for patching: the branch in the patch could not be kept in step with it.",
			"Use static_key_enabled(&key) (with .key for a typed static key) instead of static_branch_likely/unlikely."),
	STATIC_CALL("static-call", ERROR, "Static call with a module's key",
			"The call site in the patch could not be kept in step with the static call's key.",
			"Use KPATCH_STATIC_CALL(name)(…) from kpatch-macros.h instead of static_call(name)(…); and for static_call_cond(name)(…), which may lead nowhere, "
					+ "call what STATIC_CALL_KEY(name).func holds, unless that is null."),
	UNSUPPORTED_PATH("unsupported-path", ERROR, "File that cannot be live patched",
			"Code in lib/, real mode, the boot loader stub or assembly is shared with early boot and cannot be redirected.",
			"Make the change in the callers of this code."),
	NOT_IN_KERNEL("not-in-kernel", WARNING, "File is not part of this kernel",
			"No object of this kernel build was made from the file, so that the change has no effect on it.",
			"Check the path, and that the kernel's configuration builds this file."),
	NEW_SOURCE("new-source", WARNING, "New source file that nothing compiles",
			"Objects are compiled by the commands recorded when the kernel was built. There is none for a new file, and its line in a Makefile is not read.",
			"Include the new file in the changed file that uses it (#include \"new.c\"), or put its code there."),
	FILE_DELETED("file-deleted", ERROR, "Deleted source file of the running kernel",
			"A live patch takes nothing away: the code made from the file stays in the kernel, and goes on being called.",
			"Keep the file, and change what its functions do."),
	BUILD_FILE("build-file", WARNING, "Change of how the kernel is built",
			"Objects are compiled by the commands recorded when the kernel was built: what a Makefile or Kconfig file says after the change about options, objects and configuration is not taken in.",
			"Leave these files out of the patch. What they were to bring about, do in the code."),
	BESIDE_THE_KERNEL("beside-the-kernel", INFO, "File that is not part of the running kernel",
			"Documentation, scripts, tools and their tests are in the kernel's tree, but not in the kernel.", ""),
	UNDEFINED_SYMBOL("undefined-symbol", ERROR, "Symbol that nothing defines",
			"The differ takes a symbol that the kernel does not have for part of another object of the patch; but none defines it, so that the patch module cannot be linked.",
			"Declare only what exists, or add its definition to a changed file."),
	COMPILE_ERROR("compile-error", ERROR, "Does not compile", "The compiler refuses the changed file.", "Mend the code; the message is the compiler's."),
	COMPILE_WARNING("compile-warning", WARNING, "Compiler warning", "The compiler warns about the changed file, and did not about the original.", ""),
	NO_CHANGE("no-change", INFO, "No functional change", "The original and the patched object do the same: comments, white space or dead code changed.", ""),
	NOT_COMPILED("not-compiled", INFO, "Edit that this kernel's configuration leaves out",
			"The edited lines stand under a preprocessor condition on the configuration that does not hold for this kernel: they are in none of its objects, and the edit changes nothing.",
			"Nothing is to be done for this kernel, which does not have that code. For kernels that have it, check the change against one of their builds."),
	NOTHING_REDIRECTED("nothing-redirected", ERROR, "Patch that redirects nothing",
			"The differ accepts the change, but it reaches only what the running kernel does not call: a part that gcc has split from a function (.part) while the function itself stays as it "
					+ "is, or new functions that no patched one calls. The module would be loaded, and the kernel would run the old code.",
			"Change the function itself as well, so that it is patched with its part (for instance with barrier() as its first statement); call the new functions from one that is patched."),
	EDITED_NOT_PATCHED("edited-not-patched", INFO, "Edited function is not itself in the patch",
			"The function has no code of its own that the edit changes: it is inlined wherever it is used, and the functions that hold its copies are patched; or the edit makes no difference to it.",
			"Nothing is to be mended. To have it patched as a function of its own is not possible, since the running kernel does not call it."),
	CHANGED_BY_INLINING("changed-by-inlining", INFO, "Patched because it inlines an edited function",
			"The compiler put a copy of the edited function into this one; the copy runs in the kernel, so this function has to be redirected as well.",
			"To patch fewer functions, make the change in the callers that need it, rather than in the function that is inlined."),
	CHANGED_BY_LINE_NUMBER("changed-by-line-number", INFO, "Patched because of a line number",
			"The function passes its own line number on (__LINE__), and the edit moved it to another line. The differ knows the kernel's own warnings, and forgives those, but not every user.",
			"Keep the number of lines above the function: put the new code on lines that the old code had, or at the end of the file."),
	CHANGED_BY_INLINING_DECISION("changed-by-inlining-decision", INFO, "Patched because the compiler inlines otherwise",
			"The edit changed how large a function is, or how often it is used, and with that whether the compiler copies it into its callers.",
			"To keep as much as possible as it was, declare a function that was inlined __always_inline, and one that was not noinline."),
	CHANGED_BY_VARIANT("changed-by-variant", INFO, "Patched because the compiler made another variant",
			"The compiler makes copies of functions for certain arguments (constprop), without unused ones (isra), and splits rare parts off (part, cold). After the edit it does so otherwise.",
			"To have one version only, declare the function noinline and __noclone."),
	CHANGED_BY_DEFINITION("changed-by-definition", INFO, "Patched because of an edited definition",
			"A macro, type or variable that the function uses is defined otherwise after the edit.",
			"If only some functions are to change, give them a new macro or variable under a new name, and leave the old one as it is."),
	CHANGED_BY_RENUMBERING("changed-by-renumbering", INFO, "Patched because constants were numbered anew",
			"The function does what it did; the compiler only put the same constants, or what it refers to, in other places.",
			"Nothing is to be mended. Putting new code and new constants at the end of the file keeps the function out of the patch."),
	CHANGED_BY_NEIGHBOUR("changed-by-neighbour", INFO, "Patched because of what the compiler knows of an edited function",
			"Within a file, the compiler uses what it finds out of a function (which values it returns, what it leaves alone) in its callers, and what its callers pass in the function itself.",
			"Nothing is to be mended. Declaring the edited function noinline and __noclone hides some of it from the compiler."),
	CHANGED_BY_COMPILER("changed-by-compiler", INFO, "Compiled otherwise without a visible reason",
			"No edit reaches the function that can be seen. The compiler chose other registers, another order or another alignment.",
			"Compare the two objects in the work directory (objdump -dr original/… and patched/…)."),
	INPUTS_MISMATCH("inputs-mismatch", ERROR, "Kernel, source and objects do not belong together",
			"The differ could not find the file's symbols in the kernel it is compared with.",
			"Check that the source tree is the one the kernel was built from, unchanged since, and that vmlinux and Module.symvers are of the same build."),
	IGNORED_NAME_MISSING("ignored-name-missing", ERROR, "Name in a KPATCH_IGNORE macro not found",
			"The section or function named in the macro does not exist in the object.", "Correct the name in KPATCH_IGNORE_SECTION or KPATCH_IGNORE_FUNCTION."),
	FALSE_ALARM("false-alarm", ERROR, "Refused without need",
			"The differ compares section by section and byte by byte, and so refuses some changes that change nothing that matters: what was moved, counted or numbered anew. "
					+ "Both objects were read, and hold the same there. The differ's verdict stands all the same until the change is made in another way.",
			"See the finding: it says how to go round."),
	SECTION_DETAILS("section-details", ERROR, "Section has another alignment or type",
			"The differ stops when a section's type, alignment or flags are not as in the running kernel: a variable was made const, aligned otherwise, given its first initialiser, or "
					+ "added to a section with a stricter alignment.",
			"Keep the variable's attributes, constness and kind of initialiser; put what is new into a variable of its own."),
	SECTION_GROUP("section-group", ERROR, "Section group changed",
			"A section group (COMDAT) is kept or dropped as a whole by the linker; the differ supports no new or changed ones.",
			"Take the section out of the group, for instance the \"G\" flag in an assembler directive."),
	SYMBOL_UNMATCHED("symbol-unmatched", ERROR, "Symbol cannot be followed",
			"The differ expects each variable and function in a section of its own, or else in the same section as in the running kernel, and does not find this one so.",
			"Keep the variable's section: its attributes (__read_mostly, __section …), and whether it has an initialiser."),
	SYMBOL_NOT_FOUND("symbol-not-found", ERROR, "Symbol is not in this kernel",
			"The patch refers to a function or variable that neither the patched kernel object nor the kernel's exports have: the module could not be linked to it.",
			"Check the name, and that this kernel's configuration builds what defines it; a function that the compiler has inlined everywhere has no symbol."),
	AMBIGUOUS_SYMBOL("ambiguous-symbol", ERROR, "Name that stands for several symbols",
			"The kernel finds what a patch refers to by name. Of static symbols the patch also says which of those of a name is meant, of global ones it does not: where a static symbol has the name "
					+ "of a global one, the differ accepts the patch, and the kernel refuses to load it.",
			"Do without the symbol in the patched code: copy the function under a new name into the patched file and call the copy, or make the change in a caller that does not need it."),
	WEAK_OVERRIDDEN("weak-overridden", ERROR, "Weak function that the running kernel does not use",
			"The file's definition is weak, and the kernel was linked with another one, often under arch/. The differ goes by the name, and accepts this: the patch would put the weak version, "
					+ "which was not meant for this kernel, in the place of the one that runs.",
			"Make the change in the definition that the kernel uses, and leave the weak one out of the patch."),
	UNRESOLVED_REFERENCE("unresolved-reference", ERROR, "Reference to no variable",
			"The code refers to a place in a data section where no variable is, as with a pointer computed to before the beginning or behind the end of one.",
			"Let the pointer begin within the variable, and compute the distance at run time."),
	LATE_SPECIAL_SECTION("late-special-section", ERROR, "Reference that comes too late for a module",
			"Some tables of code (alternatives, jump labels, static calls …) are worked through while the patch is loaded, before the references to a module's symbols are filled in.",
			"Do without the construct in the patched function of the module: a plain variable instead of a static key, a plain call instead of a static call."),
	FORCED_UNSAFE("forced-unsafe", WARNING, "Stack check switched off",
			"KPATCH_FORCE_UNSAFE lets the patch be applied while tasks are still running the old function: old and new run side by side.",
			"Make sure that both versions may run at the same time; otherwise remove the macro."),
	SECTION_CHANGED("section-changed", ERROR, "Section that cannot be patched changed",
			"A section changed that a live patch cannot carry.", "Undo the part of the change that reaches this section."),
	HEADER_FAN_OUT("header-fan-out", INFO, "Change to a file that many objects are made from",
			"Every object made from the header is compiled and compared, and every function that the change reaches through it is patched. That takes long, and makes a large patch.",
			"Move the change into the .c file that needs it, for instance as a copy of the inline function under a new name."),
	OUT_OF_REACH("out-of-reach", WARNING, "Change that also reaches what a live patch leaves as it is",
			"The vDSO, real-mode, boot and kexec code, and the constants that assembly was built with (asm-offsets), are made from the file as well. They were compiled with and without the "
					+ "change, and differ; but the running kernel keeps those it has, so that old and new meet.",
			"Leave what they take from the file as it is, and give the functions that need the change a macro or inline function of their own, under a new name."),
	PATCH_FUZZ("patch-fuzz", WARNING, "Patch did not apply exactly",
			"The lines around the change differ from those the patch was made against.", "Look at the place: is it the one that was meant?"),
	PATCH_REFUSED("patch-refused", ERROR, "Patch or project cannot be read",
			"The patch is damaged, does not apply to this kernel's sources, or reaches outside the tree; or the project's settings are wrong.",
			"See the message: it names the line of the patch or of livepatch.toml."),
	KERNEL_PROBLEM("kernel-problem", WARNING, "Kernel build not fit for live patching", "Something about the kernel build stands in the way.", ""),
	TOOL_FAILED("tool-failed", ERROR, "Tool failed", "A tool gave no verdict.", "See the message; the tool's inputs are kept in the build directory."),
	UNKNOWN_MESSAGE("unknown-message", ERROR, "Unknown message of the differ",
			"The differ said something no rule explains; its text is given as it is.", "See the differ's documentation for this message."),
	LOAD_FAILED("load-failed", ERROR, "The kernel refused the patch module",
			"The running kernel did not accept the module: a symbol is missing or of another version, a callback failed, or another patch is in the way.",
			"See the kernel's message in the step's evidence."),
	UNLOAD_FAILED("unload-failed", ERROR, "The patch does not come off", "The patch could not be disabled, or its module not removed.",
			"See the kernel's message in the step's evidence."),
	STUCK_TRANSITION("stuck-transition", ERROR, "Transition never completes",
			"A task stays in a function to be patched and never reaches a state in which it could switch.",
			"Patch a function that the task leaves, for instance one called from its loop."),
	NOT_REDIRECTED("not-redirected", ERROR, "Function is not redirected",
			"The function's entry in the running kernel does not lead where it should.", "See the step's evidence."),
	PROBE_FAILED("probe-failed", ERROR, "A probe gave the wrong answer",
			"A probe must fail before the load, pass after it and fail again after the unload.", "See the probe's output in the step's evidence: is the patch wrong, or the probe?"),
	NOT_AS_BEFORE("not-as-before", ERROR, "The kernel is not as it was before the patch",
			"Loaded and unloaded again and again, replaced, refused, or with modules that come and go, the patch left something behind or stopped doing what it did.",
			"See the step's evidence: what a callback allocates or registers, its unpatch twin must give back."),
	KERNEL_FAULT("kernel-fault", ERROR, "The kernel failed with the patch",
			"The guest's kernel panicked, faulted, or stopped making progress. Where its call trace leads through the patch, the line is the patch's.", "See the call trace in the console log."),
	KERNEL_WARNING("kernel-warning", ERROR, "The kernel warned with the patch",
			"The guest's kernel printed a warning or a call trace that did not come before the load: some code found a state that it holds to be impossible.",
			"See the call trace in the step's evidence: the patched code breaks a rule of the code around it, or the warning is the patch's own."),
	MACHINE_FAILED("machine-failed", ERROR, "The emulated machine failed", "The machine died, its processors ran code that was out of date, or a step took longer than allowed.",
			"See the console log and the emulator's message; allow more time on a slow host.");

	private final String id;
	private final Severity severity;
	private final String title;
	private final String explanation;
	private final String remedy;

	Rule(String id, Severity severity, String title, String explanation, String remedy) {
		this.id = id;
		this.severity = severity;
		this.title = title;
		this.explanation = explanation;
		this.remedy = remedy;
	}

	/** Stable, lower case with hyphens; used in reports and markers. */
	public String id() {
		return id;
	}

	/** The severity unless a finding says otherwise. */
	public Severity severity() {
		return severity;
	}

	public String title() {
		return title;
	}

	/** Why this matters to a running kernel, in a sentence or two. */
	public String explanation() {
		return explanation;
	}

	/** What to do about it; may be empty below {@link Severity#ERROR}. */
	public String remedy() {
		return remedy;
	}

	public static Optional<Rule> byId(String id) {
		return Arrays.stream(values()).filter(r -> r.id.equals(id)).findFirst();
	}
}
