package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import dev.livepatch.core.process.Cancellation;

/** Lets one thread of one process at a time make a cache entry, so that the others find it made. */
final class CacheLock {
	private static final int STRIPES = 256;
	private static final long POLL_MILLIS = 10;
	// file locks hold between processes only; these hold between the threads of this one
	private static final ReentrantLock[] LOCAL = IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

	private CacheLock() {
	}

	@FunctionalInterface
	interface Work {
		void run() throws IOException;
	}

	/**
	 * Waits for the lock, and does the work while holding it.
	 *
	 * @param directory of the cache
	 * @param key       of the entry; a few keys share a lock
	 * @throws CancellationException if cancelled while waiting
	 */
	static void holding(Path directory, String key, Cancellation cancellation, Work work) throws IOException {
		int stripe = Math.floorMod(key.hashCode(), STRIPES);
		ReentrantLock local = LOCAL[stripe];
		FileChannel channel = null;
		try {
			while (!local.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
				cancellation.check();
			}
			Path locks = Files.createDirectories(directory.resolve("locks"));
			channel = FileChannel.open(locks.resolve("%02x".formatted(stripe)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			FileLock lock = channel.tryLock();
			while (lock == null) {
				cancellation.check();
				TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
				lock = channel.tryLock();
			}
			work.run();
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		} finally {
			release(local, channel);
		}
	}

	private static void release(ReentrantLock local, FileChannel channel) throws IOException {
		try {
			if (channel != null) {
				channel.close();
			}
		} finally {
			if (local.isHeldByCurrentThread()) {
				local.unlock();
			}
		}
	}
}
