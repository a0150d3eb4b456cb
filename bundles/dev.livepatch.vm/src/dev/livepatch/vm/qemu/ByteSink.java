package dev.livepatch.vm.qemu;

/** Takes the bytes of a port as they come, on a thread of the port's own. */
@FunctionalInterface
public interface ByteSink {
	/** @param bytes reused after the call */
	void accept(byte[] bytes, int length);
}
