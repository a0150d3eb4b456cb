package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.FilePatch;
import dev.livepatch.core.change.PatchParser;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolResult;

/**
 * A git repository with a kernel's history, only ever read. Nothing is fetched, and neither its configuration nor its attributes run anything.
 *
 * @param directory of its work tree, or of the repository itself where it is bare
 */
public record GitClone(Path directory) {
	private static final int FIELDS = 5;
	private static final int MAX_COMMITS = 1000;
	private static final int SHA1 = 40;
	private static final int SHA256 = 64;
	private static final List<String> DIFF = List.of("--no-ext-diff", "--no-textconv", "--no-color", "--full-index", "-M", "--src-prefix=a/", "--dst-prefix=b/", "--unified=3");

	/**
	 * Looks whether there is a repository. Not for a UI thread.
	 *
	 * @throws IOException if there is none, git refuses it, or git is not there; says what to do
	 */
	public static GitClone open(Path directory, Cancellation cancellation) throws IOException {
		if (!Files.isDirectory(directory)) {
			throw new IOException(directory + " is not a directory; choose one that holds a clone of the kernel's repository");
		}
		ToolResult result = new Git(directory, cancellation).run("rev-parse", "--is-inside-work-tree", "--show-cdup");
		if (result.exitCode() != 0) {
			String complaint = Git.complaint(result);
			throw new IOException(directory + ": " + complaint + (complaint.contains("dubious ownership")
					? "; it belongs to another user: if you trust them, run git config --global --add safe.directory " + directory
					: "; choose a directory that holds a clone of the kernel's repository"));
		}
		List<String> lines = result.stdout().lines().toList();
		boolean below = lines.size() > 1 && !lines.get(1).isEmpty();
		return new GitClone(below ? directory.resolve(lines.get(1)).normalize() : directory);
	}

	/**
	 * A page of the commits asked for, the newest first.
	 *
	 * @param skip  how many to pass over
	 * @param count at most; fewer mean that there are no more
	 */
	public List<Commit> commits(CommitQuery query, int skip, int count, Cancellation cancellation) throws IOException {
		ToolResult result = git(cancellation).run(query.arguments(skip, count).toArray(String[]::new));
		if (result.exitCode() != 0) {
			throw new IOException("git cannot list the commits: " + Git.complaint(result));
		}
		List<Commit> commits = new ArrayList<>();
		String[] fields = result.stdout().split("\0", -1);
		for (int i = 0; i + FIELDS <= fields.length; i += FIELDS) {
			commits.add(new Commit(fields[i], fields[i + 1], fields[i + 2], fields[i + 3].contains(" "), fields[i + 4]));
		}
		return commits;
	}

	/** Commits in the order in which they were made; those made at the same time stay as they are given. */
	public List<String> ordered(List<String> ids, Cancellation cancellation) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("rev-list", "--no-walk=sorted", "--end-of-options"));
		ids.reversed().forEach(id -> arguments.add(checked(id)));
		ToolResult result = git(cancellation).run(arguments.toArray(String[]::new));
		if (result.exitCode() != 0) {
			throw new IOException("git cannot order the commits: " + Git.complaint(result));
		}
		return result.stdout().lines().toList().reversed();
	}

	/**
	 * The commits that somebody means by naming some as git does: all of a range {@code A..B} but merges, or the one that is named.
	 *
	 * @return full names, in the order in which they are to be applied
	 * @throws IOException if git does not know them, there are none, or more than {@value #MAX_COMMITS}
	 */
	public List<String> named(String revisions, Cancellation cancellation) throws IOException {
		boolean range = revisions.contains("..");
		List<String> arguments = new ArrayList<>(List.of("rev-list", "--topo-order", "--max-count=" + (range ? MAX_COMMITS + 1 : 1)));
		arguments.addAll(range ? List.of("--no-merges", "--end-of-options", revisions, "--") : List.of("--end-of-options", revisions + "^{commit}", "--"));
		ToolResult result = git(cancellation).run(arguments.toArray(String[]::new));
		if (result.exitCode() != 0) {
			throw new IOException("git does not know the commits " + revisions + " in " + directory + ": " + Git.complaint(result));
		}
		List<String> ids = result.stdout().lines().toList().reversed();
		if (ids.isEmpty() || ids.size() > MAX_COMMITS) {
			throw new IOException(revisions + (ids.isEmpty() ? " names no commit; the older end of a range comes first, as in v6.1.10..v6.1.12"
					: " names more than " + MAX_COMMITS + " commits; name a shorter range"));
		}
		return ids;
	}

	/** A commit's message and difference as a person reads them; those of a merge without a difference. At most 1 MiB of it. */
	public String show(String id, Cancellation cancellation) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("show", "--encoding=UTF-8", "--no-notes", "--no-show-signature", "--stat", "--patch", "--diff-merges=off"));
		arguments.addAll(DIFF);
		arguments.addAll(List.of("--end-of-options", checked(id)));
		ToolResult result = git(cancellation).run(arguments.toArray(String[]::new));
		if (result.exitCode() != 0) {
			throw new IOException("git cannot show the commit " + id + ": " + Git.complaint(result));
		}
		return result.stdout().length() <= 1 << 20 ? result.stdout() : result.stdout().substring(0, 1 << 20) + "\n\u2026";
	}

	/**
	 * Reads commits as a series.
	 *
	 * @param ids in the order in which they are to be applied
	 * @throws ChangeException if one is a merge or changes nothing, or its difference is no patch that can be taken
	 */
	public Series patches(List<String> ids, Cancellation cancellation) throws IOException {
		List<SeriesPatch> patches = new ArrayList<>();
		try (Scratch scratch = new Scratch()) {
			for (String id : ids) {
				patches.add(patch(id, scratch, cancellation));
			}
		}
		Series series = new Series(Optional.empty(), patches, List.of());
		return series.withRemarks(Dialect.remarks(series));
	}

	private SeriesPatch patch(String id, Scratch scratch, Cancellation cancellation) throws IOException {
		ToolResult log = git(cancellation).run("log", "-1", "--no-show-signature", "--no-color", "--no-patch", "--encoding=UTF-8",
				"--format=%H%x00%an <%ae>%x00%aD%x00%P%x00%s%x00%b%x00", "--end-of-options", id + "^{commit}", "--");
		if (log.exitCode() != 0) {
			throw new IOException("there is no commit " + id + " in " + directory + ": " + Git.complaint(log));
		}
		String[] fields = log.stdout().split("\0", -1);
		String source = "commit " + new Commit(fields[0], "", "", false, "").abbreviated();
		if (fields[3].contains(" ")) {
			throw new ChangeException(source, 0, "this is a merge, which has no patch of its own; choose the commits that it brought");
		}
		List<String> arguments = new ArrayList<>(List.of("diff-tree", "-p", "--root", "--no-commit-id"));
		arguments.addAll(DIFF);
		arguments.addAll(List.of("--end-of-options", fields[0]));
		String diff = git(cancellation).bytes(scratch.file("diff"), arguments.toArray(String[]::new))
				.orElseThrow(() -> new IOException("git cannot make a patch of " + source));
		if (diff.isEmpty()) {
			throw new ChangeException(source, 0, "the commit changes nothing");
		}
		List<FilePatch> files = PatchParser.parse(source, diff);
		return new SeriesPatch(source, new CommitMessage(fields[1], fields[2], fields[4], fields[5], Optional.of(fields[0])), files);
	}

	/** The text of a file that git has under a name, abbreviated or not; one character for each byte. Empty if the clone does not have it. */
	public Optional<String> blob(String id, Cancellation cancellation) throws IOException {
		try (Scratch scratch = new Scratch()) {
			return git(cancellation).bytes(scratch.file("blob"), "cat-file", "blob", checked(id));
		}
	}

	private Git git(Cancellation cancellation) {
		return new Git(directory, cancellation);
	}

	/** Never an option, and never an expression. */
	private static String checked(String id) {
		if (!id.matches("[0-9a-f]{4," + SHA256 + "}")) {
			throw new IllegalArgumentException("not a name of an object (" + SHA1 + " or " + SHA256 + " hexadecimal digits or fewer): " + id);
		}
		return id;
	}
}
