package dev.livepatch.ide.ui.source;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String reading;

	static {
		initializeMessages("dev.livepatch.ide.ui.source.messages", Messages.class);
	}

	private Messages() {
	}
}
