package dev.livepatch.vm.guest;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The agent's answer to one request.
 *
 * @param status exit status of what was asked for, 0 to 255
 * @param output a word, or what a command wrote (bounded by the agent)
 */
public record AgentReply(int id, int status, byte[] output) {

	public String text() {
		return new String(output, StandardCharsets.UTF_8).strip();
	}

	/** The output's lines, without empty ones. */
	public List<String> lines() {
		return new String(output, StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList();
	}
}
