package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the guest's memory from outside, through QEMU's monitor: nothing in the guest can make it look different. */
public final class GuestMemory {
	private final QmpClient qmp;
	private final Path directory;
	private final AtomicInteger lastFile = new AtomicInteger();

	/** @param machine started */
	public GuestMemory(Machine machine) {
		qmp = machine.qmp();
		directory = machine.directory();
	}

	/**
	 * Reads through the page tables of a processor. Kernel memory is not in them while that runs a user process under page table
	 * isolation: then it fails, and may be asked again.
	 *
	 * @param processor from 0
	 * @return empty if nothing is mapped there
	 * @throws IOException if QEMU's monitor cannot be reached
	 */
	public CompletableFuture<Optional<byte[]>> read(long address, int length, int processor) throws IOException {
		Path file = directory.resolve("memory." + lastFile.incrementAndGet());
		// a 64-bit address is a negative number here, as for QEMU
		return qmp.execute("memsave", Map.of("val", address, "size", length, "cpu-index", processor, "filename", file.toString()))
				.handle((done, refused) -> refused == null ? Optional.of(take(file)) : Optional.empty());
	}

	private static byte[] take(Path file) {
		try {
			byte[] bytes = Files.readAllBytes(file);
			Files.delete(file);
			return bytes;
		} catch (IOException e) {
			throw new UncheckedIOException("what QEMU saved of the guest's memory cannot be read", e);
		}
	}
}
