package dev.livepatch.core.kernel;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.livepatch.core.process.Cancellation;

/** What kbuild recorded of the objects of a build, read when asked for. Safe for several threads. */
final class RecordedCommands {
	private final KernelBuild kernel;
	private final TreePaths paths;
	/** The last answer for many objects: an author saves the same file many times, and a header's objects fill megabytes. */
	private volatile SoftReference<Map.Entry<List<String>, List<RecordedCommand>>> last = new SoftReference<>(null);

	RecordedCommands(KernelBuild kernel, TreePaths paths) {
		this.kernel = kernel;
		this.paths = paths;
	}

	/** @return empty if there is no record, or the object was not compiled but linked from others */
	Optional<RecordedCommand> of(String object) throws KernelException {
		return of(object, new CommandReader(paths));
	}

	/** Those of the objects that have one, in their order. */
	List<RecordedCommand> of(List<String> objects, Cancellation cancellation) throws KernelException {
		Map.Entry<List<String>, List<RecordedCommand>> known = last.get();
		if (known != null && known.getKey().equals(objects)) {
			return known.getValue();
		}
		RecordedCommand[] commands = new RecordedCommand[objects.size()];
		try {
			Workers.run(commands.length, () -> new CommandReader(paths), (reader, i) -> commands[i] = of(objects.get(i), reader).orElse(null), cancellation);
		} catch (KernelException e) {
			throw e;
		} catch (IOException e) {
			throw new KernelException("the recorded commands in " + kernel.build() + " cannot be read: " + e.getMessage(), e);
		}
		List<RecordedCommand> result = Stream.of(commands).filter(Objects::nonNull).toList();
		last = new SoftReference<>(Map.entry(objects, result));
		return result;
	}

	private Optional<RecordedCommand> of(String object, CommandReader reader) throws KernelException {
		Path file = DependencyIndex.commandFile(kernel.build(), object);
		byte[] text;
		try {
			text = Files.readAllBytes(file);
		} catch (NoSuchFileException e) {
			return Optional.empty();
		} catch (IOException e) {
			throw new KernelException("the recorded command " + file + " cannot be read: " + e.getMessage(), e);
		}
		Optional<RecordedCommand> command = reader.read(object, text);
		if (command.isPresent() && !TreePaths.possible(command.get().source())) {
			throw new KernelException("the recorded command " + file + " is damaged: no file can have the name of its source; make " + object + " in " + kernel.build() + " anew");
		}
		return command.isPresent() && command.get().objtool().isEmpty() ? Optional.of(withOldObjtool(command.get())) : command;
	}

	private RecordedCommand withOldObjtool(RecordedCommand command) throws KernelException {
		return new RecordedCommand(command.object(), command.source(), command.compiler(), OldObjtool.arguments(kernel, command.object(), command.compiler()), command.dependencies());
	}
}
