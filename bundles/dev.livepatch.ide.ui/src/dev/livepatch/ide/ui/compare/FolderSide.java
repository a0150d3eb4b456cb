package dev.livepatch.ide.ui.compare;

import org.eclipse.compare.CompareUI;
import org.eclipse.compare.ITypedElement;
import org.eclipse.swt.graphics.Image;

/** A folder of the kernel tree in which files differ. */
record FolderSide(String path) implements ITypedElement {

	@Override
	public String getName() {
		return path;
	}

	@Override
	public Image getImage() {
		return CompareUI.getImage(FOLDER_TYPE);
	}

	@Override
	public String getType() {
		return FOLDER_TYPE;
	}
}
