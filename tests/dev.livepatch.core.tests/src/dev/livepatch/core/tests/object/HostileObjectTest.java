package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.object.ObjectFormatException;

/** Damaged and crafted objects: an {@link ObjectFormatException} that says where, and nothing else. */
class HostileObjectTest {
	private static final Duration PATIENCE = Duration.ofMinutes(2);
	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gz=zlib" })
	void everyTruncationIsRefused(String flags) throws Exception {
		byte[] sound = Files.readAllBytes(CompiledSample.compile(directory, flags.split(" ")));
		assertTimeoutPreemptively(PATIENCE, () -> {
			for (int length = 0; length < sound.length; length += length < 256 ? 1 : 97) {
				Path cut = Files.write(directory.resolve("cut.o"), Arrays.copyOf(sound, length));
				assertThrows(ObjectFormatException.class, () -> ObjectReading.everything(cut), "cut to " + length + " bytes");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-5 -gz=zlib" })
	void flippedBitsGiveAnErrorOrFacts(String flags) throws Exception {
		byte[] sound = Files.readAllBytes(CompiledSample.compile(directory, flags.split(" ")));
		Random random = new Random(flags.hashCode());
		assertTimeoutPreemptively(PATIENCE, () -> {
			int refused = 0;
			for (int round = 0; round < 1_500; round++) {
				byte[] damaged = sound.clone();
				for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
					damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
				}
				refused += refused(damaged, flags + ", round " + round) ? 1 : 0;
			}
			assertTrue(refused > 50, "only " + refused + " damaged objects were refused");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5" })
	void extremeNumbersGiveAnErrorOrFacts(String flags) throws Exception {
		byte[] sound = Files.readAllBytes(CompiledSample.compile(directory, flags));
		Random random = new Random(flags.hashCode());
		byte[][] extremes = { { -1, -1, -1, -1 }, { -1, -1, -1, 0x7f }, { 0, 0, 0, 0 }, { -128, -128, -128, -128 }, { 1, 0, 0, 0 }, { -1, -1, -1, -1, -1, -1, -1, -1 },
				{ -1, -1, -1, -1, -1, -1, -1, 0x7f } };
		assertTimeoutPreemptively(PATIENCE, () -> {
			for (int round = 0; round < 1_500; round++) {
				byte[] damaged = sound.clone();
				byte[] extreme = extremes[random.nextInt(extremes.length)];
				System.arraycopy(extreme, 0, damaged, random.nextInt(damaged.length - 8), extreme.length);
				refused(damaged, flags + ", round " + round);
			}
		});
	}

	private boolean refused(byte[] damaged, String what) throws Exception {
		Path file = Files.write(directory.resolve("damaged.o"), damaged);
		try {
			ObjectReading.everything(file);
			return false;
		} catch (ObjectFormatException e) {
			assertNotNull(e.section());
			assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
			return true;
		} catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
			throw new AssertionError(what + ": " + e, e);
		}
	}
}
