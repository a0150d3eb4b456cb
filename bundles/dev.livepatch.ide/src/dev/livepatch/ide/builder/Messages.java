package dev.livepatch.ide.builder;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String rechecking;

	static {
		initializeMessages("dev.livepatch.ide.builder.messages", Messages.class);
	}

	private Messages() {
	}
}
