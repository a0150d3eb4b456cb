package dev.livepatch.ide.check;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String CheckResults_ended;

	static {
		initializeMessages(Messages.class.getPackageName() + ".messages", Messages.class);
	}

	private Messages() {
	}
}
