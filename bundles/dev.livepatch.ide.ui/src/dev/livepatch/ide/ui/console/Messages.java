package dev.livepatch.ide.ui.console;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String opening;
	public static String notFound;
	public static String noKernelFile;
	public static String notShown;

	static {
		initializeMessages("dev.livepatch.ide.ui.console.messages", Messages.class);
	}

	private Messages() {
	}
}
