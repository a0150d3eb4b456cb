package dev.livepatch.ide.ui.outline;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String sort;
	public static String sortTip;
	public static String functionsOnly;
	public static String functionsOnlyTip;
	public static String link;
	public static String linkTip;
	public static String unnamed;
	public static String edited;
	public static String function;
	public static String struct;
	public static String union;
	public static String enumeration;
	public static String typedef;
	public static String variable;
	public static String macro;
	public static String member;
	public static String value;

	static {
		initializeMessages("dev.livepatch.ide.ui.outline.messages", Messages.class);
	}

	private Messages() {
	}
}
