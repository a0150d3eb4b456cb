package dev.livepatch.ide.ui.steps;

import java.util.Collection;
import java.util.List;

import org.eclipse.core.text.StringMatcher;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.unittest.launcher.ITestRunnerClient;
import org.eclipse.unittest.model.ITestCaseElement;
import org.eclipse.unittest.model.ITestElement;
import org.eclipse.unittest.model.ITestRunSession;
import org.eclipse.unittest.model.ITestSuiteElement;
import org.eclipse.unittest.ui.ConfigureViewerSupport;
import org.eclipse.unittest.ui.ITestViewSupport;

import dev.livepatch.ide.launch.VerificationProcess;
import dev.livepatch.ide.ui.console.KernelPlace;
import dev.livepatch.ide.ui.run.ShowRun;

/** Shows each step of a run as a test case: history, export, rerun and counters are the platform's. */
public final class StepsSupport implements ITestViewSupport {
	private static final String ID = "dev.livepatch.ide.ui.steps";

	/** Has the view follow the runs of a configuration. */
	public static void configure(ILaunchConfigurationWorkingCopy configuration) {
		new ConfigureViewerSupport(ID).apply(configuration);
	}

	/** The view hears of launches only once its bundle is active, which using one of its classes makes it. */
	public static void activate() {
		new ConfigureViewerSupport(ID);
	}

	@Override
	public ITestRunnerClient newTestRunnerClient(ITestRunSession session) {
		return new StepsClient(session);
	}

	@Override
	public Collection<StringMatcher> getTraceExclusionFilterPatterns() {
		return List.of();
	}

	@Override
	public IAction getOpenTestAction(Shell shell, ITestCaseElement step) {
		return new Action(Messages.evidence) {
			@Override
			public void run() {
				StepsClient.process(step.getTestRunSession()).ifPresent(run -> ShowRun.show(run, step.getTestName()));
			}
		};
	}

	@Override
	public IAction getOpenTestAction(Shell shell, ITestSuiteElement run) {
		return null;
	}

	@Override
	public IAction createOpenEditorAction(Shell shell, ITestElement step, String evidenceLine) {
		VerificationProcess run = StepsClient.process(step.getTestRunSession()).orElse(null);
		KernelPlace place = run == null ? null : KernelPlace.firstIn(evidenceLine).orElse(null);
		return place == null ? null : new Action(NLS.bind(Messages.goTo, place)) {
			@Override
			public void run() {
				place.open(run.project());
			}
		};
	}

	@Override
	public Runnable createShowStackTraceInConsoleViewActionDelegate(ITestElement step) {
		return null;
	}

	/** The steps build on each other, so that all are run again. */
	@Override
	public ILaunchConfiguration getRerunLaunchConfiguration(List<ITestElement> steps) {
		return steps.isEmpty() ? null : steps.getFirst().getTestRunSession().getLaunch().getLaunchConfiguration();
	}

	@Override
	public String getDisplayName() {
		return Messages.title;
	}
}
