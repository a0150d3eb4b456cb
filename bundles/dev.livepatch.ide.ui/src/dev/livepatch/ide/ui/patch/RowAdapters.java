package dev.livepatch.ide.ui.patch;

import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.IAdapterFactory;

import dev.livepatch.ide.listing.WantedFunction;
import dev.livepatch.ide.project.ProjectLayout;

/** What commands make of a selected line: the project's file if there is one, else the project; and the function whose code can be compared. */
public final class RowAdapters implements IAdapterFactory {

	@Override
	public <T> T getAdapter(Object element, Class<T> type) {
		if (element instanceof Row row) {
			if (type == IResource.class) {
				return type.cast(resource(row));
			}
			if (type == WantedFunction.class && !row.about().symbol().isEmpty()) {
				return type.cast(new WantedFunction.Named(row.about().symbol(), Optional.of(row.about().object())));
			}
		}
		return null;
	}

	private static IResource resource(Row row) {
		IFile file = row.place().file().isEmpty() ? null : ProjectLayout.of(row.about().project()).source(row.place().file());
		return file != null && file.exists() ? file : row.about().project();
	}

	@Override
	public Class<?>[] getAdapterList() {
		return new Class<?>[] { IResource.class, WantedFunction.class };
	}
}
