package dev.livepatch.ide.ui.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

import org.eclipse.compare.CompareConfiguration;
import org.eclipse.compare.CompareEditorInput;
import org.eclipse.compare.IEncodedStreamContentAccessor;
import org.eclipse.compare.ITypedElement;
import org.eclipse.compare.structuremergeviewer.DiffNode;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Image;

import dev.livepatch.ide.launch.PastRun;

/** The reports of two runs side by side, the earlier on the left. */
final class RunComparison extends CompareEditorInput {
	private final PastRun earlier;
	private final PastRun later;

	RunComparison(PastRun earlier, PastRun later) {
		super(new CompareConfiguration());
		this.earlier = earlier;
		this.later = later;
		getCompareConfiguration().setLeftLabel(name(earlier));
		getCompareConfiguration().setRightLabel(name(later));
		getCompareConfiguration().setLeftEditable(false);
		getCompareConfiguration().setRightEditable(false);
		setTitle(NLS.bind(Messages.comparison, name(earlier), name(later)));
	}

	private static String name(PastRun run) {
		return run.directory().getFileName().toString();
	}

	@Override
	protected Object prepareInput(IProgressMonitor monitor) {
		return new DiffNode(new Side(earlier), new Side(later));
	}

	private record Side(PastRun run) implements ITypedElement, IEncodedStreamContentAccessor {
		@Override
		public InputStream getContents() throws CoreException {
			try {
				return Files.newInputStream(run.markdown());
			} catch (IOException e) {
				throw new CoreException(Status.error(NLS.bind(Messages.reportUnreadable, run.markdown(), e.getMessage()), e));
			}
		}

		@Override
		public String getCharset() {
			return "UTF-8";
		}

		@Override
		public String getName() {
			return RunComparison.name(run);
		}

		@Override
		public Image getImage() {
			return null;
		}

		@Override
		public String getType() {
			return TEXT_TYPE;
		}
	}
}
