package dev.livepatch.core.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
import dev.livepatch.core.cause.Causes;
import dev.livepatch.core.cause.UnpatchedEdits;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.check.CheckLog.Stage;
import dev.livepatch.core.differ.DiffOutcome;
import dev.livepatch.core.differ.DiffRequest;
import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.differ.DifferMessage.ChangedFunction;
import dev.livepatch.core.differ.DifferMessage.NewFunction;
import dev.livepatch.core.differ.ObjectDiffer;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.evidence.Inspection;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.explain.Crashes;
import dev.livepatch.core.explain.Explainer;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.hazard.ExportHazards;
import dev.livepatch.core.hazard.Hazards;
import dev.livepatch.core.layout.TypeRules;
import dev.livepatch.core.module.ExtractedObject;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Awaited;
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
	private final Linking linking;
	/** Beside the differ's own refusals. */
	private final List<Inspection> inspections;

	ObjectJudge(ObjectCompiler compiler, ObjectDiffer differ, DifferInputs inputs, AuthorSource source, ChangeSet change, Linking linking, Path workDir, CheckLog log, Cancellation cancellation) {
		this.change = change;
		this.workDir = workDir;
		this.log = log;
		this.cancellation = cancellation;
		this.differ = differ;
		this.inputs = inputs;
		this.source = source;
		this.edits = new AuthorEdits(source);
		this.linking = linking;
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
		DiffOutcome outcome = differ.diff(DiffRequest.of(pair, inputs, change.name(), output, cancellation), cancellation);
		long compared = System.nanoTime();
		log.took(Stage.DIFFER, Duration.ofNanos(compared - start));
		ObjectEvidence evidence = Awaited.result(reading);
		Causes why = new Causes(evidence, edits);
		List<Finding> explained = Explainer.inspect(evidence, why, outcome.messages());
		List<Finding> findings = new ArrayList<>(explained);
		List<Cause> causes = why.of(outcome.messages());
		if (!causes.isEmpty()) {
			findings.addAll(new UnpatchedEdits(evidence, edits).findings(causes));
		}
		for (Inspection inspection : inspections) {
			findings.addAll(inspection.inspect(evidence, outcome.messages()));
		}
		own(object, outcome, evidence, explained).ifPresent(findings::add);
		// an inspection may find what the differ said, too
		findings = List.copyOf(new LinkedHashSet<>(findings));
		findings.forEach(log::add);
		log.add(report(object, outcome, causes, findings, evidence));
		log.took(Stage.EXPLAIN, Duration.ofNanos(System.nanoTime() - compared));
	}

	/** What is to be said of the differ's verdict as a whole. */
	private Optional<Finding> own(AffectedObject object, DiffOutcome outcome, ObjectEvidence evidence, List<Finding> explained) throws IOException {
		return switch (outcome) {
			case DiffOutcome.Patchable patchable -> Optional.empty();
			case DiffOutcome.Unchanged unchanged when source.isEdited(object.command().source()) ->
				Optional.of(Finding.of(Rule.NO_CHANGE, evidence.places().file(), object.path() + " does the same with and without the change"));
			case DiffOutcome.Unchanged unchanged -> Optional.empty();
			case DiffOutcome.Unsupported unsupported when explained.stream().noneMatch(f -> f.severity() == Severity.ERROR) ->
				Optional.of(Finding.of(Rule.UNKNOWN_MESSAGE, evidence.places().file(), "the differ refuses " + object.path() + ": " + lastWords(outcome)));
			case DiffOutcome.Unsupported unsupported -> Optional.empty();
			case DiffOutcome.Failed failed when failed.crashed() -> Optional.of(Crashes.explain(object.path() + ": " + failed.reason(), evidence));
			case DiffOutcome.Failed failed -> Optional.of(Finding.of(Rule.TOOL_FAILED, evidence.places().file(), object.path() + ": " + failed.reason()));
		};
	}

	private static String lastWords(DiffOutcome outcome) {
		List<DifferMessage> messages = outcome.messages();
		return messages.isEmpty() ? "it gave no reason" : messages.get(messages.size() - 1).text();
	}

	private ObjectReport report(AffectedObject object, DiffOutcome outcome, List<Cause> causes, List<Finding> findings, ObjectEvidence evidence) throws IOException {
		return switch (outcome) {
			case DiffOutcome.Patchable patchable -> {
				ObjectFile output = ObjectFile.read(patchable.output());
				linking.add(object.path(), output, evidence);
				yield report(object, Verdict.PATCHABLE, outcome, causes, findings, evidence, NewVariable.in(output, evidence), ExtractedObject.of(output), Optional.of(patchable.output()));
			}
			case DiffOutcome.Unsupported unsupported -> report(object, Verdict.UNSUPPORTED, outcome, causes, findings, evidence, List.of(), ExtractedObject.NONE, Optional.empty());
			case DiffOutcome.Unchanged unchanged -> report(object, Verdict.UNCHANGED, outcome, List.of(), findings, evidence, List.of(), ExtractedObject.NONE, Optional.empty());
			case DiffOutcome.Failed failed -> report(object, Verdict.FAILED, outcome, List.of(), findings, evidence, List.of(), ExtractedObject.NONE, Optional.empty());
		};
	}

	private static ObjectReport report(AffectedObject object, Verdict verdict, DiffOutcome outcome, List<Cause> causes, List<Finding> findings, ObjectEvidence evidence,
			List<NewVariable> variables, ExtractedObject extracted, Optional<Path> output) throws IOException {
		return new ObjectReport(object.path(), object.command().source(), object.parent(), verdict, changed(outcome.messages()), added(outcome.messages()), causes, places(outcome, evidence),
				variables, extracted, findings, output);
	}

	private static Map<String, SourcePlace> places(DiffOutcome outcome, ObjectEvidence evidence) throws IOException {
		Map<String, SourcePlace> places = new TreeMap<>();
		for (String function : changed(outcome.messages())) {
			places.put(function, evidence.places().declarationOf(function));
		}
		for (String function : added(outcome.messages())) {
			places.put(function, evidence.places().declarationOf(function));
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
