package dev.livepatch.vm.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.DisassemblerUnavailable;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.vm.PatchedFunction;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.qemu.GuestMemory;

/** Where the functions' entries lead: what ftrace says in the guest, and what stands in its memory, read from outside. */
final class Redirection {
	/** A processor may be in a user process, whose page tables don't show the kernel. */
	private static final int TRIES = 20;
	private static final Duration ANSWER = Duration.ofSeconds(5);
	private static final Duration SYMBOLS = Duration.ofSeconds(60);
	/** A line of {@code enabled_functions}: name, module, number of handlers, flags of one letter each ({@code kernel/trace/ftrace.c: t_show}). */
	private static final Pattern ENABLED = Pattern.compile("\\S+ (\\[\\S+\\] )?\\(\\d+\\)(\\s+[A-Z])*?\\s+I(\\s.*)?");

	private final Guest guest;
	private final GuestMemory memory;
	private final CompletableFuture<Addresses> vmlinux;
	private final CompletableFuture<Optional<Disassembler>> capstone = CompletableFuture.supplyAsync(Redirection::capstone);
	private boolean modulesKnown;

	/** @param vmlinux being read while the guest boots */
	Redirection(Guest guest, CompletableFuture<Addresses> vmlinux) {
		this.guest = guest;
		this.vmlinux = vmlinux;
		memory = new GuestMemory(guest.machine());
	}

	/** The entry of each function that can be found in memory. */
	Map<PatchedFunction, EntrySite> sites(List<PatchedFunction> functions) throws StepFailure {
		Addresses addresses = guest.await(vmlinux, SYMBOLS, "the symbol table of vmlinux");
		if (!modulesKnown && functions.stream().anyMatch(f -> !f.parent().equals(ParentObject.VMLINUX))) {
			addresses.addModules(guest.ask("symbols").lines());
			modulesKnown = true;
		}
		Map<PatchedFunction, EntrySite> sites = new LinkedHashMap<>();
		for (PatchedFunction function : functions) {
			Optional<Long> address = addresses.of(function);
			if (address.isPresent()) {
				read(address.get()).ifPresent(s -> sites.put(function, s));
			}
		}
		return sites;
	}

	/** Adds a line for each function; the unexpected ones become problems. */
	List<RuntimeProblem> check(List<PatchedFunction> functions, String when, Predicate<EntrySite> expected, Evidence evidence) throws StepFailure {
		List<RuntimeProblem> problems = new ArrayList<>();
		Map<PatchedFunction, EntrySite> sites = sites(functions);
		Optional<Disassembler> disassembler = guest.await(capstone, SYMBOLS, "the disassembler");
		for (PatchedFunction function : functions) {
			EntrySite site = sites.get(function);
			evidence.add("in memory, " + when + ": " + function + " " + (site == null ? "cannot be found" : "at " + site.describe(disassembler)));
			if (site != null && !expected.test(site)) {
				problems.add(new RuntimeProblem(Kind.NOT_REDIRECTED, "the entry of " + function + " " + when + " is not what it should be: " + site.describe(disassembler),
						Optional.of(function.function())));
			}
		}
		return problems;
	}

	/** The lines of {@code enabled_functions} about a function. */
	static List<String> enabled(List<String> lines, PatchedFunction function) {
		String module = function.parent().equals(ParentObject.VMLINUX) ? "" : "[" + function.parent() + "] ";
		return lines.stream().filter(l -> l.startsWith(function.function() + " " + module + "(")).toList();
	}

	/** Whether such a line shows a handler that may change where the function leads (flag {@code I}, IPMODIFY). */
	static boolean redirects(String line) {
		return ENABLED.matcher(line).matches();
	}

	/** The library is loaded while the guest boots; where it is missing the bytes speak for themselves. */
	private static Optional<Disassembler> capstone() {
		try {
			return Optional.of(Disassembler.capstone());
		} catch (DisassemblerUnavailable e) {
			return Optional.empty();
		}
	}

	private Optional<EntrySite> read(long address) throws StepFailure {
		Optional<byte[]> bytes = Optional.empty();
		for (int i = 0; i < TRIES && bytes.isEmpty(); i++) {
			try {
				bytes = guest.await(memory.read(address, EntrySite.READ), ANSWER, "the guest's memory");
			} catch (IOException e) {
				throw guest.ended();
			}
			if (bytes.isEmpty()) {
				guest.pause(Duration.ofMillis(5));
			}
		}
		return bytes.map(b -> EntrySite.of(address, b));
	}
}
