package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.FilePatch;
import dev.livepatch.core.change.PatchParser;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/** Patches from files: unified diffs with or without a header, mails, files of mails, and {@code series} files as quilt writes them. */
public final class PatchFiles {
	private static final int MAX_PATCHES = 1000;

	private PatchFiles() {
	}

	/**
	 * Reads files in order.
	 *
	 * @throws ChangeException if one cannot be read, holds no patch or a damaged one
	 * @throws ToolException   if git is needed for a mail and cannot be run
	 */
	public static Series read(List<Path> files, Cancellation cancellation) throws IOException {
		Series all = Series.NONE;
		for (Path file : files) {
			cancellation.check();
			all = all.and(isSeries(file) ? quilt(file, cancellation) : one(file, cancellation));
		}
		return all.withRemarks(Dialect.remarks(all));
	}

	private static boolean isSeries(Path file) {
		String name = file.getFileName().toString();
		return name.equals("series") || name.startsWith("series.") && !name.endsWith(".patch") && !name.endsWith(".mbox");
	}

	/** Format: quilt(1), "series": a patch's name relative to the file on each line, {@code #} comments, and options behind the name. */
	private static Series quilt(Path series, Cancellation cancellation) throws IOException {
		Series all = Series.NONE;
		int number = 0;
		for (String line : PatchReader.text(series).lines().toList()) {
			number++;
			String[] words = line.replaceFirst("(^|\\s)#.*", "").strip().split("\\s+");
			if (words[0].isEmpty()) {
				continue;
			}
			for (int i = 1; i < words.length; i++) {
				if (!words[i].equals("-p1")) {
					throw new ChangeException(series.toString(), number, "patches are applied with -p1, but the series says " + words[i] + " for " + words[0]);
				}
			}
			Path patch = inside(series, number, Mail.utf8(words[0]));
			all = all.and(one(patch, cancellation));
			if (all.patches().size() > MAX_PATCHES) {
				throw new ChangeException(series.toString(), number, "the series has more than " + MAX_PATCHES + " patches");
			}
		}
		if (all.patches().isEmpty()) {
			throw new ChangeException(series.toString(), 0, "the series names no patch");
		}
		return all;
	}

	private static Path inside(Path series, int line, String name) throws ChangeException {
		Path directory = series.toAbsolutePath().normalize().getParent();
		Path patch;
		try {
			patch = directory.resolve(name).normalize();
		} catch (InvalidPathException e) {
			throw new ChangeException(series.toString(), line, "no file can be called " + name.replace('\0', '?') + " here");
		}
		if (!patch.startsWith(directory) || patch.equals(directory)) {
			throw new ChangeException(series.toString(), line, "the name leads out of the series' directory");
		}
		if (!Files.isRegularFile(patch)) {
			throw new ChangeException(series.toString(), line, "there is no " + name + " beside the series");
		}
		return patch;
	}

	private static Series one(Path file, Cancellation cancellation) throws IOException {
		String text = PatchReader.text(file);
		Mail mail = new Mail(text);
		if (mail.hasHeader() && mail.isEncoded()) {
			try {
				return Mailbox.read(file, cancellation);
			} catch (ToolException e) {
				throw new ToolException(file + " is a mail, or several, in an encoding that git reads for us; " + e.getMessage(), e);
			}
		}
		if (mail.hasHeader() && mail.isFlowed()) {
			throw new ChangeException(file.toString(), 0, "the mail was sent as format=flowed, which lets mail programs rewrap the lines of a patch;"
					+ " ask its sender for the patch as an attachment, or take it from the list's archive or from git");
		}
		List<FilePatch> parsed = PatchParser.parse(file.toString(), text);
		return new Series(java.util.Optional.empty(), List.of(new SeriesPatch(file.toString(), mail.message(), parsed)), new ArrayList<>());
	}
}
