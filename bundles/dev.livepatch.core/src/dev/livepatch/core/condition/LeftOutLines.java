package dev.livepatch.core.condition;

import java.util.List;

import dev.livepatch.core.kernel.KernelConfig;

/**
 * A branch of a preprocessor condition that is not compiled, since the kernel's configuration decides against it.
 *
 * @param why       such as {@code “#ifdef CONFIG_SMP” (line 12): CONFIG_SMP is not set}
 * @param firstLine behind the branch's directive, from 1
 * @param lastLine  before the next directive of the condition
 */
public record LeftOutLines(String why, int firstLine, int lastLine) {

	/**
	 * Those of a C text, ascending, none within another. What cannot be told from the configuration alone is not among them: conditions on other macros, and all of a file that sets
	 * options itself.
	 */
	public static List<LeftOutLines> of(String text, KernelConfig config) {
		return new ConditionReader(text, config).read();
	}

	/** Whether all of some lines are left out. */
	public boolean hold(int first, int count) {
		return count > 0 && first >= firstLine && first + count - 1 <= lastLine;
	}
}
