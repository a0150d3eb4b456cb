package dev.livepatch.ide.ui.compare;

import org.eclipse.osgi.util.NLS;

/** Texts of this package. */
final class Messages extends NLS {
	public static String Differences_impossible;
	public static String KernelComparison_kernel;
	public static String KernelComparison_release;
	public static String KernelComparison_title;
	public static String ReplaceWithKernelHandler_failed;
	public static String ReplaceWithKernelHandler_more;
	public static String ReplaceWithKernelHandler_none;
	public static String ReplaceWithKernelHandler_question;
	public static String ReplaceWithKernelHandler_title;

	static {
		NLS.initializeMessages(Messages.class.getPackageName() + ".messages", Messages.class);
	}

	private Messages() {
	}
}
