package dev.livepatch.vm.guest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.vm.qemu.LineSplitter;

/**
 * Takes the agent's answers out of the bytes of the control port (format: {@code agent.sh}). Whatever else comes along, such as an
 * echo, a half line or what some program of the guest wrote to the port, is passed over; an answer hurt by it is reported.
 */
final class AgentParser {
	private static final Pattern WORD = Pattern.compile("@(\\d{1,9}) = (\\d{1,3}) (\\S*)$");
	private static final Pattern BEGIN = Pattern.compile("@(\\d{1,9}) <$");
	private static final Pattern END = Pattern.compile("@(\\d{1,9}) > (\\d{1,3}) +(\\d{1,9})$");
	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
	private static final int MAX_LINE = 4096;
	private static final int MAX_BODY = 1 << 20;

	private final Consumer<AgentReply> replies;
	private final IntConsumer garbled;
	private final LineSplitter splitter = new LineSplitter(MAX_LINE, this::line);
	private final StringBuilder body = new StringBuilder();
	private int open = -1;

	/**
	 * @param replies complete answers
	 * @param garbled ids of answers that did not arrive whole
	 */
	AgentParser(Consumer<AgentReply> replies, IntConsumer garbled) {
		this.replies = replies;
		this.garbled = garbled;
	}

	void accept(byte[] bytes, int length) {
		splitter.accept(bytes, length);
	}

	private void line(String line) {
		String text = line.stripTrailing();
		Matcher m;
		if ((m = WORD.matcher(text)).find()) {
			byte[] word = m.group(3).getBytes(StandardCharsets.ISO_8859_1);
			replies.accept(new AgentReply(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), word));
		} else if ((m = BEGIN.matcher(text)).find()) {
			open = Integer.parseInt(m.group(1));
			body.setLength(0);
		} else if ((m = END.matcher(text)).find()) {
			end(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)));
		} else if (open >= 0 && body.length() < MAX_BODY && BASE64.matcher(text).matches()) {
			body.append(text);
		}
	}

	private void end(int id, int status, int size) {
		byte[] output = id == open ? decode(body.toString()) : null;
		open = -1;
		if (output == null || output.length != size) {
			garbled.accept(id);
		} else {
			replies.accept(new AgentReply(id, status, output));
		}
	}

	private static byte[] decode(String base64) {
		try {
			return Base64.getDecoder().decode(base64);
		} catch (IllegalArgumentException e) {
			return null;
		}
	}
}
