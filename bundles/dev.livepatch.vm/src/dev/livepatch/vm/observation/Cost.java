package dev.livepatch.vm.observation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a patch costs the guest that runs it, by the guest's own clock. An emulated machine is not hardware: the numbers can be compared with one
 * another only.
 *
 * @param windows the pauses
 * @param call    one call of {@code getppid()} redirected to a copy of itself: what ftrace and livepatch add to each call of any patched function
 * @param loop    the author's script
 * @param memory  bytes that the patch module takes in the kernel
 */
public record Cost(List<PauseWindow> windows, Optional<CallCost> call, Optional<CallCost> loop, Optional<Long> memory) {
	public Cost {
		windows = List.copyOf(windows);
	}

	/** The windows of one kind. */
	public List<PauseWindow> windows(PauseWindow.Load load, PauseWindow.Event event) {
		return windows.stream().filter(w -> w.load() == load && w.event() == event).toList();
	}

	/** The median; of an even number of windows the larger of the two in the middle. Empty if there are none. */
	public static Optional<Duration> median(List<PauseWindow> windows, Function<PauseWindow, Duration> value) {
		List<Duration> sorted = windows.stream().map(value).sorted().toList();
		return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
	}
}
