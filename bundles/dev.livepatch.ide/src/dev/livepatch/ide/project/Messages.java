package dev.livepatch.ide.project;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String rechecking;
	public static String KernelWatch_otherKernel;
	public static String KernelWatch_unfinished;

	static {
		initializeMessages("dev.livepatch.ide.project.messages", Messages.class);
	}

	private Messages() {
	}
}
