package dev.livepatch.core.tests.fuzz;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;
import dev.livepatch.testing.DemoKernel;

/** Runs Jazzer on one kind of input, in a virtual machine of its own with little memory: it mutates the seeds and keeps what reaches new code. */
final class Fuzzer {
	private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in");
	private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");
	private static final Duration START = Duration.ofMinutes(3);
	private static final int PATIENCE_SECONDS = 20;
	private static final String HEAP = "-Xmx512m";
	private final Path jazzer;

	/** @param fault empty if nothing was found; else what Jazzer said of it, and where the input is */
	record Outcome(ForeignInput input, long runs, long coverage, Optional<String> fault) {
	}

	private Fuzzer(Path jazzer) {
		this.jazzer = jazzer;
	}

	/** Where {@code releng/setup} leaves Jazzer's two archives. */
	static Fuzzer locate() {
		Path jazzer = Toolchain.cacheDirectory(System.getenv()).resolve("jazzer");
		if (!Files.isRegularFile(jazzer.resolve("jazzer.jar"))) {
			throw new AssertionError("Jazzer is not in " + jazzer + ": run releng/setup");
		}
		return new Fuzzer(jazzer);
	}

	/**
	 * @param seed      of the mutations; without one, they are others in each run
	 * @param directory keeps what reached new code, for the next run
	 */
	Outcome run(ForeignInput input, Duration time, OptionalInt seed, Path directory) throws Exception {
		Path seeds = Files.createDirectories(directory.resolve("seeds"));
		Path found = Files.createDirectories(directory.resolve("found"));
		Path scratch = Files.createDirectories(directory.resolve("scratch"));
		List<byte[]> texts = input.seeds(scratch);
		for (int i = 0; i < texts.size(); i++) {
			Files.write(seeds.resolve("seed-" + i), texts.get(i));
		}
		ToolResult result = Tool.run(new ToolCommand(command(input, time, seed, directory), directory, time.plus(START)), Cancellation.NEVER);
		String said = result.stdout() + result.stderr();
		Optional<String> fault = result.exitCode() == 0 ? Optional.empty() : Optional.of("code " + result.exitCode() + "\n" + relevant(said));
		return new Outcome(input, last(DONE, said), last(COVERAGE, said), fault);
	}

	private List<String> command(ForeignInput input, Duration time, OptionalInt seed, Path directory) {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Class<?> capstone = of(ObjectFile.class, "capstone.Capstone");
		Stream<Class<?>> used = Stream.of(ObjectFile.class, DemoKernel.class, Fuzzer.class, of(ObjectFile.class, "com.github.difflib.DiffUtils"), of(ObjectFile.class, "org.tukaani.xz.XZInputStream"), capstone,
				of(capstone, "com.sun.jna.Native"));
		String classes = Stream.concat(Stream.of(jazzer.resolve("jazzer.jar"), jazzer.resolve("jazzer-api.jar")), used.map(Fuzzer::classes))
				.map(Path::toString).distinct().collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>(List.of(java, HEAP, "--enable-native-access=ALL-UNNAMED", "-cp", classes, "com.code_intelligence.jazzer.Jazzer",
				"--target_class=" + FuzzTarget.class.getName(), "--target_args=" + input + " " + directory.resolve("scratch"),
				"--instrumentation_includes=dev.livepatch.core.**", "--instrumentation_excludes=dev.livepatch.core.tests.**",
				"--custom_hook_includes=dev.livepatch.none", "--reproducer_path=" + directory));
		seed.ifPresent(number -> command.add("-seed=" + number));
		command.addAll(List.of("-artifact_prefix=" + directory + "/", "-max_total_time=" + time.toSeconds(), "-timeout=" + PATIENCE_SECONDS, "-max_len=" + input.largest(),
				"-rss_limit_mb=0", directory.resolve("found").toString(), directory.resolve("seeds").toString()));
		return command;
	}

	/** A class of a library that another class uses, as that one sees it. */
	private static Class<?> of(Class<?> user, String name) {
		try {
			return Class.forName(name, false, user.getClassLoader());
		} catch (ClassNotFoundException e) {
			throw new IllegalStateException(e);
		}
	}

	/** A bundle's classes, as archive or directory. */
	private static Path classes(Class<?> type) {
		try {
			Path location = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
			Path compiled = location.resolve("target/classes");
			return Files.isDirectory(compiled) ? compiled : location;
		} catch (URISyntaxException e) {
			throw new IllegalStateException(e);
		}
	}

	private static long last(Pattern number, String text) {
		Matcher matcher = number.matcher(text);
		long last = 0;
		while (matcher.find()) {
			last = Long.parseLong(matcher.group(1));
		}
		return last;
	}

	private static String relevant(String said) {
		return said.lines().dropWhile(l -> !l.startsWith("== Java Exception") && !l.contains("ERROR:")).limit(60).collect(Collectors.joining("\n"));
	}

	/** SECONDS DIRECTORY INPUT…: each kind of input for that long; ends with code 1 if anything was found. */
	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[1]);
		boolean faulty = false;
		for (ForeignInput input : arguments.length > 2 ? Stream.of(arguments).skip(2).map(ForeignInput::valueOf).toList() : List.of(ForeignInput.values())) {
			Outcome outcome = locate().run(input, Duration.ofSeconds(Long.parseLong(arguments[0])), OptionalInt.empty(), Files.createDirectories(directory.resolve(input.name())));
			System.out.println(outcome.input() + ": " + outcome.runs() + " runs, coverage " + outcome.coverage() + outcome.fault().map(", FAULT: "::concat).orElse(", no fault"));
			faulty |= outcome.fault().isPresent();
		}
		System.exit(faulty ? 1 : 0);
	}
}
