package dev.livepatch.vm.guest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes harmless text of what a guest writes to its console: escape sequences (ECMA-48), carriage returns and other control characters
 * are dropped, what is not UTF-8 is replaced. Keeps its state from one piece to the next.
 */
final class ConsoleText {
	private enum State {
		TEXT, ESCAPE, SEQUENCE, STRING
	}

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
	private ByteBuffer rest = ByteBuffer.allocate(0);
	private State state = State.TEXT;

	String accept(byte[] bytes, int length) {
		ByteBuffer in = ByteBuffer.allocate(rest.remaining() + length).put(rest).put(bytes, 0, length).flip();
		CharBuffer out = CharBuffer.allocate(in.remaining());
		decoder.decode(in, out, false);
		rest = in.slice();
		out.flip();
		StringBuilder text = new StringBuilder(out.length());
		while (out.hasRemaining()) {
			next(out.get(), text);
		}
		return text.toString();
	}

	private void next(char c, StringBuilder text) {
		state = switch (state) {
			case TEXT -> {
				if (c == '\u001b') {
					yield State.ESCAPE;
				}
				if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
					text.append(c);
				}
				yield State.TEXT;
			}
			case ESCAPE -> switch (c) {
				case '[' -> State.SEQUENCE;
				case ']', 'P', 'X', '^', '_' -> State.STRING;
				default -> State.TEXT;
			};
			case SEQUENCE -> c >= '@' && c <= '~' || c == '\n' ? State.TEXT : State.SEQUENCE;
			// ended by BEL or ESC \; a line end frees a console that was left in the middle of one
			case STRING -> c == '\u001b' ? State.ESCAPE : c == '\u0007' || c == '\n' ? State.TEXT : State.STRING;
		};
	}
}
