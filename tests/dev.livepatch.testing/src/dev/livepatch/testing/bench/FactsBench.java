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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
		index();
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
				tool("readelf", "-sW");
				tool("objdump", "-d");
			});
			ours.time(() -> {
				ObjectFile vmlinux = ObjectFile.read(kernel.vmlinux());
				found[0] = index(vmlinux, DebugInfo.read(vmlinux));
			});
		}
		out.printf(Locale.ROOT, "%-58s %9.2f %9.2f %8.2f  %s; heap %d MB%n", "function index of vmlinux, against readelf -sW and objdump -d", ours.median(), binutils.median(),
				ours.ratioTo(binutils), "1", heap.peakMb());
	}

	private void tool(String name, String option) throws IOException {
		Path output = Files.createTempFile("livepatch-bench-", ".txt");
		ToolResult result = Tool.run(new ToolCommand(List.of(name, option, kernel.vmlinux().toString()), kernel.build(), Duration.ofMinutes(10)), output, Cancellation.NEVER);
		Files.delete(output);
		if (result.exitCode() != 0) {
			throw new IOException(name + ": " + result.stderr());
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
