package dev.livepatch.ide.launch;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.PlatformObject;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.DebugEvent;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.model.IProcess;
import org.eclipse.debug.core.model.IStreamMonitor;
import org.eclipse.debug.core.model.IStreamsProxy;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.ide.launch.RunState.RunOutcome;

/**
 * One run as the Debug platform sees it: its console shows the guest's serial output (and, on the error stream, the run's own words),
 * <em>Terminate</em> ends it, and a debug event of kind {@code CHANGE} tells of every change of its {@link #state()}.
 */
public final class VerificationProcess extends PlatformObject implements IProcess, IStreamsProxy {
	/** Value of {@link IProcess#ATTR_PROCESS_TYPE}. */
	public static final String TYPE = "dev.livepatch.verification";

	private final ILaunch launch;
	private final IProject project;
	private final Map<String, String> attributes = new ConcurrentHashMap<>();
	private final TextStream guest = new TextStream();
	private final TextStream words = new TextStream();
	private final AtomicReference<RunState> state = new AtomicReference<>(RunState.INITIAL);
	private final Runnable cancel;
	private volatile PastRun kept;
	/** A line that the guest has not ended yet: the run's own words would cut it in two. */
	private final StringBuilder begun = new StringBuilder();

	/** @param cancel ends the run; called from any thread, possibly more than once */
	VerificationProcess(ILaunch launch, IProject project, Runnable cancel) {
		this.launch = launch;
		this.project = project;
		this.cancel = cancel;
		setAttribute(ATTR_PROCESS_TYPE, TYPE);
		launch.addProcess(this);
		fire(DebugEvent.CREATE);
	}

	public IProject project() {
		return project;
	}

	public RunState state() {
		return state.get();
	}

	/** The reports of the run, once it came to a verdict in the machine. */
	public Optional<PastRun> kept() {
		return Optional.ofNullable(kept);
	}

	void keep(PastRun run) {
		kept = run;
	}

	void update(UnaryOperator<RunState> change) {
		if (!isTerminated()) {
			state.updateAndGet(change);
			fire(DebugEvent.CHANGE);
		}
	}

	void end(UnaryOperator<RunState> change) {
		if (!isTerminated()) {
			state.updateAndGet(change);
			fire(DebugEvent.TERMINATE);
		}
	}

	synchronized void guestWrote(String text) {
		int whole = begun.length() + text.lastIndexOf('\n') + 1;
		begun.append(text);
		if (text.indexOf('\n') >= 0) {
			guest.append(begun.substring(0, whole));
			begun.delete(0, whole);
		}
	}

	/** The guest writes no more. */
	synchronized void guestEnded() {
		if (!begun.isEmpty()) {
			guestWrote("\n");
		}
	}

	/** A line of the run's own, never in the middle of one of the guest's. */
	synchronized void say(String line) {
		words.append(line + "\n");
	}

	@Override
	public String getLabel() {
		return NLS.bind(Messages.label, project.getName());
	}

	@Override
	public ILaunch getLaunch() {
		return launch;
	}

	@Override
	public IStreamsProxy getStreamsProxy() {
		return this;
	}

	@Override
	public IStreamMonitor getOutputStreamMonitor() {
		return guest;
	}

	@Override
	public IStreamMonitor getErrorStreamMonitor() {
		return words;
	}

	@Override
	public void write(String input) throws IOException {
		throw new IOException(Messages.noInput);
	}

	@Override
	public void setAttribute(String key, String value) {
		attributes.put(key, value);
	}

	@Override
	public String getAttribute(String key) {
		return attributes.get(key);
	}

	/** 0 verified, 1 failed, 2 no verdict. */
	@Override
	public int getExitValue() throws DebugException {
		return switch (state().outcome()) {
			case VERIFIED -> 0;
			case FAILED -> 1;
			case ERROR, CANCELLED -> 2;
			case RUNNING -> throw new DebugException(Status.error(Messages.notEnded));
		};
	}

	@Override
	public boolean canTerminate() {
		return !isTerminated();
	}

	@Override
	public boolean isTerminated() {
		return state().outcome() != RunOutcome.RUNNING;
	}

	@Override
	public void terminate() {
		cancel.run();
	}

	@Override
	public <T> T getAdapter(Class<T> adapter) {
		if (adapter == IProcess.class) {
			return adapter.cast(this);
		}
		if (adapter == ILaunch.class) {
			return adapter.cast(launch);
		}
		return super.getAdapter(adapter);
	}

	private void fire(int kind) {
		DebugPlugin.getDefault().fireDebugEventSet(new DebugEvent[] { new DebugEvent(this, kind) });
	}
}
