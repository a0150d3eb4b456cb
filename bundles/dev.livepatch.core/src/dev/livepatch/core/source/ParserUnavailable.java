package dev.livepatch.core.source;

import java.io.IOException;

/** C text cannot be parsed on this machine. The message says why; nothing else depends on it. */
public final class ParserUnavailable extends IOException {
	private static final long serialVersionUID = 1L;

	ParserUnavailable(String message, Throwable cause) {
		super(message, cause);
	}
}
