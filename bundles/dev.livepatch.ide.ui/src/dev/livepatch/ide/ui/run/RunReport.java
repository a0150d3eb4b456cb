package dev.livepatch.ide.ui.run;

import java.net.MalformedURLException;
import java.time.Duration;

import org.eclipse.core.runtime.Status;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.browser.IWorkbenchBrowserSupport;
import org.eclipse.ui.statushandlers.StatusManager;

import dev.livepatch.ide.launch.PastRun;
import dev.livepatch.ide.launch.RunState;
import dev.livepatch.ide.launch.RunState.RunOutcome;
import dev.livepatch.ide.launch.RunState.StepState;
import dev.livepatch.ide.launch.RunState.StepStatus;
import dev.livepatch.ide.launch.VerificationProcess;
import dev.livepatch.ide.ui.Icons;

/** Runs and steps in words and icons. */
final class RunReport {

	private RunReport() {
	}

	/** The outcome and the summary; that of a run that was verified or cancelled says so itself. */
	private static String text(RunState state) {
		return switch (state.outcome()) {
			case RUNNING -> Messages.running + ". " + state.summary();
			case FAILED -> Messages.failed + ". " + state.summary();
			case ERROR -> Messages.noVerdict + ". " + state.summary();
			case VERIFIED, CANCELLED -> state.summary();
		};
	}

	static String text(StepStatus status) {
		return switch (status) {
			case RUNNING -> Messages.running;
			case PASSED -> Messages.passed;
			case FAILED -> Messages.failed;
			case SKIPPED -> Messages.skipped;
		};
	}

	static Icons icon(RunOutcome outcome) {
		return switch (outcome) {
			case RUNNING -> Icons.RUNNING;
			case VERIFIED -> Icons.PASSED;
			case FAILED, ERROR -> Icons.FAILED;
			case CANCELLED -> Icons.SKIPPED;
		};
	}

	static Icons icon(StepStatus status) {
		return switch (status) {
			case RUNNING -> Icons.RUNNING;
			case PASSED -> Icons.PASSED;
			case FAILED -> Icons.FAILED;
			case SKIPPED -> Icons.SKIPPED;
		};
	}

	/** The outcome, and the summary's first line. */
	static String headline(RunState state) {
		return text(state).lines().findFirst().orElse("");
	}

	static String seconds(Duration elapsed) {
		return "%.1f s".formatted(elapsed.toMillis() / 1000.0);
	}

	static String write(VerificationProcess process) {
		RunState state = process.state();
		StringBuilder out = new StringBuilder(process.project().getName()).append(": ").append(text(state)).append('\n');
		for (StepState step : state.steps()) {
			out.append('\n').append(step.name()).append(": ").append(text(step.status()));
			if (step.status() != StepStatus.SKIPPED) {
				out.append(" (").append(seconds(step.elapsed())).append(')');
			}
			out.append('\n');
			step.evidence().lines().forEach(line -> out.append("  ").append(line).append('\n'));
		}
		return out.toString();
	}

	static void open(PastRun run) {
		try {
			PlatformUI.getWorkbench().getBrowserSupport().createBrowser(IWorkbenchBrowserSupport.AS_EDITOR | IWorkbenchBrowserSupport.NAVIGATION_BAR, run.html().toString(),
					Messages.title, run.html().toString()).openURL(run.html().toUri().toURL());
		} catch (PartInitException | MalformedURLException e) {
			StatusManager.getManager().handle(Status.error(NLS.bind(Messages.reportNotOpened, run.html(), e.getMessage()), e), StatusManager.SHOW | StatusManager.LOG);
		}
	}

	static void copy(VerificationProcess process, Display display) {
		Clipboard clipboard = new Clipboard(display);
		clipboard.setContents(new Object[] { write(process) }, new Transfer[] { TextTransfer.getInstance() });
		clipboard.dispose();
	}
}
