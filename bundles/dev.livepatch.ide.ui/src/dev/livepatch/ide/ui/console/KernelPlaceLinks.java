package dev.livepatch.ide.ui.console;

import org.eclipse.debug.ui.console.IConsole;
import org.eclipse.debug.ui.console.IConsoleLineTracker;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IRegion;
import org.eclipse.ui.console.IHyperlink;

import dev.livepatch.ide.launch.VerificationProcess;

/** Makes the places in the guest's warnings, faults and stack traces clickable. */
public final class KernelPlaceLinks implements IConsoleLineTracker {
	/** A flood on one line is no place. */
	private static final int LONGEST = 2000;
	private IConsole console;

	@Override
	public void init(IConsole shown) {
		console = shown;
	}

	@Override
	public void lineAppended(IRegion line) {
		if (line.getLength() > LONGEST || !(console.getProcess() instanceof VerificationProcess run)) {
			return;
		}
		try {
			String text = console.getDocument().get(line.getOffset(), line.getLength());
			for (KernelPlace place : KernelPlace.in(text)) {
				console.addLink(new Link(run, place), line.getOffset() + place.offset(), place.text().length());
			}
		} catch (BadLocationException e) {
			// the console dropped its oldest lines meanwhile: nothing is left to link
			return;
		}
	}

	@Override
	public void dispose() {
		console = null;
	}

	private record Link(VerificationProcess run, KernelPlace place) implements IHyperlink {
		@Override
		public void linkActivated() {
			place.open(run.project());
		}

		@Override
		public void linkEntered() {
			// nothing to show
		}

		@Override
		public void linkExited() {
			// nothing was shown
		}
	}
}
