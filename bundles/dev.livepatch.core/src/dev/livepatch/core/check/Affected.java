package dev.livepatch.core.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.ChangeSet.Note;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.process.Cancellation;

/**
 * The objects that a change reaches: by the recorded dependencies, whatever the files are called.
 *
 * @param objects sorted by path
 */
record Affected(Collection<AffectedObject> objects) {

	/** The changed files that several objects are made from, as the recorded dependencies have it: known before any command is read. */
	static List<FanOut> fanOuts(ChangeSet change, KernelBuild kernel, AuthorSource source, Cancellation cancellation) throws IOException {
		List<FanOut> fanOuts = new ArrayList<>();
		for (FileChange file : change.files()) {
			List<String> paths = file.originalPath().isEmpty() ? List.of() : kernel.objectPathsOf(file.originalPath().get(), cancellation);
			Map<String, ParentObject> objects = new TreeMap<>();
			for (String path : paths.size() > 1 ? paths : List.<String>of()) {
				kernel.parent(path).ifPresent(parent -> objects.put(path, parent));
			}
			if (objects.size() > 1 && SupportedPaths.objection(file.path()).isEmpty()) {
				fanOuts.add(new FanOut(source.firstEdit(file.path()), objects));
			}
		}
		return fanOuts;
	}

	/** What cannot be patched at its place, or is not part of this kernel, goes to the log and brings no object. */
	static Affected by(ChangeSet change, KernelBuild kernel, AuthorSource source, CheckLog log, Cancellation cancellation) throws IOException {
		long start = System.nanoTime();
		Map<String, AffectedObject> objects = new TreeMap<>();
		for (Note note : change.notes()) {
			log.add(Rule.PATCH_FUZZ, new SourcePlace(note.file(), note.line()), note.message());
		}
		for (FileChange file : change.files()) {
			SourcePlace place = source.firstEdit(file.path());
			Optional<String> objection = SupportedPaths.objection(file.path());
			if (objection.isPresent()) {
				log.add(Rule.UNSUPPORTED_PATH, place, file.path() + " cannot be live patched: " + objection.get());
				continue;
			}
			List<AffectedObject> reached = objectsOf(file, kernel, place, log, cancellation);
			reached.forEach(object -> objects.put(object.path(), object));
		}
		log.took(CheckLog.Stage.AFFECTED, java.time.Duration.ofNanos(System.nanoTime() - start));
		return new Affected(objects.values());
	}

	private static List<AffectedObject> objectsOf(FileChange file, KernelBuild kernel, SourcePlace place, CheckLog log, Cancellation cancellation)
			throws IOException {
		List<AffectedObject> reached = new ArrayList<>();
		Optional<String> path = file.originalPath();
		List<RecordedCommand> commands = path.isPresent() ? kernel.objectsOf(path.get(), cancellation) : List.of();
		if (commands.isEmpty() && (path.isEmpty() || kernel.outsideObjectsOf(path.get(), cancellation).isEmpty())) {
			Optional<String> lost = path.isPresent() ? kernel.unrecordedObject(path.get()) : Optional.empty();
			if (lost.isPresent()) {
				throw new KernelException("how " + lost.get() + " was compiled, which is part of the kernel, is not recorded in " + kernel.build()
						+ ": its .cmd file is missing; run make " + lost.get() + " there");
			}
			NotCompiled.of(file, kernel).ifPresent(why -> log.add(why.rule(), place, why.message()));
		}
		for (RecordedCommand command : commands) {
			Optional<ParentObject> parent = kernel.parent(command.object());
			boolean source = command.source().equals(path.get());
			if (source && file instanceof FileChange.Deleted) {
				log.add(Rule.FILE_DELETED, place, "the patch deletes " + file.path() + ", but its code is part of the running kernel and stays there");
			} else if (parent.isPresent()) {
				reached.add(new AffectedObject(command, parent.get()));
			} else if (source) {
				log.add(Rule.UNSUPPORTED_PATH, place, command.object() + " is part of neither vmlinux nor a module: a live patch cannot reach it");
			}
		}
		return reached;
	}
}
