package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.observation.PatchedFunction;

/** The modules that a patch reaches, as they come and go beneath it. */
final class ParentModules {
	/** {@code arch/x86/kernel/module.c: apply_relocate_add}; older kernels begin with “Skipping”. */
	private static final Pattern STALE_RELOCATION = Pattern.compile("[Ii]nvalid relocation target, existing value is nonzero");
	private final Guest guest;
	private final Duration deadline;
	private final List<String> loaded;
	private final List<String> parents;

	private ParentModules(Guest guest, Duration deadline, List<String> loaded, List<String> parents) {
		this.guest = guest;
		this.deadline = deadline;
		this.loaded = loaded;
		this.parents = parents;
	}

	/**
	 * @param functions what the patch redirects
	 * @param loaded    the modules loaded before the patch, in the order of loading
	 * @param deadline  for each load and each removal
	 */
	static ParentModules of(List<PatchedFunction> functions, List<String> loaded, Guest guest, Duration deadline) {
		return new ParentModules(guest, deadline, loaded, loaded.stream().filter(m -> functions.stream().anyMatch(f -> f.parent().equals(m))).toList());
	}

	/** Whether the patch reaches none of those loaded. */
	boolean isEmpty() {
		return parents.isEmpty();
	}

	/** In the reverse order of loading; all or none, then tells why. */
	Optional<String> remove() throws StepFailure {
		for (String parent : parents.reversed()) {
			AgentReply reply = guest.ask(deadline, "unload", parent);
			if (reply.status() != 0) {
				load(parents.subList(parents.indexOf(parent) + 1, parents.size()));
				return Optional.of("the module " + parent + " cannot be removed: " + reply.text());
			}
		}
		return Optional.empty();
	}

	void load() throws StepFailure {
		load(parents);
	}

	/** @param some in the order of loading */
	void load(List<String> some) throws StepFailure {
		long mark = guest.kernel().mark();
		for (String parent : some) {
			AgentReply reply = insert(parent);
			if (reply.status() != 0) {
				guest.settle("load." + parent);
				throw notTaken(parent, reply, guest.kernel().since(mark));
			}
		}
	}

	/** Tells which modules the kernel does not take again while the patch is loaded, if that is a known fault of its own. */
	List<String> loadAgain() throws StepFailure {
		long mark = guest.kernel().mark();
		for (String parent : parents) {
			AgentReply reply = insert(parent);
			if (reply.status() != 0) {
				guest.settle("reload." + parent);
				List<String> said = guest.kernel().since(mark);
				if (said.stream().noneMatch(l -> STALE_RELOCATION.matcher(l).find())) {
					throw notTaken(parent, reply, said);
				}
				return parents.subList(parents.indexOf(parent), parents.size());
			}
		}
		return List.of();
	}

	/** Those that the loaded patch does not reach, although it should. */
	List<String> unpatched(String patch) throws StepFailure {
		List<String> lines = guest.ask("functions", patch).lines();
		return parents.stream().filter(parent -> lines.stream().noneMatch(l -> l.startsWith(parent + " 1 "))).toList();
	}

	private AgentReply insert(String module) throws StepFailure {
		return guest.ask(deadline, "load", "module." + loaded.indexOf(module));
	}

	private static StepFailure notTaken(String module, AgentReply reply, List<String> said) {
		String kernel = said.stream().filter(l -> l.startsWith("livepatch: ") || l.startsWith("module: ")).distinct().collect(Collectors.joining("; "));
		return StepFailure.of(Kind.LOAD_FAILED, "the module " + module + " cannot be loaded with the patch: " + reply.text() + (kernel.isEmpty() ? "" : "; " + kernel));
	}
}
