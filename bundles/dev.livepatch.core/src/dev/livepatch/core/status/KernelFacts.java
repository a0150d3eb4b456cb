package dev.livepatch.core.status;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.check.FanOut;
import dev.livepatch.core.condition.LeftOutLines;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.kernel.ThreadStacks;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.source.CParser;
import dev.livepatch.core.source.Outline;

/** Asks a built kernel's own objects about the functions of a source file. Nothing is compiled. */
public final class KernelFacts {
	private final KernelBuild kernel;
	private final Duration patience;
	private final Cancellation cancellation;

	private KernelFacts(KernelBuild kernel, Duration patience, Cancellation cancellation) {
		this.kernel = kernel;
		this.patience = patience;
		this.cancellation = cancellation;
	}

	/** An object that can be read. */
	private record Built(String name, ParentObject parent, Path file) {
	}

	/**
	 * What the kernel says of a file. Whatever is in the way is said by the result.
	 *
	 * @param path     relative to the source tree
	 * @param charset  that the author's version is read with: the two texts are compared
	 * @param patience no further object is begun after this time, but one is always read: a header is part of very many, which say much the same
	 */
	public static FileFacts read(KernelBuild kernel, String path, Charset charset, Duration patience, Cancellation cancellation) {
		try {
			return new KernelFacts(kernel, patience, cancellation).read(path, charset);
		} catch (NoSuchFileException e) {
			return new FileFacts.NotBuilt(path, path + " is not in the kernel's source " + kernel.source() + ": what is in it comes with the patch");
		} catch (IOException e) {
			return new FileFacts.Unknown(path, "what the kernel says of " + path + " cannot be read: " + e.getMessage());
		}
	}

	private FileFacts read(String path, Charset charset) throws IOException {
		Path source = kernel.sourceFile(path);
		String text = new String(Files.readAllBytes(source), charset);
		List<String> objects = kernel.objectPathsOf(path, cancellation);
		Map<String, ParentObject> parents = new HashMap<>();
		for (String object : objects) {
			kernel.parent(object).ifPresent(parent -> parents.put(object, parent));
		}
		if (parents.isEmpty()) {
			return notBuilt(path, objects);
		}
		List<Built> built = parents.entrySet().stream().map(e -> new Built(e.getKey(), e.getValue(), kernel.build().resolve(e.getKey()))).filter(b -> Files.isRegularFile(b.file()))
				.sorted((a, b) -> order(path, a.name(), b.name())).toList();
		if (built.isEmpty()) {
			return new FileFacts.Unknown(path, parents.keySet().iterator().next() + ", which " + path + " is compiled into, is not in " + kernel.build() + ": make it there, or build the kernel again");
		}
		try (CParser parser = CParser.open()) {
			Outline outline = parser.parse(text);
			ObjectReading reading = new ObjectReading(new SourcePaths(kernel), path, outline, ThreadStacks.of(kernel));
			int read = read(reading, built);
			Optional<FunctionStatus.HeaderFanOut> fanOut = path.endsWith(".c") && parents.size() == 1 ? Optional.empty()
					: Optional.of(new FunctionStatus.HeaderFanOut(parents.size(), new FanOut(new SourcePlace(path, 0), parents).text()));
			return new FileFacts.Known(path, text, outline, LeftOutLines.of(text, kernel.config()), reading.facts(), fanOut, read, parents.size(), caution(path, source, built));
		}
	}

	private FileFacts notBuilt(String path, List<String> objects) throws KernelException {
		if (!objects.isEmpty()) {
			return new FileFacts.NotBuilt(path, path + " is compiled into " + objects.getFirst() + ", which is in neither the kernel nor a module");
		}
		return kernel.complete() ? new FileFacts.NotBuilt(path, path + " is not compiled in this kernel's configuration: a change of it changes nothing")
				: new FileFacts.Unknown(path, "no object of " + path + " has been made in " + kernel.build() + " yet, where the kernel was not built as a whole: the first check says more");
	}

	private int read(ObjectReading reading, List<Built> built) throws IOException {
		long end = System.nanoTime() + patience.toNanos();
		int read = 0;
		for (Built one : built) {
			cancellation.check();
			if (read > 0 && System.nanoTime() > end) {
				break;
			}
			boolean traceable = kernel.command(one.name()).map(RecordedCommand::traceable).orElse(true);
			reading.read(ObjectFile.read(one.file()), one.name(), one.parent(), traceable);
			read++;
		}
		return read;
	}

	/** Objects beside the file first, and those of its subsystem: who includes a header from afar uses little of it. */
	private static int order(String path, String a, String b) {
		int nearer = Integer.compare(common(path, b), common(path, a));
		return nearer != 0 ? nearer : a.compareTo(b);
	}

	private static int common(String a, String b) {
		int length = 0;
		while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
			length++;
		}
		return length;
	}

	private Optional<String> caution(String path, Path source, List<Built> built) throws IOException {
		List<String> older = new ArrayList<>();
		for (Built one : built) {
			if (Files.getLastModifiedTime(one.file()).compareTo(Files.getLastModifiedTime(source)) < 0) {
				older.add(one.name());
			}
		}
		return older.isEmpty() ? Optional.empty()
				: Optional.of(path + " was changed after " + older.getFirst() + (older.size() > 1 ? " and " + (older.size() - 1) + " other objects were" : " was")
						+ " made from it: what is said of its functions is that of before. Build the kernel again");
	}
}
