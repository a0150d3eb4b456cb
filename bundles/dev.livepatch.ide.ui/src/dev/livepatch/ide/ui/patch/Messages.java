package dev.livepatch.ide.ui.patch;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String never;
	public static String beginning;
	public static String running;
	public static String checked;
	public static String failed;
	public static String stale;
	public static String before;
	public static String patchable;
	public static String unsupported;
	public static String unchanged;
	public static String noVerdict;
	public static String noProject;
	public static String function;
	public static String functions;
	public static String object;
	public static String objects;
	public static String objectPatchable;
	public static String objectUnsupported;
	public static String objectUnchanged;
	public static String objectFailed;
	public static String objectGone;
	public static String edited;
	public static String affected;
	public static String added;
	public static String refused;
	public static String withheld;
	public static String withheldRefused;
	public static String withheldNoVerdict;
	public static String dropped;
	public static String editedAt;
	public static String error;
	public static String warning;
	public static String info;
	public static String oneError;
	public static String manyErrors;
	public static String oneWarning;
	public static String manyWarnings;
	public static String oneInfo;
	public static String manyInfos;
	public static String callback;
	public static String callbackAt;
	public static String shadow;
	public static String shadowOf;
	public static String shadowVaries;
	public static String shadowVarying;
	public static String shadowUnread;
	public static String shadowNotRead;
	public static String shadowUse;
	public static String constant;
	public static String variable;
	public static String staticLocal;
	public static String bytes;
	public static String bytesIn;
	public static String columnName;
	public static String columnStatus;
	public static String columnReason;
	public static String columnPlace;
	public static String drawing;
	public static String lookingForFixes;
	public static String noFixes;
	public static String cancel;
	public static String cancelTip;
	public static String filter;
	public static String exportTitle;
	public static String exportText;
	public static String exportJson;
	public static String exportSarif;
	public static String exporting;
	public static String exportFailed;
	public static String copyPatch;
	public static String noPatch;
	public static String opening;
	public static String noPlace;
	public static String notOpened;

	static {
		initializeMessages(Messages.class.getPackageName() + ".messages", Messages.class);
	}

	private Messages() {
	}
}
