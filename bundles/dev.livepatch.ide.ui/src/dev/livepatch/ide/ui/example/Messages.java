package dev.livepatch.ide.ui.example;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String window;
	public static String title;
	public static String description;
	public static String choose;
	public static String chooseKernel;
	public static String badKernel;
	public static String exists;
	public static String verified;
	public static String refused;
	public static String notFound;
	public static String notCreated;

	static {
		initializeMessages("dev.livepatch.ide.ui.example.messages", Messages.class);
	}

	private Messages() {
	}
}
