package dev.livepatch.ide.check;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String CheckResults_ended;
	public static String checking;
	public static String kernelChangedMeanwhile;
	public static String notChecked;

	static {
		initializeMessages("dev.livepatch.ide.check.messages", Messages.class);
	}

	private Messages() {
	}
}
