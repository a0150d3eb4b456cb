package dev.livepatch.core.tests.hazard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** Edits to the real kernel's sources that the differ accepts, or refuses for another reason, and that would harm a running system. */
class HazardCheckTest {
	private static final String EVENTFD = "fs/eventfd.c";
	private static final String READ = "\tif (iov_iter_count(to) < sizeof(ucnt))\n";
	private static final String EXIT = "static void eventfd_free_ctx(struct eventfd_ctx *ctx)\n{\n";
	private static final String ALLOCATION = "#include <linux/livepatch.h>\n" + EXIT + "\tklp_shadow_alloc(ctx, 1, 8, GFP_KERNEL, NULL, NULL);\n";

	private static final String DO_READ = "void eventfd_ctx_do_read(struct eventfd_ctx *ctx, __u64 *cnt)\n{\n";
	private static final String SIGNAL = "\tif (ULLONG_MAX - ctx->count < n)\n\t\tn = ULLONG_MAX - ctx->count;\n";
	private static final String BEFORE = "\tspin_lock_irqsave(&ctx->wqh.lock, flags);\n\tcurrent->in_eventfd = 1;\n";
	private static final String AFTER = "\tcurrent->in_eventfd = 0;\n\tspin_unlock_irqrestore(&ctx->wqh.lock, flags);\n";

	@TempDir
	static Path cache;
	@TempDir
	Path work;

	/** File, text replaced, by what, rule, severity, the text whose line in the patched file the finding is on, function, part of the message. */
	static Stream<Arguments> edits() {
		return Stream.of(
				edit("kernel/hung_task.c", "set_user_nice(current, 0);", "set_user_nice(current, 1);", Rule.ON_STACK, Severity.WARNING, "set_user_nice(current, 1);", "watchdog",
						"main function of a kernel thread"),
				edit("kernel/workqueue.c", "\tset_pf_worker(true);\nwoke_up:", "\tset_pf_worker(!!pool);\nwoke_up:", Rule.ON_STACK, Severity.WARNING, "\tset_pf_worker(!!pool);", "worker_thread",
						"main function of a kernel thread"),
				// inlined into the thread's main function
				edit("kernel/hung_task.c", "int max_count = sysctl_hung_task_check_count;", "int max_count = sysctl_hung_task_check_count + 1;", Rule.ON_STACK, Severity.WARNING,
						"int max_count = sysctl_hung_task_check_count + 1;", "watchdog", "main function of a kernel thread"),
				edit(EVENTFD, READ, "\tif (iov_iter_count(to) <= sizeof(ucnt))\n", Rule.ON_STACK, Severity.INFO, "\tif (iov_iter_count(to) <= sizeof(ucnt))\n", "eventfd_read",
						"tasks sleep in eventfd_read"),
				edit("kernel/async.c", "domain(cookie, &async_dfl_domain);", "domain(cookie + 1, &async_dfl_domain);", Rule.ON_STACK, Severity.INFO, "domain(cookie + 1, ",
						"async_synchronize_cookie", "tasks sleep in async_synchronize_cookie_domain, which async_synchronize_cookie calls:"),
				edit("kernel/kthread.c", "\tif (comp)\n\t\tcomplete(comp);", "\tif (comp && code)\n\t\tcomplete(comp);", Rule.ON_STACK, Severity.INFO, "\tif (comp && code)",
						"kthread_complete_and_exit", "never returns"),
				edit("kernel/sched/idle.c", "\tcurrent->flags |= PF_IDLE;\n\tarch_cpu", "\tcurrent->flags |= PF_IDLE | state;\n\tarch_cpu", Rule.ON_STACK, Severity.WARNING, "PF_IDLE | state;", "cpu_startup_entry", "processors without work are in cpu_startup_entry"),
				edit("kernel/async.c", "\tcalltime = ktime_get();\n\n\tentry->func", "\tcalltime = ktime_get() + 1;\n\n\tentry->func", Rule.DEBUG_RESTARTS, Severity.INFO, "\tcalltime = ktime_get() + 1;",
						"async_run_entry_fn", "start switched off"),
				edit("fs/filesystems.c", "request_module(\"fs-%.*s\", len, name)", "request_module(\"fs=%.*s\", len, name)", Rule.ONCE_RESTARTS, Severity.INFO, "request_module(\"fs=", "get_fs_type",
						"once more"),
				edit("fs/proc/base.c", "comm_show", "comm_display", Rule.FUNCTION_REMOVED, Severity.WARNING, "static int comm_display(", "comm_show", "holds its address"),
				// its caller is in another file, which the edit does not reach
				edit("fs/locks.c", "void locks_remove_file(", "void locks_remove_files(", Rule.FUNCTION_REMOVED, Severity.WARNING, "void locks_remove_files(", "locks_remove_file",
						"outside the patch __fput (fs/file_table.c) will go on using it"),
				edit("arch/x86/lib/insn-eval.c", "\tif ((unsigned)regno < ARRAY_SIZE(pt_regoff))\n\t\treturn pt_regoff[regno];\n\treturn -EDOM;",
						"\tif ((unsigned)regno < ARRAY_SIZE(pt_regoff) - 1)\n\t\treturn pt_regoff[regno];\n\treturn -EDOM;", Rule.AMBIGUOUS_SYMBOL, Severity.ERROR,
						"ARRAY_SIZE(pt_regoff) - 1", "pt_regs_offset", "the function to be redirected, pt_regs_offset, is global, and vmlinux has a static symbol of that name"),
				// x86 has its own, which the kernel was linked with
				edit("kernel/fork.c", "\t*dst = *src;\n\treturn 0;", "\tif (!src)\n\t\treturn -EINVAL;\n\t*dst = *src;\n\treturn 0;", Rule.WEAK_OVERRIDDEN, Severity.ERROR, "\tif (!src)\n\t\treturn -EINVAL;\n\t*dst",
						"arch_dup_task_struct", "vmlinux has another one in its place"),
				// only the jump table refers to the new key
				edit("fs/filesystems.c", "\tBUG_ON(strchr(fs->name, '.'));", "\t{ static DEFINE_STATIC_KEY_FALSE(strict); if (static_branch_unlikely(&strict) && !fs->owner) return -EINVAL; }\n\tBUG_ON(strchr(fs->name, '.'));",
						Rule.JUMP_LABEL, Severity.ERROR, "static_branch_unlikely(&strict)", "register_filesystem", "on the new key strict"),
				// the structure is behind a pointer that all of them take
				edit(EVENTFD, "	struct kref kref;\n", "	struct kref kref;\n	u32 signalled;\n", Rule.EXPORT_VERSION, Severity.WARNING, "	u32 signalled;", "",
						"eventfd_ctx_do_read, eventfd_ctx_fdget, eventfd_ctx_fileget and 3 more get other checksums"),
				edit(EVENTFD, SIGNAL, SIGNAL + "\tschedule();\n", Rule.SLEEP_IN_ATOMIC, Severity.WARNING, "\tschedule();", "eventfd_signal_mask", "now calls schedule, which may sleep, after line"),
				edit(EVENTFD, SIGNAL, SIGNAL + "\tkfree(kmalloc(n, GFP_KERNEL));\n", Rule.SLEEP_IN_ATOMIC, Severity.WARNING, "\tkfree(kmalloc(n", "eventfd_signal_mask", "now calls __kmalloc"),
				// its callers hold the lock
				edit(EVENTFD, DO_READ, "noinline " + DO_READ + "\tschedule();\n", Rule.SLEEP_IN_ATOMIC, Severity.WARNING, "\tschedule();\n\tlockdep", "eventfd_ctx_do_read",
						"and is called by eventfd_ctx_remove_wait_queue after line"),
				edit("fs/file_table.c", "\tput_cred(f->f_cred);\n", "\tput_cred(f->f_cred);\n\tschedule();\n", Rule.SLEEP_IN_ATOMIC, Severity.WARNING, "\tschedule();\n", "file_free_rcu",
						"to call_rcu"),
				edit("kernel/workqueue.c", "idle_timer);\n\n\traw_spin_lock_irq", "idle_timer);\n\n\tschedule();\n\traw_spin_lock_irq", Rule.SLEEP_IN_ATOMIC, Severity.WARNING, "\tschedule();\n\traw_spin_lock_irq",
						"idle_worker_timeout", "gives it to init_timer_key"),
				edit(EVENTFD, EXIT, ALLOCATION, Rule.SHADOW_NEVER_FREED, Severity.WARNING, "\tklp_shadow_alloc", "eventfd_free_ctx", "nothing in the patch frees them"),
				edit(EVENTFD, EXIT, callback("PRE_PATCH") + EXIT, Rule.CALLBACK_WITHOUT_UNDO, Severity.WARNING, "KPATCH_PRE_PATCH_CALLBACK", "on_PRE_PATCH", "no post-unpatch callback"),
				edit(EVENTFD, EXIT, callback("POST_PATCH") + EXIT, Rule.CALLBACK_WITHOUT_UNDO, Severity.WARNING, "KPATCH_POST_PATCH_CALLBACK", "on_POST_PATCH", "no pre-unpatch callback"));
	}

	/** File, text replaced, by what, rule that is not to speak. */
	static Stream<Arguments> harmless() {
		return Stream.of(
				Arguments.of(EVENTFD, EXIT, ALLOCATION + "\tklp_shadow_free(ctx, 1, NULL);\n", Rule.SHADOW_NEVER_FREED),
				Arguments.of(EVENTFD, EXIT, callback("PRE_PATCH") + callback("POST_UNPATCH") + EXIT, Rule.CALLBACK_WITHOUT_UNDO),
				// called by the kernel thread, and left again
				Arguments.of("kernel/workqueue.c", "worker->current_work = work;", "barrier();\n\tworker->current_work = work;", Rule.ON_STACK),
				// all callers of the function are in the patch
				Arguments.of("fs/locks.c", "locks_translate_pid", "locks_pid_for", Rule.FUNCTION_REMOVED),
				// only init code hands its address out, which the differ refuses
				Arguments.of("fs/proc/cmdline.c", "cmdline_proc_show", "cmdline_proc_display", Rule.FUNCTION_REMOVED),
				// what is new is seen by no export
				Arguments.of(EVENTFD, EXIT, "struct note { int n; };\nvoid note(struct note *n);\nvoid note(struct note *n)\n{\n\tn->n++;\n}\n" + EXIT, Rule.EXPORT_VERSION),
				Arguments.of(EVENTFD, BEFORE, "\tschedule();\n" + BEFORE, Rule.SLEEP_IN_ATOMIC),
				Arguments.of(EVENTFD, AFTER, AFTER + "\tschedule();\n", Rule.SLEEP_IN_ATOMIC),
				Arguments.of(EVENTFD, SIGNAL, SIGNAL + "\tkfree(kmalloc(n, GFP_ATOMIC));\n", Rule.SLEEP_IN_ATOMIC),
				// no other took the place of this weak one
				Arguments.of("kernel/kallsyms.c", "int __weak arch_get_kallsym(unsigned int symnum, unsigned long *value,\n\t\t\t    char *type, char *name)\n{\n",
						"int __weak arch_get_kallsym(unsigned int symnum, unsigned long *value,\n\t\t\t    char *type, char *name)\n{\n\tbarrier();\n\tif (!value)\n\t\treturn -ERANGE;\n", Rule.WEAK_OVERRIDDEN),
				// once happens where nothing did
				Arguments.of(EVENTFD, READ, "\tpr_warn_once(\"read\");\n" + READ, Rule.ONCE_RESTARTS));
	}

	@ParameterizedTest(name = "{3}: {0}")
	@MethodSource("edits")
	void dangerOnItsLine(String file, String from, String to, Rule rule, Severity severity, String place, String function, String message) throws Exception {
		FileChange.Modified edit = DemoKernel.edit(file, from, to);
		List<Finding> found = findings(rule, edit);
		assertEquals(1, found.size(), found.toString());
		Finding finding = found.getFirst();
		assertEquals(severity, finding.severity(), finding.toString());
		assertEquals(file, finding.file());
		assertEquals(lineOf(edit.after(), place), finding.line(), finding.toString());
		assertEquals(function, finding.function());
		assertTrue(finding.message().contains(message), finding.message());
	}

	@ParameterizedTest(name = "{3}: {0}")
	@MethodSource("harmless")
	void nothingToSay(String file, String from, String to, Rule rule) throws Exception {
		assertEquals(List.of(), findings(rule, DemoKernel.edit(file, from, to)));
	}

	/** The differ refuses the changed init function; that the variable stays unset is for the author to know. */
	@Test
	void variableThatOnlyInitCodeSets() throws Exception {
		String before = DemoKernel.text("fs/proc/cmdline.c");
		String after = before.replace("static int cmdline_proc_show", "static const char *prefix = \"\";\nstatic int cmdline_proc_show")
				.replace("\tseq_puts(m, saved", "\tseq_puts(m, prefix);\n\tseq_puts(m, saved").replace("\tproc_create_single", "\tprefix = \"x\";\n\tproc_create_single");
		List<Finding> found = findings(Rule.INIT_DATA, new FileChange.Modified("fs/proc/cmdline.c", before, after));
		assertEquals(1, found.size(), found.toString());
		assertEquals(lineOf(after, "static const char *prefix"), found.getFirst().line());
		assertTrue(found.getFirst().message().startsWith("prefix is new to the running kernel"), found.getFirst().message());
	}

	private static String callback(String when) {
		return "#include \"kpatch-macros.h\"\nstatic " + (when.equals("PRE_PATCH") ? "int" : "void") + " on_" + when + "(patch_object *obj)\n{\n\tpr_info(\"done\");\n"
				+ (when.equals("PRE_PATCH") ? "\treturn 0;\n" : "") + "}\nKPATCH_" + when + "_CALLBACK(on_" + when + ");\n";
	}

	private List<Finding> findings(Rule rule, FileChange... files) throws Exception {
		CheckResult result = new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(new ChangeSet("hazards", List.of(files), List.of()), work, CheckProgress.SILENT,
				Cancellation.NEVER);
		assertTrue(result.findings().stream().noneMatch(f -> f.rule() == Rule.COMPILE_ERROR), result.findings().toString());
		return result.findings().stream().filter(f -> f.rule() == rule).toList();
	}

	private static Arguments edit(String file, String from, String to, Rule rule, Severity severity, String place, String function, String message) {
		return Arguments.of(file, from, to, rule, severity, place, function, message);
	}

	private static int lineOf(String text, String place) {
		int at = text.indexOf(place);
		assertTrue(at >= 0, "the patched file contains " + place);
		return (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
	}
}
