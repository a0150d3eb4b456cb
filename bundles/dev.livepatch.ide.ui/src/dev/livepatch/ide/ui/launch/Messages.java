package dev.livepatch.ide.ui.launch;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String shortcut;
	public static String machineAsProject;
	public static String processors;
	public static String memory;
	public static String megabytes;
	public static String kvm;
	public static String programs;
	public static String qemu;
	public static String busybox;
	public static String inPreferences;
	public static String lookingForQemu;
	public static String lookingForBusybox;
	public static String machine;
	public static String project;
	public static String browse;
	public static String kernel;
	public static String inProperties;
	public static String lookingAtKernel;
	public static String patch;
	public static String kernelIn;
	public static String projectTitle;
	public static String projectMessage;
	public static String workload;
	public static String workloadIs;
	public static String stress;
	public static String moreTimes;
	public static String stressIs;
	public static String measure;
	public static String measureIs;
	public static String trace;
	public static String traceIs;
	public static String cold;
	public static String coldIs;
	public static String force;
	public static String forceIs;
	public static String trials;
	public static String probes;
	public static String probesAsProject;
	public static String ownProbes;
	public static String add;
	public static String deadlines;
	public static String boot;
	public static String bootIs;
	public static String transition;
	public static String transitionIs;
	public static String probe;
	public static String probeIs;
	public static String noProbe;
	public static String verification;
	public static String probesTitle;
	public static String probesMessage;

	static {
		initializeMessages("dev.livepatch.ide.ui.launch.messages", Messages.class);
	}

	private Messages() {
	}
}
