package dev.livepatch.vm.guest;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;

/**
 * Reads what the kernel writes to its console, and recognises when it is in trouble. Texts: {@code kernel/panic.c}, {@code kernel/hung_task.c},
 * {@code kernel/watchdog.c}, {@code kernel/rcu/tree_stall.h}, {@code kernel/sched/core.c}, {@code lib/bug.c}, {@code arch/x86/mm/fault.c},
 * {@code arch/x86/kernel/{dumpstack,traps}.c} of Linux 5.10 to 6.12, {@code kernel/locking/lockdep.c} and {@code kernel/panic.c} for warnings, after which
 * it goes on. Thread-safe.
 */
public final class KernelConsole {
	/** Time stamp and caller that printk puts before a line. */
	private static final Pattern PREFIX = Pattern.compile("^(?:<\\d+>)?(?:\\[\\s*(\\d{1,9}\\.\\d{1,9})\\](?:\\[\\s*[TC]\\d+\\])? ?)?");
	/** The two are told apart since Linux 6.10: asked to halt, or asked to power off and not able to. */
	private static final Pattern HALTED = Pattern.compile("^reboot: (Power off not available: )?System halted");
	private static final String POWER_DOWN = "reboot: Power down";
	private static final int REMEMBERED = 4000;
	private static final int LONGEST_MESSAGE = 5;

	/**
	 * A line of the kernel's.
	 *
	 * @param time since the boot, as the kernel's own clock tells (printk.time); empty for what programs wrote
	 * @param text without time stamp
	 */
	public record Line(Optional<Duration> time, String text) {
	}

	private record Sign(Kind kind, Pattern pattern) {
	}

	/** In the order of asking: the particular before the general. */
	private static final List<Sign> SIGNS = List.of(
			sign(Kind.PANIC, "Kernel panic - not syncing"),
			sign(Kind.LOCKUP, "BUG: soft lockup - CPU#|Watchdog detected hard LOCKUP"),
			sign(Kind.OOPS, "BUG: unable to handle|BUG: kernel NULL pointer dereference|BUG: stack guard page was hit|^general protection fault|^traps: PANIC: double fault|"
					+ "^(invalid opcode|divide error|int3|stack segment|segment not present|invalid TSS|bounds|double fault|alignment check|control protection): [0-9a-f]{4} \\[#\\d+\\]|^Oops: "),
			sign(Kind.BUG, "kernel BUG at |^BUG: "),
			sign(Kind.HUNG_TASK, "INFO: task .{1,40}:\\d+ blocked for more than \\d+ seconds"),
			sign(Kind.RCU_STALL, "INFO: rcu\\S* (self-)?detected.*stall|INFO: rcu\\S* detected expedited stalls|rcu: .* self-detected stall|rcu_\\w+ kthread starved"),
			sign(Kind.WARNING, "^WARNING: (CPU: \\d+ PID: \\d+ at |\\S+:\\d+ at |(possible|suspicious|inconsistent|bad|held|lock held|nested|kernel stack|stack) )"));
	/** Some reports have no line of their own before the stack: {@code dump_stack()} alone. */
	private static final String BARE_TRACE = "Call Trace:";
	/** Belongs to the report that came before it, although it looks like one of its own. */
	private static final Pattern CONTINUES = Pattern.compile("^(Oops|invalid opcode|int3): |rcu_\\w+ kthread starved");

	private final Deque<Line> lines = new ArrayDeque<>();
	private final List<KernelReport> reports = new ArrayList<>();
	private long count;

	/** One line without its end. */
	public synchronized void line(String raw) {
		Line read = raw.startsWith("[") || raw.startsWith("<") ? read(raw) : new Line(Optional.empty(), raw);
		String line = read.text();
		count++;
		lines.addLast(read);
		if (lines.size() > REMEMBERED) {
			lines.removeFirst();
		}
		Optional<KernelReport> open = reports.isEmpty() ? Optional.empty() : Optional.of(reports.getLast()).filter(r -> !r.complete());
		// every sign has a colon or this word; the question is asked of each line of a flood
		boolean possible = line.indexOf(':') >= 0 || line.contains("panic");
		Optional<Kind> kind = !possible ? Optional.empty() : SIGNS.stream().filter(s -> s.pattern.matcher(line).find()).map(Sign::kind).findFirst()
				.or(() -> line.equals(BARE_TRACE) && open.isEmpty() && !inTrouble() ? Optional.of(Kind.WARNING) : Optional.empty());
		if (kind.isPresent() && !(open.isPresent() && CONTINUES.matcher(line).find())) {
			open.ifPresent(KernelReport::end);
			reports.add(new KernelReport(kind.get(), line, kind.get() == Kind.WARNING ? spokenBefore() : List.of()));
		} else {
			open.ifPresent(r -> r.add(line));
		}
	}

	/** The reports of trouble that were recognised so far, word for word. */
	public synchronized List<String> reports() {
		return faults().map(KernelReport::text).toList();
	}

	/** The trouble that was recognised so far, as far as it has been told; what follows from a processor that runs code out of date is none of its own. */
	public synchronized List<RuntimeProblem> problems() {
		List<RuntimeProblem> problems = new ArrayList<>();
		for (KernelReport fault : faults().toList()) {
			problems.add(fault.problem());
			if (problems.getLast().kind() == Kind.STALE_BREAKPOINT) {
				break;
			}
		}
		return problems;
	}

	/** Warnings so far, after which the kernel went on. */
	public synchronized List<KernelWarning> warnings() {
		return reports.stream().filter(KernelReport::warning).map(KernelReport::asWarning).toList();
	}

	/** Whether the kernel reported something after which nothing it does can be trusted. */
	public synchronized boolean inTrouble() {
		return faults().findAny().isPresent();
	}

	/** Whether the kernel has stopped everything without switching the machine off ({@code kernel/reboot.c} of Linux 5.10 to 6.12). */
	public synchronized boolean halted() {
		return lines.stream().anyMatch(l -> HALTED.matcher(l.text()).find());
	}

	/** Whether the kernel has said that it switches the machine off now. */
	public synchronized boolean poweringDown() {
		return lines.stream().anyMatch(l -> l.text().equals(POWER_DOWN));
	}

	/** Whether the last report has been told to its end. */
	public synchronized boolean toldAll() {
		return reports.isEmpty() || reports.getLast().complete();
	}

	/** The message of a {@code WARN()} stands between the cut and the line that says where. */
	private List<String> spokenBefore() {
		List<String> message = new ArrayList<>();
		Iterator<Line> back = lines.descendingIterator();
		back.next();
		while (back.hasNext() && message.size() <= LONGEST_MESSAGE) {
			String line = back.next().text();
			if (line.contains("[ cut here ]")) {
				return message.reversed();
			}
			message.add(line);
		}
		return List.of();
	}

	private Stream<KernelReport> faults() {
		return reports.stream().filter(r -> !r.warning());
	}

	/** How many lines came so far. */
	public synchronized long mark() {
		return count;
	}

	/** The lines since a mark, without time stamps, as far as they are remembered. */
	public synchronized List<String> since(long mark) {
		return linesSince(mark).stream().map(Line::text).toList();
	}

	/** As {@link #since}, with the times. */
	public synchronized List<Line> linesSince(long mark) {
		long first = count - lines.size();
		return lines.stream().skip(Math.max(0, mark - first)).toList();
	}

	private static Line read(String raw) {
		Matcher m = PREFIX.matcher(raw);
		boolean stamped = m.lookingAt() && m.group(1) != null;
		Optional<Duration> time = stamped ? Optional.of(Duration.ofNanos(new BigDecimal(m.group(1)).movePointRight(9).longValue())) : Optional.empty();
		return new Line(time, raw.substring(m.end()).stripTrailing());
	}

	private static Sign sign(Kind kind, String pattern) {
		return new Sign(kind, Pattern.compile(pattern));
	}
}
