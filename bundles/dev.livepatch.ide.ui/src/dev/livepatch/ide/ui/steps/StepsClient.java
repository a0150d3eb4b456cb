package dev.livepatch.ide.ui.steps;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.debug.core.DebugEvent;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.IDebugEventSetListener;
import org.eclipse.unittest.launcher.ITestRunnerClient;
import org.eclipse.unittest.model.ITestCaseElement;
import org.eclipse.unittest.model.ITestElement.FailureTrace;
import org.eclipse.unittest.model.ITestElement.Result;
import org.eclipse.unittest.model.ITestRunSession;

import dev.livepatch.ide.launch.RunState;
import dev.livepatch.ide.launch.RunState.RunOutcome;
import dev.livepatch.ide.launch.RunState.StepState;
import dev.livepatch.ide.launch.RunState.StepStatus;
import dev.livepatch.ide.launch.VerificationProcess;

/** Tells the Unit Test view what the events of a run say. */
final class StepsClient implements ITestRunnerClient, IDebugEventSetListener {
	private final ITestRunSession session;
	private final Map<String, ITestCaseElement> begun = new HashMap<>();
	private final Set<String> ended = new HashSet<>();
	private boolean over;

	StepsClient(ITestRunSession session) {
		this.session = session;
	}

	/** The run that a session shows, once its launch has it. */
	static Optional<VerificationProcess> process(ITestRunSession session) {
		return Arrays.stream(session.getLaunch().getProcesses()).filter(VerificationProcess.class::isInstance).map(VerificationProcess.class::cast).findFirst();
	}

	@Override
	public void startMonitoring() {
		DebugPlugin.getDefault().addDebugEventListener(this);
		session.notifyTestSessionStarted(null);
		process(session).ifPresent(run -> update(run.state()));
	}

	@Override
	public void stopMonitoring() {
		DebugPlugin.getDefault().removeDebugEventListener(this);
	}

	@Override
	public void stopTest() {
		process(session).ifPresent(VerificationProcess::terminate);
	}

	@Override
	public void handleDebugEvents(DebugEvent[] events) {
		for (DebugEvent event : events) {
			if (event.getSource() instanceof VerificationProcess run && run.getLaunch() == session.getLaunch()) {
				update(run.state());
			}
		}
	}

	private synchronized void update(RunState state) {
		if (over) {
			return;
		}
		state.steps().forEach(this::update);
		if (state.outcome() != RunOutcome.RUNNING) {
			over = true;
			stopMonitoring();
			Duration elapsed = state.steps().stream().map(StepState::elapsed).reduce(Duration.ZERO, Duration::plus);
			// a run that was cancelled, or came to no verdict before its first step, has no failed case that would show it
			if (state.outcome() == RunOutcome.CANCELLED || state.outcome() == RunOutcome.ERROR) {
				session.notifyTestSessionAborted(elapsed, new IllegalStateException(state.summary()));
			} else {
				session.notifyTestSessionCompleted(elapsed);
			}
		}
	}

	private void update(StepState step) {
		ITestCaseElement element = begun.computeIfAbsent(step.name(), name -> {
			ITestCaseElement made = session.newTestCase(name, name, session, name, null);
			session.notifyTestStarted(made);
			return made;
		});
		if (step.status() == StepStatus.RUNNING || !ended.add(step.name())) {
			return;
		}
		if (step.status() == StepStatus.FAILED) {
			session.notifyTestFailed(element, Result.FAILURE, false, new FailureTrace(step.evidence(), null, null));
		}
		session.notifyTestEnded(element, step.status() == StepStatus.SKIPPED);
	}
}
