package dev.livepatch.core.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompileException;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.kernel.Workers;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/**
 * What the kernel build made from the changed files besides the objects of vmlinux and of the modules. A live patch leaves it as it is, so what the change would make of it is found
 * out by compiling it both ways.
 */
final class OutOfReach {
	/** Named at most. */
	private static final int TOLD = 4;
	/** As {@code include/linux/kbuild.h} writes the constants that {@code scripts/Makefile.lib} makes a header of. */
	private static final Pattern CONSTANT = Pattern.compile("->(\\w+) \\$?(-?\\d+)");
	private final KernelBuild kernel;
	private final ObjectCompiler compiler;
	private final AuthorSource source;
	private final ChangeSet change;
	private final Path workDir;
	private final Cancellation cancellation;

	OutOfReach(KernelBuild kernel, ObjectCompiler compiler, AuthorSource source, ChangeSet change, Path workDir, Cancellation cancellation) {
		this.kernel = kernel;
		this.compiler = compiler;
		this.source = source;
		this.change = change;
		this.workDir = workDir;
		this.cancellation = cancellation;
	}

	/**
	 * One for each changed file that makes a difference to something out of reach.
	 *
	 * @param reached what the check said of the objects within reach
	 */
	List<Finding> findings(List<ObjectReport> reached) throws IOException {
		Map<String, SourcePlace> places = new TreeMap<>();
		List<RecordedCommand> commands = new ArrayList<>();
		for (FileChange file : change.files()) {
			Optional<String> path = file.originalPath().filter(p -> SupportedPaths.objection(file.path()).isEmpty());
			for (RecordedCommand command : path.isPresent() ? kernel.outsideObjectsOf(path.get(), cancellation) : List.<RecordedCommand>of()) {
				if (places.putIfAbsent(command.object(), source.firstEdit(file.path())) == null) {
					commands.add(command);
				}
			}
		}
		String[] differences = new String[commands.size()];
		Workers.run(differences.length, () -> this, (worker, i) -> differences[i] = difference(commands.get(i)).orElse(null), cancellation);
		Map<SourcePlace, List<String>> told = new TreeMap<>(Comparator.comparing(SourcePlace::file));
		for (int i = 0; i < differences.length; i++) {
			if (differences[i] != null) {
				told.computeIfAbsent(places.get(commands.get(i).object()), place -> new ArrayList<>()).add(differences[i]);
			}
		}
		List<Finding> findings = new ArrayList<>();
		for (Map.Entry<SourcePlace, List<String>> place : told.entrySet()) {
			findings.add(finding(place.getKey(), place.getValue(), reached));
		}
		return findings;
	}

	private Finding finding(SourcePlace place, List<String> differences, List<ObjectReport> reached) throws IOException {
		Set<String> within = Set.copyOf(kernel.objectPathsOf(source.change(place.file()).flatMap(FileChange::originalPath).orElse(place.file()), cancellation));
		boolean patched = reached.stream().anyMatch(o -> within.contains(o.path()) && o.verdict() != Verdict.UNCHANGED);
		String part = patched ? " is also part of " : within.isEmpty() ? " is part only of " : ", though also part of the kernel proper, makes a difference only to ";
		String more = differences.size() > TOLD ? "; and " + (differences.size() - TOLD) + " more objects" : "";
		Finding finding = Finding.of(Rule.OUT_OF_REACH, place, place.file() + part + "what a live patch leaves as it is: " + String.join("; ", differences.stream().limit(TOLD).toList()) + more);
		return patched ? finding : finding.as(Severity.ERROR, "Take this file's change out of the patch: it takes a new kernel, and a boot.");
	}

	/** What the change would make of an object, in words; empty if nothing. */
	private Optional<String> difference(RecordedCommand command) throws IOException {
		String object = command.object();
		String what = object + SupportedPaths.nature(object).map(why -> " (" + why + ")").orElse("");
		try {
			CompiledPair pair = compiler.compile(new AffectedObject(withoutDebugInformation(command), new ParentObject(ParentObject.VMLINUX, kernel.vmlinux())), change, workDir, cancellation);
			return object.endsWith(".s") ? constants(object, pair) : Files.mismatch(pair.original(), pair.patched()) < 0 ? Optional.empty() : Optional.of(what + " would be another");
		} catch (CompileException e) {
			return Optional.of(what + " does not compile with the change (" + e.diagnostics().getFirst().message() + ")");
		} catch (ToolException e) {
			return Optional.of(what + " is made from it, and cannot be compared (" + e.getMessage() + ")");
		}
	}

	/** Line numbers move with every edit, and are of no interest here; objtool is only for what the kernel links. */
	private static RecordedCommand withoutDebugInformation(RecordedCommand command) {
		List<String> compiler = command.compiler().stream().filter(a -> !a.startsWith("-g") && !a.startsWith("-Wa,-g")).toList();
		return new RecordedCommand(command.object(), command.source(), compiler, Optional.empty(), command.dependencies());
	}

	private static Optional<String> constants(String object, CompiledPair pair) throws IOException {
		Map<String, String> before = constants(pair.original());
		List<String> changed = new ArrayList<>();
		constants(pair.patched()).forEach((name, value) -> {
			String old = before.get(name);
			if (old != null && !old.equals(value)) {
				changed.add(name + " is " + old + " there, and would be " + value);
			}
		});
		String more = changed.size() > TOLD ? " and " + (changed.size() - TOLD) + " more" : "";
		return changed.isEmpty() ? Optional.empty() : Optional.of(object + ", which gives assembly its constants (" + String.join(", ", changed.stream().limit(TOLD).toList()) + more + ")");
	}

	private static Map<String, String> constants(Path assembly) throws IOException {
		Map<String, String> values = new TreeMap<>();
		Matcher constant = CONSTANT.matcher(Files.readString(assembly, StandardCharsets.ISO_8859_1));
		while (constant.find()) {
			values.put(constant.group(1), constant.group(2));
		}
		return values;
	}
}
