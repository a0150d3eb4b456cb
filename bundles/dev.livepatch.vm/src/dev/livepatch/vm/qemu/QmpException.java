package dev.livepatch.vm.qemu;

import java.io.IOException;

/** QEMU refused a command, or its answer made no sense. */
public final class QmpException extends IOException {
	private static final long serialVersionUID = 1L;

	public QmpException(String message) {
		super(message);
	}
}
