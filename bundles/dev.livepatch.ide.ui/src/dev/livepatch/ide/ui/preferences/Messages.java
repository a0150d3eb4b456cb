package dev.livepatch.ide.ui.preferences;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String lookingAtKernels;
	public static String directory;
	public static String kernel;
	public static String add;
	public static String remove;
	public static String makeDefault;
	public static String addTitle;
	public static String isDefault;
	public static String looking;
	public static String own;
	public static String configure;
	public static String unknown;
	public static String lookingAtKernel;
	public static String release;
	public static String error;
	public static String warning;
	public static String inspection;
	public static String browseKernel;
	public static String kernelTitle;
	public static String description;
	public static String tools;
	public static String notStored;
	public static String automatic;
	public static String browse;
	public static String lookingFor;

	static {
		initializeMessages("dev.livepatch.ide.ui.preferences.messages", Messages.class);
	}

	private Messages() {
	}
}
