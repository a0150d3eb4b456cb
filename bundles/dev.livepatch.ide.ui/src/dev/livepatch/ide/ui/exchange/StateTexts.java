package dev.livepatch.ide.ui.exchange;

import java.util.Optional;

import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Image;

import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.ide.ui.Icons;

/** The states of hunks in words and pictures. */
final class StateTexts {

	private StateTexts() {
	}

	static String name(HunkState state) {
		return switch (state) {
			case HunkState.Applied a when a.fuzz() > 0 -> NLS.bind(Messages.State_fuzz, a.fuzz());
			case HunkState.Applied a when a.moved() != 0 -> NLS.bind(Messages.State_offset, (a.moved() > 0 ? "+" : "") + a.moved()); //$NON-NLS-1$ //$NON-NLS-2$
			case HunkState.Applied a -> Messages.State_applied;
			case HunkState.Merged m -> Messages.State_merged;
			case HunkState.Present p -> Messages.State_present;
			case HunkState.Conflict c -> Messages.State_conflict;
			case HunkState.Refused r -> r.missing() ? Messages.State_missing : Messages.State_refused;
			case HunkState.Resolved r -> Messages.State_resolved;
			case HunkState.Dropped d -> Messages.State_dropped;
		};
	}

	static String detail(HunkState state) {
		return switch (state) {
			case HunkState.Applied a -> a.note();
			case HunkState.Merged m -> Messages.State_mergedDetail;
			case HunkState.Present p -> Messages.State_presentDetail;
			case HunkState.Conflict c -> c.region().count() == 0 && !c.region().merged() ? NLS.bind(Messages.State_nothingLike, c.reason()) : c.reason();
			case HunkState.Refused r -> r.reason();
			case HunkState.Resolved r -> Messages.State_resolvedDetail;
			case HunkState.Dropped d -> Messages.State_droppedDetail;
		};
	}

	/** Null where there is nothing to show. */
	static Image image(FitNode node) {
		Optional<HunkState> state = node.state();
		if (state.isEmpty()) {
			return (node.open() ? Icons.FAILED : Icons.PASSED).image();
		}
		return switch (state.get()) {
			case HunkState.Applied a -> (a.fuzz() > 0 ? Icons.WARNING : Icons.PASSED).image();
			case HunkState.Merged m -> Icons.WARNING.image();
			case HunkState.Present p -> Icons.SKIPPED.image();
			case HunkState.Conflict c -> Icons.FAILED.image();
			case HunkState.Refused r -> Icons.FAILED.image();
			case HunkState.Resolved r -> Icons.FIX.image();
			case HunkState.Dropped d -> Icons.SKIPPED.image();
		};
	}
}
