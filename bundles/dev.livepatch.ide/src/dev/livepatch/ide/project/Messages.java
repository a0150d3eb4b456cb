package dev.livepatch.ide.project;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String otherKernel;
	public static String rechecking;
	public static String unfinished;
	public static String watching;

	static {
		initializeMessages("dev.livepatch.ide.project.messages", Messages.class);
	}

	private Messages() {
	}
}
