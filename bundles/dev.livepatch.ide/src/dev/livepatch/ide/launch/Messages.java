package dev.livepatch.ide.launch;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String noProject;
	public static String badProject;
	public static String verifying;
	public static String cancelled;
	public static String noVerdict;
	public static String unchanged;
	public static String unchecked;
	public static String unpatchable;
	public static String trialsBuilt;
	public static String moduleBuilt;
	public static String waitsForDebugger;
	public static String verified;
	public static String notVerified;
	public static String waiting;
	public static String inGuest;
	public static String label;
	public static String noInput;
	public static String notEnded;

	static {
		initializeMessages("dev.livepatch.ide.launch.messages", Messages.class);
	}

	private Messages() {
	}
}
