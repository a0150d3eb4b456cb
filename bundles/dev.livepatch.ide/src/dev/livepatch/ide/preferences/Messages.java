package dev.livepatch.ide.preferences;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String kernels;
	public static String kernelsAre;
	public static String kernel;
	public static String kernelIs;
	public static String kpatch;
	public static String kpatchIs;
	public static String qemu;
	public static String qemuIs;
	public static String busybox;
	public static String busyboxIs;
	public static String version;
	public static String noVersion;
	public static String versionUnknown;
	public static String notExecutable;
	public static String notOnPath;
	public static String noKernel;
	public static String unknownKernel;
	public static String notStored;

	static {
		initializeMessages("dev.livepatch.ide.preferences.messages", Messages.class);
	}

	private Messages() {
	}
}
