package dev.livepatch.ide.listing;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String FunctionFinder_compiling;
	public static String FunctionFinder_doesNotCompile;
	public static String FunctionFinder_inlined;
	public static String FunctionFinder_noFunction;
	public static String FunctionFinder_noFunctionAt;
	public static String FunctionFinder_noObject;
	public static String FunctionFinder_nothingChanged;
	public static String FunctionFinder_others;
	public static String FunctionFinder_task;
	public static String FunctionFinder_variant;

	static {
		initializeMessages(Messages.class.getPackageName() + ".messages", Messages.class);
	}

	private Messages() {
	}
}
