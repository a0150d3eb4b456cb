package dev.livepatch.ide.kernel;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String compiling;
	public static String patchedElsewhere;
	public static String notCopied;
	public static String onlyPatch;
	public static String notExpanded;
	public static String noKernel;
	public static String notAbsolute;
	public static String chooseKernel;
	public static String indexing;

	static {
		initializeMessages("dev.livepatch.ide.kernel.messages", Messages.class);
	}

	private Messages() {
	}
}
