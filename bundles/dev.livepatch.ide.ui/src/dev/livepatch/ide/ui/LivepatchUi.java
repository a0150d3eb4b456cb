package dev.livepatch.ide.ui;

/** Names that other bundles may refer to. */
public final class LivepatchUi {
	public static final String ID = "dev.livepatch.ide.ui";
	public static final String NEW_WIZARD = ID + ".newProject";
	public static final String EXAMPLE_WIZARD = ID + ".newExample";
	public static final String PERSPECTIVE = ID + ".perspective";
	public static final String IMPORT_WIZARD = ID + ".import";
	public static final String EXPORT_WIZARD = ID + ".export";
	public static final String RUN_VIEW = ID + ".runView";
	public static final String PATCH_VIEW = ID + ".patchView";
	public static final String OPEN_KERNEL_FILE = ID + ".openKernelFile";
	public static final String PREFERENCE_PAGE = ID + ".preferences";
	public static final String PROPERTY_PAGE = ID + ".kernelProperties";

	private LivepatchUi() {
	}
}
