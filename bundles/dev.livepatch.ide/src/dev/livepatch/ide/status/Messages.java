package dev.livepatch.ide.status;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String StatusJob_name;

	static {
		initializeMessages("dev.livepatch.ide.status.messages", Messages.class);
	}

	private Messages() {
	}
}
