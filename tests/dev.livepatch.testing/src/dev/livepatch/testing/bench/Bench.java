package dev.livepatch.testing.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.livepatch.core.build.PatchModule;
import dev.livepatch.core.build.PatchModuleBuilder;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.MachineSettings;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.verify.Verification;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;

/**
 * What the tools cost, beside what the bare compiler and the bare machine would: medians of rounds in which all are measured in turn.
 * Arguments: the number of rounds.
 */
public final class Bench {
	private static final String MEMINFO = "fs/proc/meminfo.c";
	private static final int EDITS = 10;
	private static final String PROBE = "#!/bin/sh\ngrep -q MEMTOTAL /proc/meminfo\n";
	private final PrintStream out;
	private final KernelBuild kernel = DemoKernel.open();
	private final Path directory;
	private final int rounds;
	private double checkSeconds;

	private Bench(PrintStream out, Path directory, int rounds) {
		this.out = out;
		this.directory = directory;
		this.rounds = rounds;
	}

	public static void main(String[] arguments) throws Exception {
		Path directory = Files.createTempDirectory("livepatch-bench-");
		new Bench(System.out, directory, arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5).run();
		remove(directory);
	}

	private static void remove(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> files = Files.walk(directory)) {
				files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
			}
		}
	}

	private void run() throws Exception {
		out.printf(Locale.ROOT, "Linux %s, %d processors, %d rounds, medians%n%n", kernel.release(), Runtime.getRuntime().availableProcessors(), rounds);
		out.printf("%-58s %9s %9s %8s  %s%n", "what", "seconds", "bare", "ratio", "budget");
		checks(MEMINFO, "\"MemTotal:       \"", "\"MEMTOTAL:       \"");
		checks("net/ipv4/tcp_ipv4.c", "if (sk->sk_state == TCP_LISTEN) {", "if (sk->sk_state == TCP_LISTEN && skb) {");
		checks("kernel/sched/core.c", "nice_to_rlimit(nice)", "nice_to_rlimit(nice) + 1");
		machine();
		new FactsBench(out, kernel, rounds).run();
		wholeKernel();
	}

	private void checks(String path, String from, String to) throws Exception {
		ChangeSet change = new ChangeSet("bench", List.of(DemoKernel.edit(path, from, to)), List.of());
		Path project = project(path, change);
		String object = path.replaceFirst("c$", "o");
		BareCompile bare = new BareCompile(kernel, kernel.command(object).orElseThrow(), directory.resolve("bare.o"));
		Checker checker = new Checker(kernel, DemoKernel.toolchain(directory.resolve("cache")));
		check(project, checker);
		Series compile = new Series();
		Series save = new Series();
		Series rules = new Series();
		Series firstTouch = new Series();
		for (int i = 0; i < rounds; i++) {
			compile.time(bare::run);
			save.time(() -> rules.add(check(project, checker).timings().get("explain")));
			remove(directory.resolve("cache/originals"));
			firstTouch.time(() -> check(project, checker));
		}
		row("save to findings, original cached: " + path, save, compile, "1.3");
		row("of it, what all rules take after the differ", rules, compile, "");
		row("the same on first touch", firstTouch, compile, "2.4");
		checkSeconds = checkSeconds == 0 ? firstTouch.median() : checkSeconds;
	}

	private void machine() throws Exception {
		ChangeSet change = new ChangeSet("bench", List.of(DemoKernel.edit(MEMINFO, "\"MemTotal:       \"", "\"MEMTOTAL:       \"")), List.of());
		Toolchain tools = DemoKernel.toolchain(directory.resolve("cache"));
		CheckResult result = new Checker(kernel, tools).check(change, directory.resolve("work"), CheckProgress.SILENT, Cancellation.NEVER);
		Series build = new Series();
		PatchModule[] module = new PatchModule[1];
		for (int i = 0; i < rounds; i++) {
			build.time(() -> module[0] = new PatchModuleBuilder().build(kernel, tools, "bench", true, result.patchedObjects(), directory.resolve("work"), Cancellation.NEVER));
		}
		out.printf(Locale.ROOT, "%-58s %9.2f %9s %8s  %s%n", "patch module after a clean check", build.median(), "", "", "4 s");
		Map<String, String> environment = new HashMap<>(System.getenv());
		environment.put(Toolchain.CACHE, tools.cache().toString());
		MachineSettings machine = MachineSettings.locate(environment);
		Path probe = Files.writeString(directory.resolve("probe.sh"), PROBE);
		BareGuest guest = BareGuest.prepare(kernel, machine, module[0], "meminfo_proc_show", probe, Files.createDirectories(directory.resolve("guest")));
		Series bare = new Series();
		Series booted = new Series();
		Series first = new Series();
		Series restored = new Series();
		Series ready = new Series();
		Series readyAgain = new Series();
		for (int i = 0; i < rounds; i++) {
			bare.time(guest::run);
			booted.time(() -> ready.add(verify(machine.cold(), module[0], probe, false)));
			remove(machine.saved().orElseThrow());
			first.time(() -> verify(machine, module[0], probe, false));
			restored.time(() -> readyAgain.add(verify(machine, module[0], probe, true)));
		}
		row("boot, stack check, load, verify, unload", booted, bare, "1.5");
		row("the same and the machine saved, against not saved", first, booted, "1.1");
		row("the same from the saved machine", restored, bare, "");
		row("launch to ready guest: saved machine, against boot", readyAgain, ready, "0.1");
		edits(machine, probe);
	}

	/** Ten different patches, each from its edit to its verdict, one after another. */
	private void edits(MachineSettings machine, Path probe) throws Exception {
		Toolchain tools = DemoKernel.toolchain(directory.resolve("cache"));
		Checker checker = new Checker(kernel, tools);
		Series edits = new Series();
		for (int i = 0; i < EDITS; i++) {
			ChangeSet change = new ChangeSet("bench", List.of(DemoKernel.edit(MEMINFO, "\"MemTotal:       \"", "\"MEMTOTAL:     " + i + " \"")), List.of());
			Path project = project(MEMINFO, change);
			edits.time(() -> {
				CheckResult result = check(project, checker);
				PatchModule module = new PatchModuleBuilder().build(kernel, tools, "bench", true, result.patchedObjects(), project.resolve("build"), Cancellation.NEVER);
				verify(machine, module, probe, true);
			});
		}
		out.printf(Locale.ROOT, "%-58s %9.2f %9s %8s  %s%n", "edit to verified patch, from the saved machine", edits.median(), "", "", "6 s");
		out.printf(Locale.ROOT, "%-58s %9.2f%n", EDITS + " patches verified one after another", edits.total());
	}

	/** kpatch-build builds the whole kernel first, so the time that this took when the demo kernel was made bounds its time from below. */
	private void wholeKernel() throws IOException {
		Path record = kernel.build().resolveSibling("complete");
		String seconds = Files.isReadable(record) ? Files.readString(record).strip() : "";
		if (seconds.isEmpty() || checkSeconds == 0) {
			out.printf("%nno record of how long the build of this kernel took: no comparison with kpatch-build%n");
			return;
		}
		double build = Double.parseDouble(seconds);
		out.printf(Locale.ROOT, "%-58s %9.2f %9.0f %8s  %s%n", "whole check, against a build of the whole kernel alone", checkSeconds, build, "1 : " + Math.round(build / checkSeconds),
				"1 : 100 of kpatch-build");
	}

	/** @return how long it took until the guest was ready */
	private Duration verify(MachineSettings machine, PatchModule module, Path probe, boolean restored) throws IOException {
		List<RunEvent.MachineReady> ready = new ArrayList<>();
		VerificationReport report = new Verification(new VerificationPlan(kernel, module.file(), List.of(probe), List.of(), List.of(), machine, Deadlines.DEFAULT,
				directory), event -> {
					if (event instanceof RunEvent.MachineReady r) {
						ready.add(r);
					}
				}, Cancellation.NEVER).run();
		if (report.outcome() != Outcome.VERIFIED || ready.size() != 1 || ready.get(0).restored() != restored) {
			throw new IOException("not verified as it should be: " + report);
		}
		return ready.get(0).elapsed();
	}

	/** What happens on a save: the project is read, the patch file written and the change checked. */
	private CheckResult check(Path project, Checker checker) throws IOException {
		LivepatchProject opened = LivepatchProject.open(project);
		ChangeSet change = opened.change(kernel);
		Files.writeString(opened.patchFile(), PatchWriter.write(change), java.nio.charset.StandardCharsets.ISO_8859_1);
		CheckResult result = checker.check(change, project.resolve("build"), CheckProgress.SILENT, Cancellation.NEVER);
		if (result.verdict() != Verdict.PATCHABLE) {
			throw new IOException("not patchable: " + result.findings());
		}
		return result;
	}

	private Path project(String path, ChangeSet change) throws IOException {
		Path project = directory.resolve(path.replaceAll("\\W", "-"));
		Path source = project.resolve("src").resolve(path);
		Files.createDirectories(source.getParent());
		Files.createDirectories(project.resolve("build"));
		Files.writeString(project.resolve("livepatch.toml"), "name = \"bench\"\n");
		Files.writeString(source, change.files().get(0).patched().orElseThrow(), java.nio.charset.StandardCharsets.ISO_8859_1);
		return project;
	}

	private void row(String what, Series measured, Series bare, String budget) {
		out.printf(Locale.ROOT, "%-58s %9.2f %9.2f %8.2f  %s%n", what, measured.median(), bare.median(), measured.ratioTo(bare), budget);
	}
}
