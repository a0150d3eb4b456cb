package dev.livepatch.core.change;

import java.io.IOException;

/**
 * A patch or project cannot be read or does not apply.
 * {@link #file()} and {@link #line()} name the place in the author's own file (patch, {@code livepatch.toml}), line 0 where there is none.
 */
public final class ChangeException extends IOException {
	private static final long serialVersionUID = 1L;
	private final String file;
	private final int line;
	private final String reason;

	public ChangeException(String file, int line, String message) {
		super(file + (line > 0 ? ":" + line : "") + ": " + message);
		this.file = file;
		this.line = line;
		this.reason = message;
	}

	public String file() {
		return file;
	}

	public int line() {
		return line;
	}

	/** The message without the place. */
	public String reason() {
		return reason;
	}
}
