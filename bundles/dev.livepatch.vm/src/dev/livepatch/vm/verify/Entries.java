package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.DisassemblerUnavailable;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.guest.EnabledFunctions;
import dev.livepatch.vm.guest.EntrySite;
import dev.livepatch.vm.observation.EntryState;
import dev.livepatch.vm.observation.EntryState.Moment;
import dev.livepatch.vm.observation.FunctionEntry;
import dev.livepatch.vm.observation.PatchedFunction;
import dev.livepatch.vm.source.SourceFinder;

/** Where the functions' entries lead, at each moment of a run: what stands in the guest's memory, read from outside, and what ftrace says in the guest. */
final class Entries {
	private static final Duration SYMBOLS = Duration.ofSeconds(60);

	private final Guest guest;
	private final KernelMemory memory;
	private final NewCode newCode;
	private final CompletableFuture<Addresses> vmlinux;
	private final CompletableFuture<Optional<Disassembler>> capstone = CompletableFuture.supplyAsync(Entries::capstone);
	private final CompletableFuture<Map<PatchedFunction, EntryState>> compiled;
	private final Map<PatchedFunction, List<EntryState>> seen = new LinkedHashMap<>();
	private boolean modulesKnown;

	/**
	 * @param functions known before the load
	 * @param vmlinux   being read while the guest boots
	 */
	Entries(Guest guest, VerificationPlan plan, List<PatchedFunction> functions, NewCode newCode, CompletableFuture<Addresses> vmlinux, SourceFinder sources) {
		this.guest = guest;
		this.newCode = newCode;
		this.vmlinux = vmlinux;
		memory = new KernelMemory(guest, plan.machine().cpus());
		compiled = vmlinux.thenCombineAsync(capstone, (addresses, disassembler) -> new CompiledEntry(plan.kernel(), sources, addresses, disassembler).all(functions));
	}

	/** As far as the run came. */
	List<FunctionEntry> seen() {
		Map<PatchedFunction, EntryState> first = compiled.isCompletedExceptionally() ? Map.of() : compiled.getNow(Map.of());
		return seen.entrySet().stream().map(e -> new FunctionEntry(e.getKey(), Stream.concat(Optional.ofNullable(first.get(e.getKey())).stream(), e.getValue().stream()).toList())).toList();
	}

	/** Adds lines for each function; the unexpected ones become problems. Where tracefs is missing the memory alone tells. */
	List<RuntimeProblem> check(List<PatchedFunction> functions, Moment moment, Evidence evidence) throws StepFailure {
		List<RuntimeProblem> problems = new ArrayList<>();
		AgentReply reply = guest.ask("enabled");
		Optional<EnabledFunctions> enabled = reply.status() == 0 ? Optional.of(new EnabledFunctions(reply.lines())) : Optional.empty();
		if (enabled.isEmpty() && moment == Moment.PATCHED) {
			evidence.add("the kernel shows no enabled_functions (no tracefs, or no CONFIG_FUNCTION_TRACER); memory alone tells");
		}
		Addresses addresses = addresses(functions);
		for (PatchedFunction function : functions) {
			Optional<Long> address = addresses.of(function);
			Optional<EntrySite> site = address.isPresent() ? memory.entry(address.get()) : Optional.empty();
			EntryState state = state(function, moment, address, site, enabled.map(e -> e.of(function)).orElse(List.of()));
			seen.computeIfAbsent(function, f -> new ArrayList<>()).add(state);
			tell(function, state, evidence);
			if (enabled.isPresent()) {
				ftraceProblem(function, moment, enabled.get().redirect(function)).ifPresent(problems::add);
			}
			if (site.isPresent() && !(moment == Moment.PATCHED ? site.get().isCall() : site.get().isNop())) {
				problems.add(problem(function, "the entry of " + function + " " + moment + " is not what it should be: " + state.describe()));
			}
		}
		return problems;
	}

	private EntryState state(PatchedFunction function, Moment moment, Optional<Long> address, Optional<EntrySite> site, List<String> ftrace) throws StepFailure {
		if (site.isEmpty()) {
			String why = address.isPresent() ? "cannot be read from outside" : "cannot be found: " + function.parent() + " has no such symbol, or is not loaded";
			return new EntryState(moment, EntryState.MEMORY, address.orElse(0L), "", why, List.of(), ftrace);
		}
		Optional<Disassembler> disassembler = guest.await(capstone, SYMBOLS, "the disassembler");
		List<String> leadsTo = site.get().isCall() ? leadsTo(function, site.get().target(), disassembler) : List.of();
		return new EntryState(moment, EntryState.MEMORY, site.get().address(), site.get().hex(), site.get().instruction(disassembler), leadsTo, ftrace);
	}

	private void tell(PatchedFunction function, EntryState state, Evidence evidence) throws StepFailure {
		EntryState object = state.moment() == Moment.PATCHED ? guest.await(compiled, SYMBOLS, "the kernel's objects").get(function) : null;
		if (object != null) {
			evidence.add("in the object: " + function + (object.bytes().isEmpty() ? " " + object.instruction() : " in " + object.where() + " at " + object.describe()));
		}
		evidence.add("in memory, " + state.moment() + ": " + function + " " + (state.bytes().isEmpty() ? state.instruction() : "at " + state.describe()));
		state.ftrace().forEach(l -> evidence.add("enabled_functions: " + l.replaceAll("\\s+", " ")));
	}

	private static Optional<RuntimeProblem> ftraceProblem(PatchedFunction function, Moment moment, boolean redirected) {
		return switch (moment) {
			case OBJECT, BOOTED -> Optional.empty();
			case PATCHED -> redirected ? Optional.empty() : Optional.of(problem(function, "ftrace does not redirect " + function
					+ " although the patch is loaded: enabled_functions shows no handler with the flag I (IPMODIFY) on it"));
			case UNPATCHED -> redirected ? Optional.of(problem(function, "ftrace still redirects " + function + " although the patch is unloaded")) : Optional.empty();
		};
	}

	/** The trampoline or ftrace's own entry code, what that calls, and where the patch's code is. */
	private List<String> leadsTo(PatchedFunction function, long target, Optional<Disassembler> disassembler) throws StepFailure {
		Addresses addresses = guest.await(vmlinux, SYMBOLS, "the symbol table of vmlinux");
		List<String> steps = new ArrayList<>();
		steps.add(addresses.functionAt(target).orElse("a trampoline of ftrace's") + " at 0x" + Long.toHexString(target));
		List<String> calls = disassembler.isPresent() ? memory.calls(target, disassembler.get(), addresses) : List.of();
		if (!calls.isEmpty()) {
			steps.add(String.join(" and ", calls));
		}
		newCode.address(guest, function).ifPresent(a -> steps.add(function.function() + " of the patch at 0x" + Long.toHexString(a)));
		return steps;
	}

	private Addresses addresses(List<PatchedFunction> functions) throws StepFailure {
		Addresses addresses = guest.await(vmlinux, SYMBOLS, "the symbol table of vmlinux");
		if (!modulesKnown && functions.stream().anyMatch(f -> !f.parent().equals(ParentObject.VMLINUX))) {
			addresses.addModules(guest.ask("symbols").lines());
			modulesKnown = true;
		}
		return addresses;
	}

	private static RuntimeProblem problem(PatchedFunction function, String message) {
		return new RuntimeProblem(Kind.NOT_REDIRECTED, message, Optional.of(function.function()));
	}

	/** The library is loaded while the guest boots; where it is missing the bytes speak for themselves. */
	private static Optional<Disassembler> capstone() {
		try {
			return Optional.of(Disassembler.capstone());
		} catch (DisassemblerUnavailable e) {
			return Optional.empty();
		}
	}
}
