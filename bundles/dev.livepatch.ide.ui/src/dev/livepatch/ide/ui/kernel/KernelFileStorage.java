package dev.livepatch.ide.ui.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.core.resources.IEncodedStorage;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.PlatformObject;
import org.eclipse.core.runtime.Status;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.ide.project.ProjectFiles;

/** The read-only content of a file of the kernel. */
final class KernelFileStorage extends PlatformObject implements IEncodedStorage {
	private final Path file;
	private final String kernelPath;

	KernelFileStorage(Path file, String kernelPath) {
		this.file = file;
		this.kernelPath = kernelPath;
	}

	@Override
	public InputStream getContents() throws CoreException {
		try {
			return Files.newInputStream(file);
		} catch (IOException e) {
			throw unreadable(e);
		}
	}

	@Override
	public String getCharset() throws CoreException {
		try {
			return ProjectFiles.charset(Files.readAllBytes(file)).name();
		} catch (IOException e) {
			throw unreadable(e);
		}
	}

	@Override
	public IPath getFullPath() {
		return IPath.fromPortableString(kernelPath);
	}

	@Override
	public String getName() {
		return file.getFileName().toString();
	}

	@Override
	public boolean isReadOnly() {
		return true;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof KernelFileStorage o && file.equals(o.file);
	}

	@Override
	public int hashCode() {
		return file.hashCode();
	}

	private CoreException unreadable(IOException e) {
		return new CoreException(Status.error(NLS.bind(Messages.notRead, file, e.getMessage()), e));
	}
}
