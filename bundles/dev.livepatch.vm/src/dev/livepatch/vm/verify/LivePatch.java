package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.observation.EntryState.Moment;
import dev.livepatch.vm.observation.PatchedFunction;
import dev.livepatch.vm.observation.Transition.Direction;
import dev.livepatch.vm.source.SourceFinder;

/** The patch in the guest: loaded, in force, off again. */
final class LivePatch {
	/** The kernel's own words about a live patch, or a module it refuses ({@code kernel/livepatch/*.c}, {@code kernel/module/main.c}). */
	private static final Pattern ABOUT_PATCH = Pattern.compile("^livepatch: (?!klp_)|disagrees about version of symbol|[Uu]nknown symbol|version magic|"
			+ "taints kernel|^module: |module verification failed|[Ii]nvalid module format|[Ee]xec format");
	/** Such as {@code livepatch: symbol 'x' not found in symbol table}. */
	private static final Pattern NAMED = Pattern.compile("(?:symbol|function) '([A-Za-z_][\\w.]*)'");
	/** An object of the patch, whether it is loaded, and a function: the agent's {@code functions} answer. */
	private static final Pattern FUNCTION = Pattern.compile("(\\S+) (\\S+) (\\S+),(\\d{1,9})");
	private static final int REMOVALS = 20;
	private static final Duration BETWEEN_REMOVALS = Duration.ofMillis(50);

	private final Guest guest;
	private final String name;
	private final Deadlines deadlines;
	private final boolean force;
	private final boolean kprobes;
	private final Entries entries;
	private final SourceFinder sources;
	private final Transitions transitions;
	private List<PatchedFunction> functions;
	private State state = State.ABSENT;

	/** How far the guest's threads are. */
	private enum State {
		ABSENT, MOVING, IN_FORCE, FORCED, REVERSED
	}

	/** @param functions as far as known before the load */
	LivePatch(Guest guest, String name, VerificationPlan plan, Entries entries, SourceFinder sources, Transitions transitions, List<PatchedFunction> functions) {
		this.guest = guest;
		this.name = name;
		this.deadlines = plan.deadlines();
		this.force = plan.options().force();
		this.kprobes = plan.kernel().config().enabled("CONFIG_KPROBES");
		this.entries = entries;
		this.sources = sources;
		this.transitions = transitions;
		this.functions = functions;
	}

	List<PatchedFunction> functions() {
		return functions;
	}

	StepResult load() throws StepFailure {
		Evidence evidence = new Evidence();
		if (guest.ask("debug").status() != 0) {
			evidence.add("the kernel has no dynamic debug for klp_try_switch_task (CONFIG_DYNAMIC_DEBUG): why a task waits is known from its stack only");
		}
		long mark = guest.kernel().mark();
		transitions.expect(Direction.PATCHING, stacks());
		AgentReply reply = guest.ask(deadlines.load(), "load", "patch");
		if (reply.status() == 0) {
			state = State.MOVING;
			transitions.firstLook();
		}
		guest.settle("insmod");
		List<String> said = about(mark);
		if (reply.status() != 0) {
			String message = "the kernel refused the patch module: " + String.join("; ", said.isEmpty() ? reply.lines() : said)
					+ Rivals.inTheWay(guest, said, functions).map(". "::concat).orElse("");
			evidence.add(message).quote(reply.lines(), 5);
			Optional<String> function = said.stream().map(NAMED::matcher).filter(Matcher::find).map(m -> m.group(1)).findFirst();
			return StepResult.of(evidence, List.of(new RuntimeProblem(Kind.LOAD_FAILED, message, function)));
		}
		List<PatchedFunction> loaded = new ArrayList<>();
		for (String line : guest.ask("functions", name).lines()) {
			Matcher m = FUNCTION.matcher(line);
			if (m.matches()) {
				loaded.add(known(new PatchedFunction(m.group(1), m.group(3), Integer.parseInt(m.group(4)))));
				evidence.add(m.group(3) + " of " + m.group(1) + (m.group(2).equals("0") ? ", which is not loaded: not patched" : ""));
			}
		}
		evidence.quote(said, 20);
		if (loaded.isEmpty() && guest.ask("transition", name).text().equals("gone")) {
			String message = "the module " + name + " was loaded but patches nothing: it does not appear in /sys/kernel/livepatch";
			return StepResult.of(evidence.add(message), List.of(problem(Kind.LOAD_FAILED, message)));
		}
		if (loaded.isEmpty()) {
			evidence.add("no function is redirected: the patch works through its callbacks alone");
		}
		functions = List.copyOf(loaded);
		if (kprobes) {
			Rivals.leftBehind(guest, functions, evidence);
		}
		return StepResult.passed(evidence);
	}

	/** As it was known before: where a name is unique the kernel shows position 1, and the module may say 0. */
	private PatchedFunction known(PatchedFunction shown) {
		return functions.stream().filter(f -> f.parent().equals(shown.parent()) && f.function().equals(shown.function()) && Math.max(1, f.sympos()) == shown.sympos())
				.findFirst().orElse(shown);
	}

	/** If it never ends it is reversed, so that the guest ends clean; or forced, if that is wanted. */
	StepResult transition() throws StepFailure {
		Evidence evidence = new Evidence();
		Optional<RuntimeProblem> stuck = transitions.await(Direction.PATCHING, evidence);
		if (stuck.isEmpty()) {
			state = State.IN_FORCE;
			return StepResult.passed(evidence);
		}
		if (force) {
			state = transitions.force(evidence) ? State.FORCED : state;
		} else {
			reverse(evidence);
		}
		return StepResult.of(evidence, List.of(stuck.get()));
	}

	private void reverse(Evidence evidence) throws StepFailure {
		evidence.add("not forced. It could be (/sys/kernel/livepatch/" + name + "/force), but then " + Transitions.CONSEQUENCE);
		transitions.expect(Direction.UNPATCHING, stacks());
		AgentReply reply = guest.ask(deadlines.load(), "disable", name);
		boolean reversed = reply.status() == 0 && transitions.await(Direction.UNPATCHING, evidence).isEmpty();
		state = reversed ? State.REVERSED : state;
		evidence.add(reversed ? "the transition was reversed: the guest is as before" : "the transition could not be reversed either: " + reply.text());
	}

	/** Whether calls of the functions lead to the patched ones, for every thread, or as if. */
	boolean inForce() {
		return state == State.IN_FORCE || state == State.FORCED;
	}

	/** Why it cannot be taken off, if it cannot. */
	Optional<String> notRemovable() {
		return switch (state) {
			case ABSENT -> Optional.of("the patch was not loaded");
			case MOVING -> Optional.of("the transition could not be " + (force ? "forced" : "reversed"));
			case FORCED -> Optional.of("NOT UNLOADED: the transition was forced; " + Transitions.CONSEQUENCE);
			case IN_FORCE, REVERSED -> Optional.empty();
		};
	}

	StepResult redirected() throws StepFailure {
		Evidence evidence = new Evidence();
		if (functions.isEmpty()) {
			return StepResult.skipped(evidence.add("skipped: the patch redirects no function"));
		}
		return StepResult.of(evidence, entries.check(present(), Moment.PATCHED, evidence));
	}

	StepResult unload() throws StepFailure {
		Evidence evidence = new Evidence();
		List<PatchedFunction> patched = present();
		long mark = guest.kernel().mark();
		if (state != State.REVERSED) {
			transitions.expect(Direction.UNPATCHING, stacks());
			AgentReply reply = guest.ask(deadlines.load(), "disable", name);
			if (reply.status() != 0) {
				throw StepFailure.of(Kind.UNLOAD_FAILED, "the patch cannot be disabled: " + reply.text() + "; " + String.join("; ", about(mark)));
			}
			Optional<RuntimeProblem> stuck = transitions.await(Direction.UNPATCHING, evidence);
			if (stuck.isPresent()) {
				return StepResult.of(evidence, List.of(stuck.get()));
			}
		}
		remove(evidence);
		return StepResult.of(evidence, entries.check(patched, Moment.UNPATCHED, evidence));
	}

	/** The last task has switched back a moment before the kernel lets go of the module. */
	private void remove(Evidence evidence) throws StepFailure {
		AgentReply reply = guest.ask(deadlines.load(), "unload", name);
		for (int i = 0; i < REMOVALS && reply.status() != 0; i++) {
			guest.pause(BETWEEN_REMOVALS);
			reply = guest.ask(deadlines.load(), "unload", name);
		}
		if (reply.status() != 0) {
			throw StepFailure.of(Kind.UNLOAD_FAILED, "the module " + name + " cannot be removed: " + reply.text());
		}
		evidence.add("module " + name + " removed");
	}

	private Stacks stacks() {
		return Stacks.of(functions, sources);
	}

	/** The functions of parents that are loaded. */
	private List<PatchedFunction> present() throws StepFailure {
		List<String> lines = guest.ask("functions", name).lines();
		return functions.stream().filter(f -> lines.stream().noneMatch(l -> l.startsWith(f.parent() + " 0 "))).toList();
	}

	private List<String> about(long mark) {
		return guest.kernel().since(mark).stream().filter(l -> ABOUT_PATCH.matcher(l).find()).distinct().toList();
	}

	private static RuntimeProblem problem(Kind kind, String message) {
		return new RuntimeProblem(kind, message, Optional.empty());
	}
}
