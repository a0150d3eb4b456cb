package dev.livepatch.vm.observation;

/** What a thread does, as {@code /proc/PID/status} tells it (proc(5)). */
public enum TaskState {
	RUNNING("running"), SLEEPING("sleeping"), UNINTERRUPTIBLE("in uninterruptible sleep"), STOPPED("stopped"), ENDING("ending"), OTHER("in a state of its own");

	private final String text;

	TaskState(String text) {
		this.text = text;
	}

	/** @param letter as in proc(5) */
	public static TaskState of(String letter) {
		return switch (letter) {
			case "R" -> RUNNING;
			case "S", "I" -> SLEEPING;
			case "D" -> UNINTERRUPTIBLE;
			case "T", "t" -> STOPPED;
			case "Z", "X", "x" -> ENDING;
			default -> OTHER;
		};
	}

	/** Whether it stays where its stack shows it until something wakes it. */
	public boolean stays() {
		return switch (this) {
			case SLEEPING, UNINTERRUPTIBLE, STOPPED, OTHER -> true;
			case RUNNING, ENDING -> false;
		};
	}

	@Override
	public String toString() {
		return text;
	}
}
