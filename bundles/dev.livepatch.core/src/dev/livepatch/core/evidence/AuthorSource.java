package dev.livepatch.core.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.condition.LeftOutLines;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.process.Cancellation;

/** The author's files as the objects' line tables name them: which kernel path a debug file name means, and which lines were edited. */
public final class AuthorSource {
	private final KernelBuild kernel;
	private final Cancellation cancellation;
	private final Map<String, EditedFile> edited = new HashMap<>();
	private final Map<String, List<LeftOutLines>> leftOut = new ConcurrentHashMap<>();
	private Set<String> reached;

	private record EditedFile(FileChange change, LineMap map, MeantLines meant, List<String> lines) {
	}

	/** @param cancellation of the check: what is found out of the whole kernel can take seconds */
	public AuthorSource(KernelBuild kernel, ChangeSet change, Cancellation cancellation) {
		this.kernel = kernel;
		this.cancellation = cancellation;
		for (FileChange file : change.files()) {
			String patched = file.patched().orElse("");
			LineMap map = LineMap.between(file.original().orElse(""), patched);
			edited.put(file.path(), new EditedFile(file, map, MeantLines.of(file, map), patched.lines().toList()));
		}
	}

	/** The kernel that the author changes. */
	public KernelBuild kernel() {
		return kernel;
	}

	/** Of the check that asks. */
	public Cancellation cancellation() {
		return cancellation;
	}

	/** Whether an object of the kernel is made from an edited file, so that it is compiled with the change. */
	public synchronized boolean reaches(String object) throws KernelException {
		if (reached == null) {
			Set<String> objects = new HashSet<>();
			for (String file : edited.keySet()) {
				objects.addAll(kernel.objectPathsOf(file, cancellation));
			}
			reached = objects;
		}
		return reached.contains(object);
	}

	public SourcePlace place(SourceLine line) {
		return new SourcePlace(kernelPath(line.file()), line.line());
	}

	/** The place in the patched sources of a line of the kernel's own. */
	public SourcePlace fromOriginal(SourceLine original) {
		String path = kernelPath(original.file());
		EditedFile file = edited.get(path);
		return new SourcePlace(path, file == null ? original.line() : file.map.toPatched(original.line()));
	}

	/** What the author made of a file; empty for one left as it is. */
	public Optional<FileChange> change(String kernelPath) {
		return Optional.ofNullable(edited.get(kernelPath)).map(EditedFile::change);
	}

	/** Where a file the author touched differs in more than comments and white space. */
	public MeantLines meant(String editedPath) {
		return edited.get(editedPath).meant;
	}

	/** Lines of a file that the author touched which the kernel's configuration leaves out. */
	public List<LeftOutLines> leftOut(String editedPath) {
		return leftOut.computeIfAbsent(editedPath, path -> LeftOutLines.of(edited.get(path).change.patched().orElse(""), kernel.config()));
	}

	/** The files that the author touched. */
	public Set<String> files() {
		return Collections.unmodifiableSet(edited.keySet());
	}

	/** A file as the patched kernel has it; empty if it cannot be read, as one that the build generated. */
	public String text(String kernelPath) {
		EditedFile file = edited.get(kernelPath);
		if (file != null) {
			return file.change.patched().orElse("");
		}
		try {
			return Files.readString(kernel.sourceFile(kernelPath), StandardCharsets.ISO_8859_1);
		} catch (IOException e) {
			// asked for to say more, not to judge
			return "";
		}
	}

	/** Whether the author touched this file. */
	public boolean isEdited(String kernelPath) {
		return edited.containsKey(kernelPath);
	}

	/** Whether a text stands anywhere in the patched files. */
	public boolean mentions(String text) {
		return edited.values().stream().flatMap(file -> file.lines.stream()).anyMatch(line -> line.contains(text));
	}

	/** Whether the author wrote or changed this very line. */
	public boolean isEdited(SourcePlace place) {
		EditedFile file = edited.get(place.file());
		return file != null && file.map.isChangedLine(place.line());
	}

	/** The first edit within a range of lines of the patched file that is more than a comment, else the first at all; a deletion counts for the line that follows it. */
	public Optional<SourcePlace> firstEdit(String kernelPath, int firstLine, int lastLine) {
		EditedFile file = edited.get(kernelPath);
		OptionalInt meant = file == null ? OptionalInt.empty() : file.meant.hunks().nearestChangeIn(firstLine, lastLine);
		OptionalInt line = file == null || meant.isPresent() ? meant : file.map.nearestChangeIn(firstLine, lastLine);
		return line.isPresent() ? Optional.of(new SourcePlace(kernelPath, line.getAsInt())) : Optional.empty();
	}

	/** Where the author's edits to a file begin; line 0 for a file without any. */
	public SourcePlace firstEdit(String kernelPath) {
		return firstEdit(kernelPath, 1, Integer.MAX_VALUE).orElse(new SourcePlace(kernelPath, 0));
	}

	/** The first line of a patched file that has this text. */
	public Optional<SourcePlace> firstSaying(String kernelPath, String text) {
		List<String> lines = edited.containsKey(kernelPath) ? edited.get(kernelPath).lines : List.of();
		return IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains(text)).mapToObj(i -> new SourcePlace(kernelPath, i + 1)).findFirst();
	}

	/** The last edited line with a name in parentheses, as macros have it; else where one stood that is gone. */
	public Optional<SourcePlace> editSaying(String kernelPath, String name) {
		EditedFile file = edited.get(kernelPath);
		if (file == null) {
			return Optional.empty();
		}
		Pattern argument = Pattern.compile("\\w\\(\\s*(\\w+,\\s*)?" + Pattern.quote(name) + "\\s*[,)]");
		List<String> original = file.change.original().orElse("").lines().toList();
		Optional<SourcePlace> now = IntStream.rangeClosed(1, file.lines.size()).filter(n -> file.map.isChangedLine(n) && argument.matcher(file.lines.get(n - 1)).find())
				.mapToObj(n -> new SourcePlace(kernelPath, n)).reduce((first, next) -> next);
		return now.or(() -> IntStream.rangeClosed(1, original.size()).filter(n -> argument.matcher(original.get(n - 1)).find() && !file.lines.contains(original.get(n - 1)))
				.mapToObj(n -> new SourcePlace(kernelPath, file.map.toPatched(n))).findFirst());
	}

	/** The first edit within the definition of a variable that begins at a place; the place itself if there is none. */
	public SourcePlace editInDefinition(SourcePlace place) {
		EditedFile file = edited.get(place.file());
		if (file == null) {
			return place;
		}
		int last = place.line();
		while (last < file.lines.size() && !file.lines.get(last - 1).contains(";")) {
			last++;
		}
		return firstEdit(place.file(), place.line(), last).orElse(place);
	}

	/** The first edit within the definition of a type that begins at a place, up to its closing brace; the place itself if there is none. */
	public SourcePlace editInType(SourcePlace place) {
		EditedFile file = edited.get(place.file());
		return file == null ? place : firstEdit(place.file(), place.line(), TypeDefinition.lastLine(file.lines, place.line())).orElse(place);
	}

	/** The first edit within the head of a function that is declared at a place, up to its opening brace; the place itself if there is none. */
	public SourcePlace editInHead(SourcePlace place) {
		EditedFile file = edited.get(place.file());
		if (file == null) {
			return place;
		}
		int last = place.line();
		while (last < file.lines.size() && !file.lines.get(last - 1).contains("{")) {
			last++;
		}
		return firstEdit(place.file(), place.line(), last).orElse(place);
	}

	private String kernelPath(String debugName) {
		// compiled from an overlay whose root is nobody's business here: the changed path is the end of the name
		return edited.keySet().stream().filter(path -> debugName.equals(path) || debugName.endsWith("/" + path))
				.max(Comparator.comparingInt(String::length)).orElseGet(() -> kernel.kernelPath(debugName));
	}
}
