package dev.livepatch.vm.tests.observation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.livepatch.vm.observation.CallCost;
import dev.livepatch.vm.observation.Cost;
import dev.livepatch.vm.observation.PauseWindow;
import dev.livepatch.vm.observation.PauseWindow.Event;
import dev.livepatch.vm.observation.PauseWindow.Load;
import dev.livepatch.vm.observation.Taint;

/** What the numbers of a measurement say, and the bits of the kernel's taint. */
class CostTest {

	@Test
	void anAddedTimeCountsOnlyAboveTheNoise() {
		CallCost clear = new CallCost("x", nanos(240, 237, 250), nanos(330, 345));
		assertEquals(Duration.ofNanos(93), clear.added());
		assertEquals(Duration.ofNanos(13), clear.noise());
		assertTrue(clear.significant());
		assertFalse(new CallCost("x", nanos(240, 400), nanos(330)).significant());
		assertTrue(new CallCost("x", nanos(240, 241), nanos(200)).significant(), "less is a difference too");
	}

	@Test
	void theMedianOfWindowsOfOneKind() {
		List<PauseWindow> windows = Stream.of(5, 1, 9).map(ms -> window(Load.IDLE, Event.LOAD, ms)).toList();
		Cost cost = new Cost(Stream.concat(windows.stream(), Stream.of(window(Load.WORKLOAD, Event.LOAD, 100), window(Load.IDLE, Event.REST, 200))).toList(),
				Optional.empty(), Optional.empty(), Optional.empty());
		assertEquals(Optional.of(Duration.ofMillis(5)), Cost.median(cost.windows(Load.IDLE, Event.LOAD), PauseWindow::spinning));
		assertEquals(Optional.empty(), Cost.median(cost.windows(Load.WORKLOAD, Event.UNLOAD), PauseWindow::spinning));
	}

	@Test
	void theBitsOfTheTaint() {
		assertEquals(Set.of(), Taint.of(0));
		// TAINT_OOT_MODULE, TAINT_UNSIGNED_MODULE and TAINT_LIVEPATCH of include/linux/panic.h
		assertEquals(Set.of(Taint.OUT_OF_TREE, Taint.UNSIGNED, Taint.LIVE_PATCHED), Taint.of(1 << 12 | 1 << 13 | 1 << 15));
		assertTrue(Taint.of(1 << 12 | 1 << 13 | 1 << 15).stream().allMatch(Taint::comesWithPatches));
		assertEquals("PFSRMBUDAWCIOELKXTNJ", Stream.of(Taint.values()).map(t -> String.valueOf(t.letter())).reduce("", String::concat));
		assertEquals(Set.of(Taint.WARNED), Taint.of(1L << 9 | 1L << 40));
	}

	private static PauseWindow window(Load load, Event event, int millis) {
		return new PauseWindow(load, event, Duration.ofSeconds(1), Duration.ofMillis(millis), Duration.ZERO, Optional.empty(), Optional.empty());
	}

	private static List<Duration> nanos(long... times) {
		return LongStream.of(times).mapToObj(Duration::ofNanos).toList();
	}
}
