package dev.livepatch.ide.ui.steps;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String evidence;
	public static String goTo;
	public static String title;

	static {
		initializeMessages("dev.livepatch.ide.ui.steps.messages", Messages.class);
	}

	private Messages() {
	}
}
