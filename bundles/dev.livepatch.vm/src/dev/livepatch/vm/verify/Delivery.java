package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.Arrays;

import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.Agent;
import dev.livepatch.vm.guest.AgentReply;

/** Brings the payload into the guest over the control port: in pieces that the guest acknowledges, unpacked when its checksum is right. */
final class Delivery {

	private Delivery() {
	}

	/** @param archive of a {@link dev.livepatch.vm.guest.Payload} */
	static String deliver(Guest guest, byte[] archive, Duration deadline) throws StepFailure {
		long start = System.nanoTime();
		for (int at = 0; at < archive.length; at += Agent.MAX_PIECE) {
			accepted(guest.put(Arrays.copyOfRange(archive, at, Math.min(archive.length, at + Agent.MAX_PIECE))));
		}
		accepted(guest.ask(deadline, "unpack"));
		return "patch and probes sent to the guest in " + Evidence.seconds(Duration.ofNanos(System.nanoTime() - start)) + ", " + archive.length + " bytes";
	}

	private static void accepted(AgentReply reply) throws StepFailure {
		if (reply.status() != 0) {
			throw StepFailure.lost(Kind.GARBLED, "the patch and its probes did not arrive in the guest: " + reply.text());
		}
	}
}
