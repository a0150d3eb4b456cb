package dev.livepatch.ide.ui.status;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String compiled;
	public static String entry;
	public static String inlined;
	public static String inlinedNotPatchable;
	public static String callers;
	public static String site;
	public static String more;
	public static String neverChecked;
	public static String checking;
	public static String checkFailed;
	public static String notEdited;
	public static String lastCheck;
	public static String lastCheckClean;
	public static String stale;
	public static String compare;
	public static String focus;
	public static String opening;
	public static String noFile;

	static {
		initializeMessages("dev.livepatch.ide.ui.status.messages", Messages.class);
	}

	private Messages() {
	}
}
