package dev.livepatch.ide.ui.declaration;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String choose;
	public static String chooseTitle;
	public static String declaredOnly;
	public static String enumerator;
	public static String enumeratorOf;
	public static String failed;
	public static String finding;
	public static String function;
	public static String label;
	public static String linkText;
	public static String macro;
	public static String member;
	public static String memberOf;
	public static String noName;
	public static String notConfigured;
	public static String notFound;
	public static String type;
	public static String variable;

	static {
		initializeMessages("dev.livepatch.ide.ui.declaration.messages", Messages.class);
	}

	private Messages() {
	}
}
