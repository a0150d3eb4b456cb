package dev.livepatch.ide.ui;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String looking;
	public static String notCompared;

	static {
		initializeMessages("dev.livepatch.ide.ui.messages", Messages.class);
	}

	private Messages() {
	}
}
