package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.FilePatch;
import dev.livepatch.core.change.PatchParser;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolResult;

/** The patches in a mail or a file of mails. MIME, its encodings and character sets are git's work ({@code git mailsplit}, {@code git mailinfo}). */
final class Mailbox {
	private static final int MAX_MAILS = 1000;
	private final Path file;
	private final Path scratch;
	private final Git git;
	private final List<String> remarks = new ArrayList<>();
	private final List<Letter> patches = new ArrayList<>();
	private Optional<Letter> cover = Optional.empty();

	/** @param files empty if there is no diff in it */
	private record Letter(String subject, CommitMessage message, List<FilePatch> files) {
		int version() {
			return Mail.version(subject);
		}

		int number() {
			return Mail.place(subject).map(p -> p[0]).orElse(-1);
		}
	}

	private Mailbox(Path file, Path scratch, Cancellation cancellation) {
		this.file = file;
		this.scratch = scratch;
		this.git = new Git(scratch, cancellation);
	}

	/**
	 * Reads the patches of the last version that is there, in the order of their numbers.
	 *
	 * @throws ChangeException if a mail cannot be read or its patch is damaged
	 * @throws IOException     if git is not there
	 */
	static Series read(Path file, Cancellation cancellation) throws IOException {
		try (Scratch scratch = new Scratch()) {
			Mailbox mailbox = new Mailbox(file, scratch.directory(), cancellation);
			mailbox.split();
			return mailbox.series();
		}
	}

	private void split() throws IOException {
		Path mails = Files.createDirectory(scratch.resolve("mails"));
		// --keep-cr: the diff's own line ends tell whether the mail's were added on the way
		ToolResult result = git.run("mailsplit", "-b", "--keep-cr", "--mboxrd", "-d4", "-o" + mails, "--", file.toAbsolutePath().toString());
		if (result.exitCode() != 0) {
			throw error("git cannot split the mails: " + Git.complaint(result));
		}
		List<Path> all;
		try (var files = Files.list(mails)) {
			all = files.sorted().limit(MAX_MAILS + 1L).toList();
		}
		if (all.size() > MAX_MAILS) {
			throw error("there are more than " + MAX_MAILS + " mails in it; save only those of the series");
		}
		for (Path mail : all) {
			add(mail);
		}
	}

	private void add(Path mail) throws IOException {
		Mail raw = new Mail(PatchReader.text(mail));
		Path body = scratch.resolve("body");
		Path diff = scratch.resolve("diff");
		// in UTF-8 by the commits' encoding that every run of git is told: git 2.39 takes its own --encoding and forgets it
		ToolResult result = git.reading(mail, "mailinfo", "-k", "--no-scissors", body.toString(), diff.toString());
		if (result.exitCode() != 0) {
			throw error("git cannot read a mail: " + Git.complaint(result));
		}
		String subject = value(result, "Subject");
		String address = value(result, "Email");
		String author = value(result, "Author") + (address.isEmpty() ? "" : " <" + address + ">");
		CommitMessage message = new CommitMessage(author, value(result, "Date"), Mail.title(subject), Mail.utf8(PatchReader.text(body)), raw.commit());
		String text = PatchReader.text(diff);
		if (text.contains("--- ") && text.contains("\n+++ ") || text.contains("diff --git ")) {
			addPatch(subject, message, raw, text);
		} else if (Mail.place(subject).filter(p -> p[0] == 0).isPresent() && !Mail.isReply(subject)) {
			Letter letter = new Letter(subject, message, List.of());
			cover = cover.filter(c -> c.version() >= letter.version()).or(() -> Optional.of(letter));
		} else if (!Mail.isReply(subject)) {
			remarks.add("no patch is in the mail '" + subject + "'");
		}
	}

	private void addPatch(String subject, CommitMessage message, Mail raw, String diff) throws ChangeException {
		if (Mail.isReply(subject)) {
			remarks.add("left out: the patch in the reply '" + subject + "'");
			return;
		}
		if (raw.isFlowed()) {
			throw error("the mail '" + subject + "' was sent as format=flowed, which lets mail programs rewrap the lines of a patch;"
					+ " ask its sender for the patch as an attachment, or take it from the list's archive or from git");
		}
		patches.add(new Letter(subject, message, PatchParser.parse(named(subject), diff)));
	}

	private Series series() throws ChangeException {
		if (patches.isEmpty()) {
			throw error("there is no patch in its mails" + (remarks.isEmpty() ? "" : " (" + String.join("; ", remarks) + ")"));
		}
		int last = patches.stream().mapToInt(Letter::version).max().orElseThrow();
		patches.stream().filter(p -> p.version() < last).forEach(p -> remarks.add("left out: '" + p.subject() + "', of which there is a version " + last));
		List<Letter> chosen = new ArrayList<>(patches.stream().filter(p -> p.version() == last).toList());
		if (chosen.stream().allMatch(p -> p.number() >= 0)) {
			chosen.sort(Comparator.comparingInt(Letter::number));
			checkNumbers(chosen);
		}
		return new Series(cover.map(Letter::message), chosen.stream().map(p -> new SeriesPatch(named(p.subject()), p.message(), p.files())).toList(), remarks);
	}

	private String named(String subject) {
		return file + " (" + subject + ")";
	}

	private void checkNumbers(List<Letter> chosen) {
		int total = Mail.place(chosen.getFirst().subject()).orElseThrow()[1];
		List<Integer> numbers = chosen.stream().map(Letter::number).toList();
		List<String> missing = new ArrayList<>();
		for (int i = 1; i <= total; i++) {
			if (!numbers.contains(i)) {
				missing.add(i + "/" + total);
			}
		}
		if (!missing.isEmpty()) {
			remarks.add("the series is not complete: " + String.join(", ", missing.subList(0, Math.min(10, missing.size()))) + " missing");
		}
		if (numbers.stream().distinct().count() < numbers.size()) {
			remarks.add("the series has two patches of the same number: they may be of different series");
		}
	}

	private static String value(ToolResult info, String key) {
		return info.stdout().lines().filter(l -> l.startsWith(key + ": ")).map(l -> Mail.cut(l.substring(key.length() + 2))).findFirst().orElse("");
	}

	private ChangeException error(String message) {
		return new ChangeException(file.toString(), 0, message);
	}
}
