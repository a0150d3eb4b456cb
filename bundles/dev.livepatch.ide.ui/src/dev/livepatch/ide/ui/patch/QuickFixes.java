package dev.livepatch.ide.ui.patch;

import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.swt.events.MenuListener;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.ui.IMarkerResolution;
import org.eclipse.ui.IMarkerResolution2;
import org.eclipse.ui.ide.IDE;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.check.Markers;

/** Finds what can be done about the findings of a line, as the editor and the Problems view do, and offers it in a menu. */
final class QuickFixes extends Job {
	private final Row row;
	private final Control owner;

	QuickFixes(Row row, Control owner) {
		super(Messages.lookingForFixes);
		this.row = row;
		this.owner = owner;
	}

	private record Choice(IMarker marker, IMarkerResolution resolution) {
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		try {
			IProject project = row.about().project();
			List<IMarker> markers = Arrays.stream(project.findMarkers(Markers.FINDING, false, IResource.DEPTH_INFINITE)).filter(this::concerns).toList();
			List<Choice> choices = markers.stream().flatMap(m -> Arrays.stream(IDE.getMarkerHelpRegistry().getResolutions(m)).map(r -> new Choice(m, r))).toList();
			if (choices.isEmpty()) {
				return Status.warning(Messages.noFixes);
			}
			owner.getDisplay().asyncExec(() -> {
				if (!owner.isDisposed()) {
					offer(choices);
				}
			});
			return Status.OK_STATUS;
		} catch (CoreException e) {
			return e.getStatus();
		}
	}

	private boolean concerns(IMarker marker) {
		return row.about().findings().stream().anyMatch(f -> is(f, marker));
	}

	private static boolean is(Finding finding, IMarker marker) {
		return finding.rule().id().equals(marker.getAttribute(Markers.RULE, "")) && finding.function().equals(marker.getAttribute(Markers.FUNCTION, ""))
				&& finding.subject().equals(marker.getAttribute(Markers.SUBJECT, "")) && finding.message().equals(marker.getAttribute(Markers.MESSAGE, ""));
	}

	private void offer(List<Choice> choices) {
		MenuManager manager = new MenuManager();
		for (Choice choice : choices) {
			Action action = new Action(choice.resolution().getLabel().replace("&", "&&")) {
				@Override
				public void run() {
					choice.resolution().run(choice.marker());
				}
			};
			if (choice.resolution() instanceof IMarkerResolution2 shown && shown.getImage() != null) {
				action.setImageDescriptor(ImageDescriptor.createFromImage(shown.getImage()));
			}
			manager.add(action);
		}
		Menu menu = manager.createContextMenu(owner);
		// what was chosen is told after the menu has gone
		menu.addMenuListener(MenuListener.menuHiddenAdapter(e -> owner.getDisplay().asyncExec(manager::dispose)));
		menu.setVisible(true);
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE;
	}
}
