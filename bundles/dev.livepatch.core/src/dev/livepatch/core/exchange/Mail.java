package dev.livepatch.core.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.change.PatchWriter;

/**
 * The text of one mail, or of a patch with a header like one (RFC 5322), one character for each byte. Only what needs no decoding is read here; see {@link Mailbox}.
 */
final class Mail {
	/** How git format-patch dates the line that mbox files begin each mail with. */
	private static final Pattern COMMIT = Pattern.compile("From ([0-9a-f]{40}|[0-9a-f]{64}) Mon Sep 17 00:00:00 2001\\s*");
	private static final Pattern SEPARATOR = Pattern.compile("(?m)^From [^\\n]{1,200}? \\d\\d:\\d\\d(:\\d\\d)? [^\\n]{0,40}\\d{4}");
	private static final Pattern FIELD = Pattern.compile("([!-9;-~]+):\\s*(.*)");
	private static final Pattern NUMBER = Pattern.compile("\\[[^\\]]*?\\b(\\d{1,4})/(\\d{1,4})\\b[^\\]]*]");
	private static final Pattern VERSION = Pattern.compile("\\[[^\\]]*?\\b[vV](\\d{1,3})\\b[^\\]]*]");
	private static final Pattern FLOWED = Pattern.compile("(?im)^Content-Type:([^\\n]|\\n[ \\t]){0,400}?format=\"?flowed");
	/** Longer fields are cut: no mail program writes them, and patterns are matched against them. */
	private static final int FIELD_LENGTH = 1000;
	private final String text;
	private final Map<String, String> fields = new TreeMap<>();
	private final int bodyStart;

	Mail(String text) {
		this.text = text;
		int at = text.startsWith("From ") ? nextLine(0) : 0;
		String last = "";
		while (at < text.length()) {
			int end = nextLine(at);
			String line = text.substring(at, end).stripTrailing();
			Matcher field = FIELD.matcher(line);
			if (line.isEmpty()) {
				at = end;
				break;
			}
			if (!last.isEmpty() && Character.isWhitespace(line.charAt(0))) {
				fields.merge(last, line.strip(), (a, b) -> cut(cut(a) + " " + cut(b)));
			} else if (field.matches()) {
				last = field.group(1).toLowerCase(Locale.ROOT);
				fields.putIfAbsent(last, cut(field.group(2)));
			} else {
				break;
			}
			at = end;
		}
		bodyStart = hasHeader() ? at : 0;
	}

	/** What a field may hold of a text. */
	static String cut(String text) {
		return text.substring(0, Math.min(FIELD_LENGTH, text.length()));
	}

	private int nextLine(int at) {
		int end = text.indexOf('\n', at);
		return end < 0 ? text.length() : end + 1;
	}

	/** Whether there is anything that says who and what. */
	boolean hasHeader() {
		return fields.containsKey("subject") && (fields.containsKey("from") || text.startsWith("From "));
	}

	/** Whether reading it takes more than looking: several mails, parts, encodings. */
	boolean isEncoded() {
		String encoding = field("content-transfer-encoding").toLowerCase(Locale.ROOT);
		String type = field("content-type").toLowerCase(Locale.ROOT);
		Matcher separators = SEPARATOR.matcher(text);
		boolean several = separators.find() && separators.find();
		return several || !encoding.isEmpty() && !encoding.equals("7bit") && !encoding.equals("8bit") || type.startsWith("multipart/")
				|| type.contains("charset") && !type.matches(".*charset=\"?(utf-8|us-ascii)\\b.*") || (field("from") + field("subject")).contains("=?");
	}

	/** Whether the mail program was free to rewrap its lines (RFC 3676). */
	boolean isFlowed() {
		return FLOWED.matcher(text.substring(0, bodyStart)).find() || multipart() && FLOWED.matcher(text).find();
	}

	private boolean multipart() {
		return field("content-type").toLowerCase(Locale.ROOT).startsWith("multipart/");
	}

	/** What the header and the text before the diff say. */
	CommitMessage message() {
		String body = utf8(PatchWriter.description(text.substring(bodyStart)));
		if (!hasHeader()) {
			return titled("", "", body);
		}
		String author = utf8(field("from"));
		if (body.startsWith("From: ")) {
			// the mail is somebody else's than the patch
			int end = body.indexOf('\n');
			author = body.substring(6, end < 0 ? body.length() : end);
			body = end < 0 ? "" : body.substring(end + 1);
		}
		return new CommitMessage(author, utf8(field("date")), title(utf8(field("subject"))), body, commit());
	}

	/** A text without header: its first line is the subject if it looks like one. */
	private CommitMessage titled(String author, String date, String description) {
		String said = description.strip();
		int end = said.indexOf('\n');
		String first = end < 0 ? said : said.substring(0, end);
		boolean subject = !first.isEmpty() && first.length() <= 120 && (end < 0 || said.startsWith("\n\n", end) || said.startsWith("\n\r\n", end) || first.endsWith("\r"));
		return new CommitMessage(author, date, subject ? title(first) : "", subject && end >= 0 ? said.substring(end) : subject ? "" : said, commit());
	}

	/** The commit that git format-patch made it from. */
	Optional<String> commit() {
		int end = text.indexOf('\n');
		Matcher matcher = COMMIT.matcher(end < 0 ? "" : text.substring(0, end));
		return matcher.matches() && !matcher.group(1).matches("0+") ? Optional.of(matcher.group(1)) : Optional.empty();
	}

	private String field(String name) {
		return fields.getOrDefault(name, "");
	}

	/** A subject without what mailing lists put before it. */
	static String title(String subject) {
		return subject.strip().replaceFirst("^(?:(?i:re|fwd?):\\s*)*(?:\\[[^\\]]*]\\s*)*", "");
	}

	static boolean isReply(String subject) {
		return subject.strip().regionMatches(true, 0, "re:", 0, 3);
	}

	/** Its place in a series: number and how many there are; empty if it does not say. */
	static Optional<int[]> place(String subject) {
		Matcher matcher = NUMBER.matcher(subject);
		return matcher.find() ? Optional.of(new int[] { Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)) }) : Optional.empty();
	}

	/** Which version of the series it is of, 1 if it does not say. */
	static int version(String subject) {
		Matcher matcher = VERSION.matcher(subject);
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
	}

	/** As UTF-8 where it is that. */
	static String utf8(String bytes) {
		byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
		String decoded = new String(raw, StandardCharsets.UTF_8);
		return decoded.indexOf('\uFFFD') < 0 ? decoded : bytes;
	}
}
