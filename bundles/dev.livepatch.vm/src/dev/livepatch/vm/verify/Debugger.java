package dev.livepatch.vm.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.VerificationPlan;

/**
 * Lets a debugger in, on a Unix socket in the machine's private directory (QEMU's {@code docs/system/gdb}). QEMU stops the guest when one attaches; the run goes
 * on when it lets the guest go, and the debugger stays for as long as it likes.
 */
final class Debugger {
	private static final Duration PATIENCE = Duration.ofDays(1000);
	/** Debuggers break their commands at spaces and more: only what needs no quoting is named. */
	private static final Pattern SECTION = Pattern.compile("/sys/module/[\\w-]+/sections/(\\.[\\w.]+):(0x[0-9a-f]+)");
	private final Guest guest;
	private final VerificationPlan plan;
	private final String patch;
	private final Consumer<RunEvent> events;

	Debugger(Guest guest, VerificationPlan plan, String patch, Consumer<RunEvent> events) {
		this.guest = guest;
		this.plan = plan;
		this.patch = patch;
		this.events = events;
	}

	StepResult run() throws StepFailure {
		Path socket = guest.machine().socket("gdb");
		CompletableFuture<JsonNode> released = guest.machine().qmp().next("STOP").thenCompose(stopped -> guest.machine().qmp().next("RESUME"));
		List<String> command = List.of("gdb", "-x", script(socket).toString());
		try {
			JsonNode refused = guest.await(guest.machine().qmp().execute("human-monitor-command",
					Map.of("command-line", "gdbserver unix:" + socket + ",server=on,wait=off")), plan.deadlines().command(), "QEMU's answer to “gdbserver”");
			if (!Files.exists(socket)) {
				return StepResult.skipped(new Evidence().add("skipped: QEMU opened no port for a debugger: " + refused.asText().strip()));
			}
		} catch (IOException e) {
			throw guest.ended();
		}
		events.accept(new RunEvent.DebuggerAwaited(command));
		guest.await(released, PATIENCE, "a debugger");
		return StepResult.passed(new Evidence().add("a debugger attached (" + String.join(" ", command) + ") and let the guest go on"));
	}

	/** What gdb needs to show lines of the kernel and of the patch. */
	private Path script(Path socket) throws StepFailure {
		List<String> lines = new ArrayList<>(List.of("set confirm off", "file " + plan.kernel().vmlinux()));
		StringBuilder sections = new StringBuilder();
		for (String line : guest.ask("sections", patch).lines()) {
			Matcher section = SECTION.matcher(line);
			if (section.matches() && section.group(1).startsWith(".text")) {
				sections.append(" -s ").append(section.group(1)).append(' ').append(section.group(2));
			}
		}
		if (!sections.isEmpty()) {
			lines.add("add-symbol-file " + plan.module() + sections);
		}
		lines.add("target remote " + socket);
		try {
			return Files.write(plan.workDir().resolve("debug.gdb"), lines);
		} catch (IOException e) {
			throw StepFailure.of(Kind.MACHINE_DIED, "the debugger's script cannot be written: " + e.getMessage());
		}
	}
}
