package dev.livepatch.ide.exchange;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String ProjectImport_changedMeanwhile;
	public static String ProjectImport_cannotHold;
	public static String ProjectImport_exists;
	public static String ProjectImport_task;
	public static String ExportRequest_exists;

	static {
		initializeMessages("dev.livepatch.ide.exchange.messages", Messages.class);
	}

	private Messages() {
	}
}
