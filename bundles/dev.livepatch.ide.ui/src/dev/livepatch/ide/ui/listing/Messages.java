package dev.livepatch.ide.ui.listing;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String CompareFunctionHandler_noProject;
	public static String CompareFunctionHandler_title;
	public static String CompareFunctionResolution_description;
	public static String CompareFunctionResolution_label;
	public static String FunctionChooser_changed;
	public static String FunctionChooser_function;
	public static String FunctionChooser_new;
	public static String FunctionChooser_of;
	public static String FunctionChooser_removed;
	public static String FunctionChooser_tip;
	public static String FunctionComparison_dataOnly;
	public static String FunctionComparison_original;
	public static String FunctionComparison_patched;
	public static String FunctionComparison_title;
	public static String FunctionComparison_titleOf;
	public static String ListingViewer_title;

	static {
		initializeMessages(Messages.class.getPackageName() + ".messages", Messages.class);
	}

	private Messages() {
	}
}
