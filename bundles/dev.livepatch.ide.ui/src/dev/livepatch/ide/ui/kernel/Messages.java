package dev.livepatch.ide.ui.kernel;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String title;
	public static String message;
	public static String listing;
	public static String beingListed;
	public static String changed;
	public static String toolTip;
	public static String generatedToolTip;
	public static String notRead;
	public static String notOpened;
	public static String noProject;
	public static String whichKernel;

	static {
		initializeMessages("dev.livepatch.ide.ui.kernel.messages", Messages.class);
	}

	private Messages() {
	}
}
