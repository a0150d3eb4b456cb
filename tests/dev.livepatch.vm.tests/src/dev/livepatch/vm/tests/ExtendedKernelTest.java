package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.build.PatchModuleBuilder;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.testing.ExtendedKernel;
import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.StepVerdict;

/** Patches beside modules that the demo kernel does not have: one that holds a function itself, one with keys of its own. */
class ExtendedKernelTest extends RunFixture {
	private static final String HOLDER = """
			#include <linux/module.h>
			#include <linux/ftrace.h>

			static void holder_handler(unsigned long ip, unsigned long parent, struct ftrace_ops *ops, struct ftrace_regs *regs)
			{
			}
			static struct ftrace_ops holder_ops = { .func = holder_handler, .flags = FTRACE_OPS_FL_SAVE_REGS | FTRACE_OPS_FL_IPMODIFY };

			static int __init holder_init(void)
			{
				int error = ftrace_set_filter(&holder_ops, "version_proc_show", strlen("version_proc_show"), 1);

				return error ? error : register_ftrace_function(&holder_ops);
			}
			module_init(holder_init);
			MODULE_LICENSE("GPL");
			""";

	/** {@code /proc/keyed} tells which way its key and its call go; its parameter turns them. */
	private static final String KEYED = """
			#include <linux/module.h>
			#include <linux/jump_label.h>
			#include <linux/proc_fs.h>
			#include <linux/seq_file.h>
			#include <linux/static_call.h>

			static DEFINE_STATIC_KEY_FALSE(keyed_on);

			static const char *keyed_left(void)
			{
				return "left";
			}
			static const char *keyed_right(void)
			{
				return "right";
			}
			DEFINE_STATIC_CALL(keyed_way, keyed_left);

			static int keyed_show(struct seq_file *m, void *v)
			{
				if (static_branch_unlikely(&keyed_on))
					seq_puts(m, "on ");
				seq_puts(m, static_call(keyed_way)());
				seq_puts(m, " plain\\n");
				return 0;
			}

			static int keyed_turn(const char *text, const struct kernel_param *parameter)
			{
				if (*text == '1')
					static_branch_enable(&keyed_on);
				else
					static_branch_disable(&keyed_on);
				static_call_update(keyed_way, *text == '1' ? keyed_right : keyed_left);
				return 0;
			}
			static const struct kernel_param_ops keyed_turning = { .set = keyed_turn };
			module_param_cb(turn, &keyed_turning, NULL, 0200);

			static int __init keyed_init(void)
			{
				return proc_create_single("keyed", 0, NULL, keyed_show) ? 0 : -ENOMEM;
			}
			module_init(keyed_init);
			MODULE_LICENSE("GPL");
			""";

	/** Both would change where the function leads, and the second is refused. */
	@Test
	void whoHoldsAFunctionIsNamed() throws Exception {
		try (ExtendedKernel extended = ExtendedKernel.with("holder", HOLDER)) {
			VerificationReport report = run(plan(extended, DemoPatches.good(), "holder"));
			assertEquals(Outcome.FAILED, report.outcome(), report::toString);
			RuntimeProblem problem = report.problems().stream().filter(p -> p.kind() == Kind.LOAD_FAILED).findFirst().orElseThrow();
			assertEquals("version_proc_show", problem.function().orElseThrow());
			assertTrue(problem.message().contains("failed to register ftrace handler for function 'version_proc_show' (-16)") && problem.message().contains(". version_proc_show is taken: ")
					&& problem.message().contains("holder_handler"), problem.message());
		}
	}

	/** The fixed code of {@code ModuleKeysTest}'s kinds goes the way that the module's own keys say, before and after they are turned. */
	@Test
	void fixedCodeFollowsTheModulesKeys() throws Exception {
		try (ExtendedKernel extended = ExtendedKernel.with("keyed", KEYED)) {
			String fixed = KEYED.replace("#include <linux/static_call.h>\n", "#include <linux/static_call.h>\n#include \"kpatch-macros.h\"\n").replace("plain", "patched")
					.replace("static_branch_unlikely(&keyed_on)", "unlikely(static_key_enabled(&keyed_on))").replace("static_call(keyed_way)()", "KPATCH_STATIC_CALL(keyed_way)()");
			VerificationReport report = run(plan(extended, patch(extended, new FileChange.Modified("extra/keyed.c", KEYED, fixed)), "keyed",
					probe("""
					turn=/sys/module/keyed/parameters/turn
					echo 0 >$turn && cat /proc/keyed && grep -qx 'left patched' /proc/keyed || exit 1
					echo 1 >$turn && cat /proc/keyed && grep -qx 'on right patched' /proc/keyed
					""")));
			assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
			assertVerdict(StepVerdict.PASSED, report, Step.UNLOAD);
		}
	}

	private Path patch(ExtendedKernel extended, FileChange change) throws Exception {
		Toolchain toolchain = DemoKernel.toolchain(TestDirectory.get().resolve("cache"));
		CheckResult result = new Checker(extended.kernel(), toolchain).check(new ChangeSet("keys", List.of(change), List.of()), directory.resolve("work"), CheckProgress.SILENT, Cancellation.NEVER);
		assertEquals(Verdict.PATCHABLE, result.verdict(), result.findings().toString());
		return new PatchModuleBuilder().build(DemoKernel.open(), toolchain, "keys", true, result.patchedObjects(), directory.resolve("work"), Cancellation.NEVER).file();
	}

	private VerificationPlan plan(ExtendedKernel extended, Path patch, String module, Path... probes) throws Exception {
		return new VerificationPlan(extended.kernel(), patch, List.of(probes), List.of(module), List.of(), machine(), Deadlines.DEFAULT.scaled(2), directory);
	}
}
