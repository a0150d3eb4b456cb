package dev.livepatch.ide.ui.wizard;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String window;
	public static String creating;
	public static String notCreated;
	public static String notOpened;
	public static String title;
	public static String description;
	public static String name;
	public static String nameIs;
	public static String chooseKernel;
	public static String badKernel;
	public static String limitedKernel;
	public static String lookingAtKernel;
	public static String enterName;
	public static String badName;
	public static String nameTaken;
	public static String configuring;

	static {
		initializeMessages("dev.livepatch.ide.ui.wizard.messages", Messages.class);
	}

	private Messages() {
	}
}
