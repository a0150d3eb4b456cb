package dev.livepatch.vm.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.source.CodeAddress;

/** One report of trouble on the kernel's console, which grows line by line until its end. */
final class KernelReport {
	/** {@code RIP: 0010:meminfo_proc_show+0x1f/0x8d0 [livepatch_x]} (arch/x86/kernel/dumpstack.c); 0033 would be user space. */
	private static final String RIP = "RIP: 0010:";
	/** {@code  func+0x1f/0x40 [module]}; with {@code ?} it is a guess of the unwinder. */
	private static final Pattern ENTRY = Pattern.compile("^\\s*(?:\\[<[0-9a-f]+>\\] )?[A-Za-z_][\\w.]*\\+0x[0-9a-f]+/0x[0-9a-f]+");
	/** What shows the stack, panics, or only waits, says nothing about the cause. */
	private static final Pattern UNINTERESTING = Pattern.compile(
			"(__)?(dump_stack|show_stack|show_trace|panic|nmi_|trigger_|arch_trigger|rcu_|sched_show|tick_|update_process_times|__hrtimer|hrtimer_|watchdog|"
					+ "sysvec_|asm_sysvec|asm_exc_|exc_|die|oops_|no_context|page_fault_oops|do_error_trap|do_trap|handle_bug|"
					+ "__schedule$|schedule|io_schedule|wait_for_|__wait_for_|msleep|ret_from_fork|kthread$|entry_SYSCALL|do_syscall_64).*");
	/** {@code WARNING: CPU: 0 PID: 1 at kernel/x.c:12 f+0x1/0x2}, since Linux 6.18 {@code WARNING: kernel/x.c:12 at f+0x1/0x2, CPU#0: …}. */
	private static final Pattern WARNED_AT = Pattern.compile("^WARNING: (?:CPU: \\d+ PID: \\d+ at )?(\\S+:\\d+)\\s");
	private static final Pattern BREAKPOINT = Pattern.compile("\\bint3: [0-9a-f]{4} ");
	/** The byte before the one that is marked as next: what was executed last, as the memory has it. */
	private static final Pattern EXECUTED = Pattern.compile("^Code: .*\\b([0-9a-f]{2}) <[0-9a-f]{2}>");
	private static final String INT3 = "cc";
	private static final String CALL_TRACE = "Call Trace:";
	private static final int MAX_LINES = 60;
	private static final List<String> ENDS = List.of("---[ end trace", "---[ end Kernel panic");

	private final Kind kind;
	private final String firstLine;
	private final List<String> message;
	private final StringBuilder text;
	private final List<CodeAddress> trace = new ArrayList<>();
	private boolean pointed;
	private boolean stale;
	private boolean inTrace;
	private boolean complete;
	private int lines;

	/** @param message what was said before the first line, and belongs to it */
	KernelReport(Kind kind, String firstLine, List<String> message) {
		this.kind = kind;
		this.firstLine = firstLine;
		this.message = message;
		inTrace = firstLine.contains(CALL_TRACE);
		text = new StringBuilder(String.join("\n", message)).append(message.isEmpty() ? "" : "\n").append(firstLine);
	}

	boolean warning() {
		return kind == Kind.WARNING;
	}

	boolean complete() {
		return complete;
	}

	void end() {
		complete = true;
	}

	void add(String line) {
		if (ENDS.stream().anyMatch(line::contains) || ++lines > MAX_LINES) {
			complete = true;
			return;
		}
		if (line.contains(RIP) && !pointed) {
			pointed = true;
			CodeAddress.in(line).ifPresent(trace::addFirst);
		}
		Matcher executed = EXECUTED.matcher(line);
		stale |= BREAKPOINT.matcher(firstLine).find() && executed.find() && !executed.group(1).equals(INT3);
		inTrace = inTrace || line.contains(CALL_TRACE);
		if (inTrace && ENTRY.matcher(line).find()) {
			CodeAddress.in(line).map(CodeAddress::call).ifPresent(trace::add);
		}
		text.append('\n').append(line);
		// of a warning without an end of its own, for instance lockdep's, this is the last line of interest
		complete = warning() && line.strip().equals("</TASK>");
	}

	/** The whole report. */
	String text() {
		return text.toString();
	}

	/** Its first line, with the instruction pointer's function, or the first telling one of the call trace. */
	RuntimeProblem problem() {
		Optional<String> function = trace.stream().filter(a -> !UNINTERESTING.matcher(a.symbol()).matches()).findFirst().map(CodeAddress::function);
		String said = message.isEmpty() ? "" : ": " + String.join(" ", message);
		return new RuntimeProblem(stale ? Kind.STALE_BREAKPOINT : kind, firstLine + function.map(f -> " (in " + f + ")").orElse("") + said, function, trace, Optional.empty());
	}

	KernelWarning asWarning() {
		RuntimeProblem problem = problem();
		Matcher place = WARNED_AT.matcher(firstLine);
		return new KernelWarning(place.find() ? place.group(1) : problem.message(), problem, text());
	}
}
