package dev.livepatch.ide.check;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String CheckResults_ended;
	public static String checking;
	public static String kernelChangedMeanwhile;
	public static String notChecked;
	public static String otherKernel;
	public static String unfinished;
	public static String watching;

	static {
		initializeMessages("dev.livepatch.ide.check.messages", Messages.class);
	}

	private Messages() {
	}
}
