package dev.livepatch.ide.ui.compare;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

import org.eclipse.compare.CompareUI;
import org.eclipse.compare.IEncodedStreamContentAccessor;
import org.eclipse.compare.ITypedElement;
import org.eclipse.core.runtime.IPath;
import org.eclipse.swt.graphics.Image;

/** One side of a comparison that is only read: the kernel's version of a file, or what a patch makes of it. */
record TextSide(String path, byte[] content, String charset) implements ITypedElement, IEncodedStreamContentAccessor {

	@Override
	public String getName() {
		return path.substring(path.lastIndexOf('/') + 1);
	}

	@Override
	public String getType() {
		String extension = IPath.fromPortableString(path).getFileExtension();
		return extension == null ? TEXT_TYPE : extension;
	}

	@Override
	public Image getImage() {
		return CompareUI.getImage(getType());
	}

	@Override
	public InputStream getContents() {
		return new ByteArrayInputStream(content);
	}

	@Override
	public String getCharset() {
		return charset;
	}
}
