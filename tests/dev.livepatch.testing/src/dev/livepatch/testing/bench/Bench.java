package dev.livepatch.testing.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
import dev.livepatch.vm.Verification;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;

/**
 * What the tools cost, beside what the bare compiler and the bare machine would: medians of rounds in which all are measured in turn.
 * Arguments: the number of rounds.
 */
public final class Bench {
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
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
		}
	}

	private void run() throws Exception {
		out.printf(Locale.ROOT, "Linux %s, %d processors, %d rounds, medians%n%n", kernel.release(), Runtime.getRuntime().availableProcessors(), rounds);
		out.printf("%-58s %9s %9s %8s  %s%n", "what", "seconds", "bare", "ratio", "budget");
		checks("fs/proc/meminfo.c", "\"MemTotal:       \"", "\"MEMTOTAL:       \"");
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
		Series firstTouch = new Series();
		for (int i = 0; i < rounds; i++) {
			compile.time(bare::run);
			save.time(() -> check(project, checker));
			try (Stream<Path> originals = Files.walk(directory.resolve("cache/originals"))) {
				originals.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
			}
			firstTouch.time(() -> check(project, checker));
		}
		row("save to findings, original cached: " + path, save, compile, "1.3");
		row("the same on first touch", firstTouch, compile, "2.4");
		checkSeconds = checkSeconds == 0 ? firstTouch.median() : checkSeconds;
	}

	private void machine() throws Exception {
		ChangeSet change = new ChangeSet("bench", List.of(DemoKernel.edit("fs/proc/meminfo.c", "\"MemTotal:       \"", "\"MEMTOTAL:       \"")), List.of());
		Toolchain tools = DemoKernel.toolchain(directory.resolve("cache"));
		CheckResult result = new Checker(kernel, tools).check(change, directory.resolve("work"), CheckProgress.SILENT, Cancellation.NEVER);
		Series build = new Series();
		PatchModule[] module = new PatchModule[1];
		for (int i = 0; i < rounds; i++) {
			build.time(() -> module[0] = new PatchModuleBuilder().build(kernel, tools, "bench", true, result.patchedObjects(), directory.resolve("work"), Cancellation.NEVER));
		}
		out.printf(Locale.ROOT, "%-58s %9.2f %9s %8s  %s%n", "patch module after a clean check", build.median(), "", "", "4 s");
		MachineSettings machine = MachineSettings.locate(System.getenv());
		Path probe = Files.writeString(directory.resolve("probe.sh"), PROBE);
		BareGuest guest = BareGuest.prepare(kernel, machine, module[0], "meminfo_proc_show", probe, Files.createDirectories(directory.resolve("guest")));
		Series bare = new Series();
		Series verified = new Series();
		for (int i = 0; i < rounds; i++) {
			bare.time(guest::run);
			verified.time(() -> verify(machine, module[0], probe));
		}
		row("boot, stack check, load, verify, unload", verified, bare, "1.5");
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

	private void verify(MachineSettings machine, PatchModule module, Path probe) throws IOException {
		VerificationReport report = new Verification().run(new VerificationPlan(kernel, module.file(), List.of(probe), List.of(), List.of(), machine, Deadlines.DEFAULT,
				directory), event -> {
				}, Cancellation.NEVER);
		if (report.outcome() != Outcome.VERIFIED) {
			throw new IOException("not verified: " + report);
		}
	}

	/** What happens on a save: the project is read, the patch file written and the change checked. */
	private void check(Path project, Checker checker) throws IOException {
		LivepatchProject opened = LivepatchProject.open(project);
		ChangeSet change = opened.change(kernel);
		Files.writeString(opened.patchFile(), PatchWriter.write(change), java.nio.charset.StandardCharsets.ISO_8859_1);
		CheckResult result = checker.check(change, project.resolve("build"), CheckProgress.SILENT, Cancellation.NEVER);
		if (result.verdict() != Verdict.PATCHABLE) {
			throw new IOException("not patchable: " + result.findings());
		}
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
