package dev.livepatch.ide.ui;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.ResourceLocator;
import org.eclipse.swt.graphics.Image;

/** The bundle's icons; the images live as long as the display. */
public enum Icons {
	LIVEPATCH("livepatch"), KERNEL("kernel"), KERNEL_FILE("kernel_file"), WIZARD_BANNER("wizard_banner"), RUN_VIEW("run_view"), REPORT("report"),
	PASSED("passed"), FAILED("failed"), SKIPPED("skipped"), RUNNING("running"), WARNING("warning"), INFO("info"), ADDED("added"), VARIABLE("variable"), CALLBACK("callback"), CHECK_NOW("check_now"), PIN("pin"), FOLDER("folder"), FIX("fix"),
	COMPARE_CODE("compare_code"), MODULE("module"),
	STATUS_FREED("status_freed"), STATUS_NOT_PATCHABLE("status_not_patchable"), STATUS_ON_STACK("status_on_stack"), STATUS_PATCHABLE("status_patchable"), STATUS_INLINED("status_inlined"),
	STATUS_ADDED("status_added"), STATUS_UNKNOWN("status_unknown"),
	OUTLINE_FUNCTION("outline_function"), OUTLINE_STRUCT("outline_struct"), OUTLINE_UNION("outline_union"), OUTLINE_ENUM("outline_enum"), OUTLINE_TYPEDEF("outline_typedef"),
	OUTLINE_VARIABLE("outline_variable"), OUTLINE_MACRO("outline_macro"), SORT("sort");

	private final String path;

	Icons(String name) {
		path = "icons/" + name + ".svg";
	}

	public ImageDescriptor descriptor() {
		return ResourceLocator.imageDescriptorFromBundle(LivepatchUi.ID, path).orElseGet(ImageDescriptor::getMissingImageDescriptor);
	}

	/** Not to be disposed of. */
	public Image image() {
		return JFaceResources.getResources().get(descriptor());
	}
}
