package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;

/** Guests that misbehave: what does not matter is borne, what does is named, and Stop always works. */
class HostileGuestTest extends RunFixture {
	private static final String FORKS = "f() { f | f & }\nf\nsleep 100\n";
	private static final String EATS_MEMORY = "tail /dev/zero || exit 7\n";
	private static final String READS_THE_CONTROL_PORT = "setsid cat /dev/ttyS1 >/dev/null &\n";
	private static final String FLOODS_THE_CONTROL_PORT = "setsid yes >/dev/ttyS1 &\n";
	private static final String FLOODS_THE_CONSOLE = "yes flood | head -n 2000 >/dev/console\n";
	private static final String WRITES_RUBBISH = "printf '\\033]0;x\\033[2J\\0\\377\\302' >/dev/console\nhead -c 5000 /dev/urandom >/dev/console\n";
	private static final String SETS_THE_CLOCK_BACK = "date -s 1970-01-01\n";
	private static final String GOES_ON_FLOODING = "setsid yes flood >/dev/console &\nsleep 100\n";

	@ParameterizedTest
	@ValueSource(strings = { FLOODS_THE_CONSOLE, WRITES_RUBBISH, SETS_THE_CLOCK_BACK })
	void isBorne(String script) throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe(script + PATCHED_VERSION)));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		String console = events.stream().filter(RunEvent.Console.class::isInstance).map(e -> ((RunEvent.Console) e).text()).collect(Collectors.joining());
		assertTrue(console.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t'), "control characters");
	}

	@ParameterizedTest
	@ValueSource(strings = { FORKS, EATS_MEMORY, READS_THE_CONTROL_PORT, FLOODS_THE_CONTROL_PORT })
	void isNamed(String script) throws Exception {
		VerificationPlan plan = plan(DemoPatches.good(), probe(script + PATCHED_VERSION));
		Deadlines usual = plan.deadlines();
		Deadlines brief = new Deadlines(usual.boot(), Duration.ofSeconds(5), usual.load(), usual.transition(), Duration.ofSeconds(3), usual.powerOff());
		VerificationReport report = run(with(with(plan, plan.machine().withSize(2, 256)), brief));
		assertNotEquals(Outcome.VERIFIED, report.outcome());
		List<Kind> kinds = report.problems().stream().map(RuntimeProblem::kind).toList();
		// the kernel tells how it came to be out of memory, which is a warning
		assertTrue(!kinds.isEmpty() && Set.of(Kind.DEADLINE, Kind.GARBLED, Kind.PROBE, Kind.WARNING, Kind.MACHINE_DIED).containsAll(kinds), report::toString);
	}

	@ParameterizedTest
	@ValueSource(strings = { FORKS, EATS_MEMORY, READS_THE_CONTROL_PORT, FLOODS_THE_CONTROL_PORT, GOES_ON_FLOODING })
	void canBeStopped(String script) throws Exception {
		VerificationPlan plan = plan(DemoPatches.good(), probe("echo begins >/dev/console\n" + script));
		AtomicLong when = new AtomicLong();
		StringBuffer console = new StringBuffer();
		assertThrows(CancellationException.class, () -> run(plan, e -> {
			if (e instanceof RunEvent.Console c && console.append(c.text()).indexOf("begins") >= 0) {
				when.compareAndSet(0, System.nanoTime());
			}
		}, () -> when.get() != 0 && System.nanoTime() - when.get() > Duration.ofMillis(500).toNanos()));
		Duration taken = Duration.ofNanos(System.nanoTime() - when.get());
		assertTrue(taken.compareTo(Duration.ofSeconds(5)) < 0, () -> "stopping took " + taken);
	}
}
