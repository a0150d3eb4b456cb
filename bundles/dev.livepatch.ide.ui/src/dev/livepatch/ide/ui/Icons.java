package dev.livepatch.ide.ui;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.ResourceLocator;
import org.eclipse.swt.graphics.Image;

/** The bundle's icons; the images live as long as the display. */
public enum Icons {
	LIVEPATCH("livepatch"), KERNEL("kernel"), KERNEL_FILE("kernel_file"), WIZARD_BANNER("wizard_banner"), RUN_VIEW("run_view"), REPORT("report"),
	PASSED("passed"), FAILED("failed"), SKIPPED("skipped"), RUNNING("running"), WARNING("warning"), INFO("info"), ADDED("added"), VARIABLE("variable"), CALLBACK("callback"), CHECK_NOW("check_now"), PIN("pin"), FIX("fix"),
	COMPARE_CODE("compare_code"), MODULE("module");

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
