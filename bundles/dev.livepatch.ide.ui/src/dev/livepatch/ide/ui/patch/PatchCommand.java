package dev.livepatch.ide.ui.patch;

import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.jface.viewers.StructuredSelection;

import dev.livepatch.ide.builder.RecheckJob;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.ide.ui.launch.LivepatchLaunchShortcut;

/** What the view can be told, each by a command of the bundle. */
enum PatchCommand {
	CHECK_NOW("checkNow") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			view.withProject(project -> new RecheckJob(project).schedule());
		}

		/** Buttons are not asked again when a project comes to be shown. */
		@Override
		boolean possible(PatchView view) {
			return true;
		}
	},
	VERIFY("verifyPatch") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			view.withProject(project -> new LivepatchLaunchShortcut().launch(new StructuredSelection(project), "run"));
		}

		/** Buttons are not asked again when a project comes to be shown. */
		@Override
		boolean possible(PatchView view) {
			return true;
		}
	},
	/** To the project that a parameter names; without it, to the one that is shown, or to none any more. */
	PIN("pinPatchView") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			String name = event.getParameter(id() + PROJECT);
			IProject project = name == null ? view.project() : ResourcesPlugin.getWorkspace().getRoot().getProject(name);
			if (on(view, name)) {
				view.follower().follow();
			} else {
				view.follower().pin(project);
			}
		}

		@Override
		boolean on(PatchView view, String project) {
			return view.follower().pinned() && (project == null || view.project() != null && project.equals(view.project().getName()));
		}

		@Override
		boolean possible(PatchView view) {
			return view.project() != null || !ProjectFollower.projects().isEmpty();
		}
	},
	LINK("linkPatchView") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			view.follower().link(!view.follower().linked());
		}

		@Override
		boolean on(PatchView view, String project) {
			return view.follower().linked();
		}

		@Override
		boolean possible(PatchView view) {
			return true;
		}
	},
	ONLY_REFUSED("onlyRefused") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			view.only(Row.Kind.REFUSED);
		}

		@Override
		boolean on(PatchView view, String project) {
			return view.kinds().contains(Row.Kind.REFUSED);
		}

		@Override
		boolean possible(PatchView view) {
			return true;
		}
	},
	ONLY_EDITED("onlyEdited") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			view.only(Row.Kind.EDITED);
		}

		@Override
		boolean on(PatchView view, String project) {
			return view.kinds().contains(Row.Kind.EDITED);
		}

		@Override
		boolean possible(PatchView view) {
			return true;
		}
	},
	GO_TO("goToPatchLine") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			view.goTo(false);
		}

		@Override
		boolean possible(PatchView view) {
			return view.hasPlace();
		}
	},
	KERNEL_VERSION("openKernelVersion") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			view.goTo(true);
		}

		@Override
		boolean possible(PatchView view) {
			return view.hasPlace();
		}
	},
	COPY_TABLE("copyAsMarkdown") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			view.copy(rows -> MarkdownTable.of(PatchTree.titles(), rows.stream().map(Row::columns).toList()));
		}

		@Override
		boolean possible(PatchView view) {
			return !view.tree().selection().isEmpty();
		}
	},
	COPY_PATCH("copyPatch") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			new CopyPatchJob(view.project(), view.getSite().getShell().getDisplay()).schedule();
		}
	},
	EXPORT("exportCheck") {
		@Override
		void run(PatchView view, ExecutionEvent event) {
			CheckResults.of(view.project()).last().ifPresent(check -> CheckExport.ask(view.getSite().getShell(), view.project(), check.result()));
		}

		@Override
		boolean possible(PatchView view) {
			return view.project() != null && CheckResults.of(view.project()).last().isPresent();
		}
	};

	/** Appended to the id of a command, the parameter with a project's name. */
	static final String PROJECT = ".project";
	private final String name;

	PatchCommand(String name) {
		this.name = name;
	}

	String id() {
		return LivepatchUi.ID + "." + name;
	}

	abstract void run(PatchView view, ExecutionEvent event);

	/**
	 * Whether its mark is set.
	 *
	 * @param project that the menu entry names; or null
	 */
	boolean on(PatchView view, String project) {
		return false;
	}

	boolean possible(PatchView view) {
		return view.project() != null;
	}
}
