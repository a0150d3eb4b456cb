package dev.livepatch.core.process;

import java.time.Duration;

/**
 * What a finished tool left behind.
 *
 * @param exitCode 0 to 255; 128 + N when signal N ended it
 * @param stdout   at most {@link Tool#MAX_OUTPUT} bytes, ISO-8859-1 where not UTF-8
 * @param stderr   as {@code stdout}
 */
public record ToolResult(int exitCode, String stdout, String stderr, Duration elapsed) {
	private static final int LAST_SIGNAL = 64;

	/** Whether a signal (SIGSEGV, SIGKILL …) ended the tool. */
	public boolean crashed() {
		return exitCode > 128 && exitCode <= 128 + LAST_SIGNAL;
	}
}
