package dev.livepatch.ide.ui.fix;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String changedMeanwhile;
	public static String chooseKernel;
	public static String chooseKernelIs;
	public static String notMade;
	public static String goTo;
	public static String goToIs;
	public static String notShown;

	static {
		initializeMessages("dev.livepatch.ide.ui.fix.messages", Messages.class);
	}

	private Messages() {
	}
}
