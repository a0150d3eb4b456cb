package dev.livepatch.core.exchange;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchWriter;

/** Writes a patch as {@code git format-patch} does: a mail that {@code git am} takes, and whose diff {@code patch} and kpatch-build take. One character for each byte. */
final class MailWriter {
	private static final String NO_COMMIT = "0".repeat(40);
	/** The most that RFC 2047 lets an encoded word have. */
	private static final int WORD = 75;
	private static final int LINE = 76;
	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

	private MailWriter() {
	}

	/**
	 * @param number of the patch in its series, from 1
	 * @param total  of the series; 1 for a patch of its own
	 * @param now    for a message without a date
	 */
	static String write(CommitMessage message, ChangeSet change, int number, int total, ZonedDateTime now) {
		int width = Integer.toString(total).length();
		String tag = total == 1 ? "[PATCH]" : String.format("[PATCH %0" + width + "d/%d]", number, total);
		boolean ascii = ascii(message.body());
		StringBuilder mail = new StringBuilder("From ").append(message.commit().orElse(NO_COMMIT)).append(" Mon Sep 17 00:00:00 2001\n");
		mail.append("From: ").append(person(message.author())).append('\n');
		mail.append("Date: ").append(message.date().isEmpty() ? DATE.format(now) : message.date()).append('\n');
		mail.append("Subject: ").append(folded(tag + " ", message.subject())).append('\n');
		if (!ascii) {
			mail.append("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n");
		}
		mail.append('\n').append(message.body().isEmpty() ? "" : kept(message.body()) + "\n").append("---\n").append(Diffstat.of(change)).append('\n');
		return bytes(mail.toString()) + PatchWriter.write(change) + "-- \nlivepatch\n";
	}

	/** What a project's patch file begins with: the same in plain words, for the author to edit. */
	static String description(CommitMessage message) {
		StringBuilder text = new StringBuilder();
		message.commit().ifPresent(commit -> text.append("From ").append(commit).append(" Mon Sep 17 00:00:00 2001\n"));
		if (!message.author().isEmpty()) {
			text.append("From: ").append(message.author()).append('\n');
			text.append(message.date().isEmpty() ? "" : "Date: " + message.date() + "\n").append("Subject: [PATCH] ");
		}
		text.append(message.subject()).append("\n\n").append(message.body().isEmpty() ? "" : kept(message.body()) + "\n\n");
		return bytes(text.toString());
	}

	/** Lines that would be taken for the begin of the diff are moved in by a space. */
	private static String kept(String body) {
		return body.replaceAll("(?m)^(diff |Index: |--- |---$|From )", " $1");
	}

	private static String bytes(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	private static boolean ascii(String text) {
		return text.chars().allMatch(c -> c < 128);
	}

	private static String person(String author) {
		int address = author.lastIndexOf(" <");
		String name = address < 0 ? author : author.substring(0, address);
		String rest = address < 0 ? "" : author.substring(address);
		if (!ascii(name)) {
			return encoded(name, "") + rest;
		}
		return (name.matches("[\\w .'-]*") && !name.contains(".") ? name : "\"" + name.replaceAll("[\"\\\\]", "\\\\$0") + "\"") + rest;
	}

	private static String folded(String tag, String subject) {
		if (!ascii(subject)) {
			return encoded(subject, tag);
		}
		StringBuilder out = new StringBuilder(tag.strip());
		int column = "Subject: ".length() + out.length();
		for (String word : subject.split(" ")) {
			boolean fits = column + 1 + word.length() <= LINE;
			out.append(fits ? " " : "\n ").append(word);
			column = (fits ? column : 0) + 1 + word.length();
		}
		return out.toString();
	}

	/** Encoded words (RFC 2047, Q), no character cut in two. */
	private static String encoded(String text, String tag) {
		List<String> words = new ArrayList<>();
		StringBuilder word = new StringBuilder();
		for (int code : text.codePoints().toArray()) {
			StringBuilder next = new StringBuilder();
			for (byte b : Character.toString(code).getBytes(StandardCharsets.UTF_8)) {
				boolean plain = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
				next.append(plain ? Character.toString(b) : String.format("=%02X", b & 0xff));
			}
			if (word.length() + next.length() + "=?UTF-8?q??=".length() > WORD) {
				words.add(word.toString());
				word.setLength(0);
			}
			word.append(next);
		}
		words.add(word.toString());
		return tag + String.join("\n ", words.stream().map(w -> "=?UTF-8?q?" + w + "?=").toList());
	}
}
