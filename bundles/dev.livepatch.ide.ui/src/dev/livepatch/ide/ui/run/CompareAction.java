package dev.livepatch.ide.ui.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.eclipse.compare.CompareUI;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.ui.ISharedImages;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.statushandlers.StatusManager;

import dev.livepatch.ide.launch.PastRun;
import dev.livepatch.ide.launch.VerificationProcess;
import dev.livepatch.ide.ui.DropDownAction;

/** Compares the run that is shown with an earlier one of its project, also of an earlier session. */
final class CompareAction extends DropDownAction {
	private final RunView view;

	CompareAction(RunView view) {
		super(Messages.compare);
		this.view = view;
		setToolTipText(Messages.compareIs);
		setImageDescriptor(PlatformUI.getWorkbench().getSharedImages().getImageDescriptor(ISharedImages.IMG_ELCL_SYNCED));
	}

	/** With the run before. */
	@Override
	public void run() {
		earlier().stream().findFirst().ifPresent(this::compare);
	}

	private Optional<PastRun> shown() {
		return Optional.ofNullable(view.shown()).flatMap(VerificationProcess::kept);
	}

	private List<PastRun> earlier() {
		if (shown().isEmpty()) {
			return List.of();
		}
		try {
			return PastRun.of(view.shown().project()).stream().filter(r -> !r.equals(shown().get())).toList();
		} catch (IOException e) {
			StatusManager.getManager().handle(Status.error(NLS.bind(Messages.notListed, e.getMessage()), e));
			return List.of();
		}
	}

	private void compare(PastRun other) {
		CompareUI.openCompareEditor(new RunComparison(other, shown().orElseThrow()));
	}

	@Override
	protected void fill(Menu menu) {
		List<PastRun> all = earlier();
		for (PastRun run : all) {
			new ActionContributionItem(new Action(headline(run)) {
				@Override
				public void run() {
					compare(run);
				}
			}).fill(menu, -1);
		}
		if (all.isEmpty()) {
			Action none = new Action(shown().isEmpty() ? Messages.noReport : Messages.noEarlier) {
			};
			none.setEnabled(false);
			new ActionContributionItem(none).fill(menu, -1);
		}
	}

	private static String headline(PastRun run) {
		try {
			return run.headline();
		} catch (IOException e) {
			return NLS.bind(Messages.runUnreadable, run.directory().getFileName(), e.getMessage());
		}
	}
}
