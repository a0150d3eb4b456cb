package dev.livepatch.core.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.DifferInputs;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.cause.AuthorEdits;
import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.UnpatchedEdits;
import dev.livepatch.core.cause.Causes;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.check.CheckLog.Stage;
import dev.livepatch.core.differ.DiffOutcome;
import dev.livepatch.core.differ.DifferMessage.ChangedFunction;
import dev.livepatch.core.differ.DifferMessage.FoundCallback;
import dev.livepatch.core.differ.DifferMessage.NewFunction;
import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.differ.ObjectDiffer;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.evidence.Inspection;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.explain.Explainer;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.hazard.ExportHazards;
import dev.livepatch.core.hazard.Hazards;
import dev.livepatch.core.layout.TypeRules;
import dev.livepatch.core.process.Cancellation;

/** Compares the two versions of an object, and tells what the differ and the rules say of them. For several threads. */
final class ObjectJudge {
	private final ChangeSet change;
	private final Path workDir;
	private final CheckLog log;
	private final Cancellation cancellation;
	private final ObjectDiffer differ;
	private final DifferInputs inputs;
	private final AuthorSource source;
	private final AuthorEdits edits;
	/** Beside the differ's own refusals. */
	private final List<Inspection> inspections;

	ObjectJudge(ObjectCompiler compiler, ObjectDiffer differ, DifferInputs inputs, AuthorSource source, ChangeSet change, Path workDir, CheckLog log, Cancellation cancellation) {
		this.change = change;
		this.workDir = workDir;
		this.log = log;
		this.cancellation = cancellation;
		this.differ = differ;
		this.inputs = inputs;
		this.source = source;
		this.edits = new AuthorEdits(source);
		ExportHazards exports = new ExportHazards(object -> compiler.exportVersions(object, change, workDir, cancellation));
		inspections = List.of(TypeRules::inspect, Hazards::inspect, exports::inspect);
	}

	void judge(CompiledPair pair) throws IOException {
		long start = System.nanoTime();
		AffectedObject object = pair.object();
		Path output = workDir.resolve("differ").resolve(object.path());
		Files.createDirectories(output.getParent());
		FutureTask<ObjectEvidence> reading = new FutureTask<>(() -> new ObjectEvidence(pair, source));
		// the differ is a process of its own, so that both go on at once
		Thread.ofVirtual().name("evidence of " + object.path()).start(reading);
		DiffOutcome outcome = differ.diff(inputs.request(pair, change.name(), output, cancellation), cancellation);
		long compared = System.nanoTime();
		log.took(Stage.DIFFER, Duration.ofNanos(compared - start));
		ObjectEvidence evidence = Awaited.result(reading);
		Causes why = new Causes(evidence, edits);
		List<Finding> findings = Explainer.inspect(evidence, why, outcome.messages());
		findings.forEach(log::add);
		List<Cause> causes = why.of(outcome.messages());
		if (!causes.isEmpty()) {
			new UnpatchedEdits(evidence, edits).findings(causes).forEach(log::add);
		}
		for (Inspection inspection : inspections) {
			inspection.inspect(evidence, outcome.messages()).forEach(log::add);
		}
		switch (outcome) {
			case DiffOutcome.Patchable patchable -> {
				if (outcome.messages().stream().noneMatch(m -> m instanceof ChangedFunction || m instanceof FoundCallback)) {
					log.add(Rule.NOTHING_REDIRECTED, evidence.file(), "the differ accepts " + object.path() + ", but redirects none of its functions: " + inVain(outcome.messages()));
				}
				log.add(report(object, Verdict.PATCHABLE, outcome.messages(), causes, places(outcome, evidence), Optional.of(patchable.output())));
			}
			case DiffOutcome.Unchanged unchanged -> {
				if (source.isEdited(object.command().source())) {
					log.add(Rule.NO_CHANGE, evidence.file(), object.path() + " does the same with and without the change");
				}
				log.add(report(object, Verdict.UNCHANGED, outcome.messages(), List.of(), Map.of(), Optional.empty()));
			}
			case DiffOutcome.Unsupported unsupported -> {
				if (findings.stream().noneMatch(f -> f.severity() == Severity.ERROR)) {
					log.add(Rule.UNKNOWN_MESSAGE, evidence.file(), "the differ refuses " + object.path() + ": " + lastWords(outcome));
				}
				log.add(report(object, Verdict.UNSUPPORTED, outcome.messages(), causes, places(outcome, evidence), Optional.empty()));
			}
			case DiffOutcome.Failed failed -> {
				log.add(Rule.TOOL_FAILED, evidence.file(), object.path() + ": " + failed.reason());
				log.add(report(object, Verdict.FAILED, outcome.messages(), List.of(), Map.of(), Optional.empty()));
			}
		}
		log.took(Stage.EXPLAIN, Duration.ofNanos(System.nanoTime() - compared));
	}

	/** A part that gcc has split off is new to the differ, as a function is that nothing calls. */
	private static String inVain(List<DifferMessage> messages) {
		List<String> added = added(messages).stream().filter(name -> !name.contains(".")).toList();
		return added.isEmpty() ? "what changes is a part that gcc has split from one" : "nothing in the running kernel calls what is new, " + String.join(", ", added);
	}

	private static String lastWords(DiffOutcome outcome) {
		List<DifferMessage> messages = outcome.messages();
		return messages.isEmpty() ? "it gave no reason" : messages.get(messages.size() - 1).text();
	}

	private static ObjectReport report(AffectedObject object, Verdict verdict, List<DifferMessage> messages, List<Cause> causes, Map<String, SourcePlace> places,
			Optional<Path> output) {
		return new ObjectReport(object.path(), object.parent(), verdict, changed(messages), added(messages), causes, places, output);
	}

	private static Map<String, SourcePlace> places(DiffOutcome outcome, ObjectEvidence evidence) throws IOException {
		Map<String, SourcePlace> places = new TreeMap<>();
		for (String function : changed(outcome.messages())) {
			places.put(function, evidence.declarationOf(function));
		}
		for (String function : added(outcome.messages())) {
			places.put(function, evidence.declarationOf(function));
		}
		return places;
	}

	private static List<String> changed(List<DifferMessage> messages) {
		return messages.stream().filter(ChangedFunction.class::isInstance).map(m -> ((ChangedFunction) m).function()).sorted().toList();
	}

	private static List<String> added(List<DifferMessage> messages) {
		return messages.stream().filter(NewFunction.class::isInstance).map(m -> ((NewFunction) m).function()).sorted().toList();
	}
}
