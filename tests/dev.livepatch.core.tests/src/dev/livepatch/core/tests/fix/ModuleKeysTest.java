package dev.livepatch.core.tests.fix;

import static dev.livepatch.core.tests.fix.Fixing.change;
import static dev.livepatch.core.tests.fix.Fixing.fix;
import static dev.livepatch.core.tests.fix.Fixing.lineOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.fix.FixKind;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.testing.ExtendedKernel;

/** A real module with static keys and static calls of its own: what the differ says of changes to it, and what becomes of them when they are fixed. */
class ModuleKeysTest {
	private static final String FILE = "extra/keyed.c";
	private static final String MODULE = """
			#include <linux/module.h>
			#include <linux/jump_label.h>
			#include <linux/static_call.h>

			DEFINE_STATIC_KEY_FALSE(slow_key);
			static DEFINE_STATIC_KEY_TRUE(fast_key);
			struct static_key old_key = STATIC_KEY_INIT_FALSE;
			DEFINE_STATIC_KEY_ARRAY_FALSE(keys, 2);

			static int one_way(int value)
			{
				return value + 1;
			}
			DEFINE_STATIC_CALL(way, one_way);
			DEFINE_STATIC_CALL_NULL(detour, one_way);

			int slow(int value);
			int slow(int value)
			{
				value += 2;
				if (static_branch_unlikely(&slow_key))
					value *= 3;
				return value;
			}

			int fast(int value);
			int fast(int value)
			{
				value += 2;
				if (static_branch_likely(&fast_key))
					value *= 3;
				return value;
			}

			int old(int value);
			int old(int value)
			{
				value += 2;
				if (static_key_false(&old_key))
					value *= 3;
				return value;
			}

			int several(int value);
			int several(int value)
			{
				value += 2;
				if (static_branch_unlikely(&keys[1]))
					value *= 3;
				return value;
			}

			static inline bool asked(void)
			{
				return static_branch_unlikely(&slow_key);
			}

			int through(int value);
			int through(int value)
			{
				value += 2;
				if (asked())
					value *= 3;
				return value;
			}

			int call(int value);
			int call(int value)
			{
				value += 2;
				return static_call(way)(value) + 5;
			}

			int perhaps(int value);
			int perhaps(int value)
			{
				value += 2;
				static_call_cond(detour)(value);
				return value;
			}

			int turn(bool on);
			int turn(bool on)
			{
				static_call_update(way, one_way);
				if (on)
					static_branch_enable(&slow_key);
				else
					static_branch_disable(&fast_key);
				return 7;
			}

			static int __init keyed_init(void)
			{
				return 0;
			}
			module_init(keyed_init);

			static void __exit keyed_exit(void)
			{
			}
			module_exit(keyed_exit);
			MODULE_LICENSE("GPL");
			""";
	private static ExtendedKernel extended;

	@TempDir
	static Path cache;
	@TempDir
	Path work;

	@BeforeAll
	static void build() throws Exception {
		extended = ExtendedKernel.with("keyed", MODULE);
	}

	@AfterAll
	static void remove() throws Exception {
		extended.close();
	}

	/** Function, key as the message names it, the text whose line is at fault, what the fix makes of it. */
	static Stream<Arguments> refused() {
		return Stream.of(
				jumpLabel("slow", "slow_key", "if (static_branch_unlikely(&slow_key))", "if (unlikely(static_key_enabled(&slow_key)))"),
				jumpLabel("fast", "fast_key", "if (static_branch_likely(&fast_key))", "if (likely(static_key_enabled(&fast_key)))"),
				jumpLabel("old", "old_key", "if (static_key_false(&old_key))", "if (unlikely(static_key_enabled(&old_key)))"),
				jumpLabel("several", "keys", "if (static_branch_unlikely(&keys[1]))", "if (unlikely(static_key_enabled(&keys[1])))"),
				// where it stands, not where it was inlined
				jumpLabel("through", "slow_key", "return static_branch_unlikely(&slow_key);", "return unlikely(static_key_enabled(&slow_key));"),
				Arguments.of("call", "way", "return static_call(way)(value) + 5;", "return KPATCH_STATIC_CALL(way)(value) + 5;", Rule.STATIC_CALL, FixKind.STATIC_CALL),
				Arguments.of("perhaps", "detour", "static_call_cond(detour)(value);",
						"({ typeof(STATIC_CALL_TRAMP(detour)) *detour_now = READ_ONCE(STATIC_CALL_KEY(detour).func); if (detour_now) detour_now(value); });", Rule.STATIC_CALL, FixKind.STATIC_CALL));
	}

	private static Arguments jumpLabel(String function, String key, String at, String fixed) {
		return Arguments.of(function, key, at, fixed, Rule.JUMP_LABEL, FixKind.STATIC_KEY);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refused")
	void refusedAtItsLineAndAcceptedOnceFixed(String function, String key, String at, String fixed, Rule rule, FixKind kind) throws Exception {
		FileChange edit = edited(function, "value += 2;", "value += 4;");
		CheckResult refused = check(change(edit));
		assertEquals(Verdict.UNSUPPORTED, refused.verdict(), refused.findings().toString());
		assertEquals(1, refused.findings().size(), refused.findings().toString());
		Finding finding = refused.findings().getFirst();
		assertEquals(rule, finding.rule(), finding.toString());
		assertEquals(FILE, finding.file());
		assertEquals(lineOf(edit, at), finding.line(), finding.toString());
		assertEquals(function, finding.function());
		assertEquals(key, finding.subject());
		ChangeSet change = fix(finding, change(edit), kind).applied(change(edit));
		assertTrue(change.files().getFirst().patched().orElseThrow().contains(fixed), change.files().getFirst().patched().orElseThrow());
		CheckResult accepted = check(change);
		assertEquals(Verdict.PATCHABLE, accepted.verdict(), accepted.findings().toString());
		assertEquals(List.of(function), accepted.objects().getFirst().changed());
	}

	/** What only switches keys needs no code patched in place; a key of the patch's own is switched with the patch's own code. */
	@Test
	void acceptedAsItIs() throws Exception {
		assertEquals(Verdict.PATCHABLE, check(change(edited("turn", "return 7;", "return 8;"))).verdict());
		String own = MODULE.replace("static int one_way", "static DEFINE_STATIC_KEY_FALSE(own_key);\nstatic int one_way");
		FileChange edit = new FileChange.Modified(FILE, MODULE, own.replace("\tvalue += 2;\n\treturn static_call", "\tif (static_branch_unlikely(&own_key))\n\t\tvalue += 2;\n\treturn 0 * static_call"));
		Finding left = check(change(edit)).findings().getFirst();
		assertEquals(Rule.STATIC_CALL, left.rule(), "the module's call is refused, the patch's own key is not");
	}

	private static FileChange.Modified edited(String function, String from, String to) {
		int place = MODULE.indexOf(from, MODULE.indexOf("int " + function + "(", MODULE.indexOf("int " + function + "(") + 1));
		return new FileChange.Modified(FILE, MODULE, MODULE.substring(0, place) + to + MODULE.substring(place + from.length()));
	}

	private CheckResult check(ChangeSet change) throws Exception {
		return new Checker(extended.kernel(), DemoKernel.toolchain(cache)).check(change, work, CheckProgress.SILENT, Cancellation.NEVER);
	}
}
