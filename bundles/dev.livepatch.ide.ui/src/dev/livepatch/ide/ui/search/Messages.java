package dev.livepatch.ide.ui.search;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String caseSensitive;
	public static String containing;
	public static String count;
	public static String failed;
	public static String fileNames;
	public static String fileNamesHint;
	public static String incomplete;
	public static String kernelOf;
	public static String line;
	public static String matches;
	public static String noProject;
	public static String noWord;
	public static String notSearched;
	public static String oneMatch;
	public static String regularExpression;
	public static String resultLabel;
	public static String searching;
	public static String someNotSearched;
	public static String wholeWord;

	static {
		initializeMessages("dev.livepatch.ide.ui.search.messages", Messages.class);
	}

	private Messages() {
	}
}
