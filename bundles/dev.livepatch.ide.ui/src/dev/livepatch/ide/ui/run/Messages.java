package dev.livepatch.ide.ui.run;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String compare;
	public static String compareIs;
	public static String notListed;
	public static String noReport;
	public static String noEarlier;
	public static String runUnreadable;
	public static String earlier;
	public static String comparison;
	public static String reportUnreadable;
	public static String running;
	public static String failed;
	public static String noVerdict;
	public static String passed;
	public static String skipped;
	public static String title;
	public static String reportNotOpened;
	public static String terminate;
	public static String terminateIs;
	public static String copy;
	public static String copyIs;
	public static String open;
	public static String openIs;
	public static String noRun;
	public static String step;
	public static String verdict;
	public static String time;
	public static String evidence;

	static {
		initializeMessages("dev.livepatch.ide.ui.run.messages", Messages.class);
	}

	private Messages() {
	}
}
