package dev.livepatch.testing.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.hazard.Hazards;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.layout.SignatureChanges;
import dev.livepatch.core.layout.TypeChanges;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionFact;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;
import dev.livepatch.testing.ExtendedKernel;

/** What it costs to read objects: functions with their entry sites, sections and lines, types and their comparison; and the index of a whole kernel beside binutils. */
final class FactsBench {
	private static final long USUAL = 200 << 10;
	private final PrintStream out;
	private final KernelBuild kernel;
	private final int rounds;

	FactsBench(PrintStream out, KernelBuild kernel, int rounds) {
		this.out = out;
		this.kernel = kernel;
		this.rounds = rounds;
	}

	void run() throws Exception {
		List<Path> objects;
		try (Stream<Path> files = Files.walk(kernel.build())) {
			objects = files.filter(f -> f.toString().endsWith(".o") && Files.isRegularFile(f) && f.resolveSibling("." + f.getFileName() + ".cmd").toFile().exists()
					&& compiled(kernel.build().relativize(f).toString())).sorted(Comparator.comparingLong(f -> f.toFile().length())).toList();
		}
		Path usual = objects.stream().min(Comparator.comparingLong(f -> Math.abs(f.toFile().length() - USUAL))).orElseThrow();
		pair(usual, "0.15 s");
		pair(objects.getLast(), "2 s");
		hazards(usual);
		hazards(objects.getLast());
		index();
		users(objects);
	}

	private boolean compiled(String object) {
		try {
			return kernel.parent(object).isPresent() && kernel.command(object).filter(c -> c.source().endsWith(".c")).isPresent();
		} catch (IOException e) {
			throw new java.io.UncheckedIOException(e);
		}
	}

	/** Of the kernel's own object, twice: what is compared is the same, as nearly all of it is after an edit. */
	private void pair(Path object, String budget) throws Exception {
		for (int i = 0; i < 3 * rounds; i++) {
			compare(object);
		}
		Series facts = new Series();
		Heap heap = Heap.reset();
		ThreadMXBean thread = ManagementFactory.getThreadMXBean();
		long start = thread.getCurrentThreadCpuTime();
		for (int i = 0; i < rounds; i++) {
			facts.time(() -> compare(object));
		}
		double processor = (thread.getCurrentThreadCpuTime() - start) / 1e9 / rounds;
		out.printf(Locale.ROOT, "%-58s %9.3f %9s %8s  %s; %.3f of a processor, heap %d MB%n",
				"facts of a pair of " + kernel.build().relativize(object) + ", " + object.toFile().length() / 1024 + " KB", facts.median(), "", "", budget, processor, heap.peakMb());
	}

	/** The rules of hazards for a patch to one function, on the kernel's own object taken for both versions; each time from its bytes on, beside a compile of it. */
	private void hazards(Path object) throws Exception {
		String path = kernel.build().relativize(object).toString();
		AffectedObject affected = new AffectedObject(kernel.command(path).orElseThrow(), kernel.parent(path).orElseThrow());
		CompiledPair pair = new CompiledPair(affected, object, object, Optional.empty(), Optional.empty(), List.of(), Duration.ZERO, Duration.ZERO, true);
		AuthorSource source = new AuthorSource(kernel, new ChangeSet("bench", List.of(), List.of()), Cancellation.NEVER);
		String function = ObjectFacts.functions(ObjectFile.read(object)).stream().filter(FunctionFact::fentry).findFirst().orElseThrow().symbol().name();
		List<DifferMessage> said = List.of(new DifferMessage.ChangedFunction(function, "changed function: " + function));
		Path output = Files.createTempFile("livepatch-bench-", ".o");
		BareCompile bare = new BareCompile(kernel, affected.command(), output);
		Series rules = new Series();
		Series compile = new Series();
		for (int i = 0; i < rounds; i++) {
			compile.time(bare::run);
			rules.time(() -> Hazards.inspect(new ObjectEvidence(pair, source), said));
		}
		Files.delete(output);
		out.printf(Locale.ROOT, "%-58s %9.3f %9.2f %8.3f%n", "rules of hazards, against a compile of " + path, rules.median(), compile.median(), rules.ratioTo(compile));
	}

	/** Which objects use which symbols: read from all of them, in a build that nothing is kept of, and again from what is kept; beside nm. */
	private void users(List<Path> objects) throws Exception {
		List<String> nm = new ArrayList<>(List.of("nm", "-u"));
		objects.forEach(object -> nm.add(object.toString()));
		Series read = new Series();
		Series kept = new Series();
		Series bare = new Series();
		for (int i = 0; i < rounds; i++) {
			bare.time(() -> tool(nm));
			try (ExtendedKernel copy = ExtendedKernel.with("bench", "#include <linux/module.h>\nMODULE_LICENSE(\"GPL\");\n")) {
				read.time(() -> copy.kernel().usersOf("schedule", Cancellation.NEVER));
				KernelBuild again = KernelBuild.open(copy.kernel().build());
				kept.time(() -> again.usersOf("schedule", Cancellation.NEVER));
			}
		}
		out.printf(Locale.ROOT, "%-58s %9.2f %9.2f %8.2f%n", "who uses which symbol in " + objects.size() + " objects, against nm -u", read.median(), bare.median(), read.ratioTo(bare));
		out.printf(Locale.ROOT, "%-58s %9.2f %9.2f %8.2f%n", "the same, kept from an earlier run", kept.median(), bare.median(), kept.ratioTo(bare));
	}

	private static void compare(Path object) throws IOException {
		ObjectFile original = ObjectFile.read(object);
		ObjectFile patched = ObjectFile.read(object);
		DebugInfo before = DebugInfo.read(original);
		DebugInfo after = DebugInfo.read(patched);
		int found = index(original, before) + index(patched, after) + before.functions().size() + after.functions().size() + before.variables().size() + after.variables().size() + TypeChanges.between(before, after).size()
				+ SignatureChanges.between(original, before, after).size();
		if (found == 0) {
			throw new IOException("nothing found in " + object);
		}
	}

	/** Each function's section, entry site, and line of its beginning. */
	private static int index(ObjectFile object, DebugInfo debug) throws IOException {
		int lines = 0;
		for (FunctionFact function : ObjectFacts.functions(object)) {
			long start = object.relocatable() ? function.symbol().value() : function.symbol().value() - function.section().address();
			lines += debug.line(function.section().name(), start).isPresent() ? 1 : 0;
		}
		return lines;
	}

	private void index() throws Exception {
		Series ours = new Series();
		Series binutils = new Series();
		Heap heap = Heap.reset();
		int[] found = new int[1];
		for (int i = 0; i < rounds; i++) {
			binutils.time(() -> {
				tool(List.of("readelf", "-sW", kernel.vmlinux().toString()));
				tool(List.of("objdump", "-d", kernel.vmlinux().toString()));
			});
			ours.time(() -> {
				ObjectFile vmlinux = ObjectFile.read(kernel.vmlinux());
				found[0] = index(vmlinux, DebugInfo.read(vmlinux));
			});
		}
		out.printf(Locale.ROOT, "%-58s %9.2f %9.2f %8.2f  %s; heap %d MB%n", "function index of vmlinux, against readelf -sW and objdump -d", ours.median(), binutils.median(),
				ours.ratioTo(binutils), "1", heap.peakMb());
	}

	private void tool(List<String> command) throws IOException {
		Path output = Files.createTempFile("livepatch-bench-", ".txt");
		ToolResult result = Tool.run(new ToolCommand(command, kernel.build(), Duration.ofMinutes(10)), output, Cancellation.NEVER);
		Files.delete(output);
		if (result.exitCode() != 0) {
			throw new IOException(command.getFirst() + ": " + result.stderr());
		}
	}

	/** What the heap's pools held at most since they were last looked at. */
	private record Heap(List<MemoryPoolMXBean> pools) {
		static Heap reset() {
			System.gc();
			List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream().filter(p -> p.getType() == MemoryType.HEAP).toList();
			pools.forEach(MemoryPoolMXBean::resetPeakUsage);
			return new Heap(pools);
		}

		long peakMb() {
			return pools.stream().mapToLong(p -> p.getPeakUsage().getUsed()).sum() >> 20;
		}
	}
}
