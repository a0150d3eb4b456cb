package dev.livepatch.core.kernel;

import java.io.IOException;

/** A directory is not a usable kernel build, or a part of it cannot be read. The message says what, where and what to do. */
public final class KernelException extends IOException {
	private static final long serialVersionUID = 1L;

	public KernelException(String message) {
		super(message);
	}

	public KernelException(String message, Throwable cause) {
		super(message, cause);
	}
}
