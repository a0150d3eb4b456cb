package dev.livepatch.core.process;

import java.io.IOException;

/** A tool could not be started, ran past its deadline, or failed in a way that is no verdict. The message says which tool, what happened and what to do. */
public final class ToolException extends IOException {
	private static final long serialVersionUID = 1L;

	public ToolException(String message) {
		super(message);
	}

	public ToolException(String message, Throwable cause) {
		super(message, cause);
	}
}
