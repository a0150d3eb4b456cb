package dev.livepatch.core.disasm;

import java.io.IOException;

/** Machine code cannot be shown as instructions. The message says why and which package helps. */
public final class DisassemblerUnavailable extends IOException {
	private static final long serialVersionUID = 1L;

	DisassemblerUnavailable(String message, Throwable cause) {
		super(message, cause);
	}
}
