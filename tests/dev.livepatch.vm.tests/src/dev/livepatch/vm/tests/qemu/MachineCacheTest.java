package dev.livepatch.vm.tests.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.vm.qemu.MachineCache;
import dev.livepatch.vm.qemu.MachineConfig;
import dev.livepatch.vm.qemu.MachineKey;
import dev.livepatch.vm.qemu.SavedMachine;

/** Files of saved machines: what is found is what was saved, or nothing. */
class MachineCacheTest {
	private static final Instant WHEN = Instant.ofEpochSecond(1_700_000_000);

	@TempDir
	Path directory;
	private MachineCache cache;
	private final byte[] state = new byte[3_000_001];

	@BeforeEach
	void cache() {
		cache = new MachineCache(directory.resolve("machines"));
		new Random(1).nextBytes(state);
	}

	@Test
	void whatWasSavedIsFound() throws IOException {
		assertTrue(cache.find("k").isEmpty());
		save("k");
		try (SavedMachine found = cache.find("k").orElseThrow()) {
			assertEquals(head("k"), found.head());
			assertArrayEquals(state, copy(found));
		}
		assertEquals(Set.of("lock", "k.machine"), names());
	}

	@Test
	void itCanBeReadWhenItHasBeenRemoved() throws IOException {
		save("k");
		try (SavedMachine found = cache.find("k").orElseThrow()) {
			cache.remove("k");
			assertArrayEquals(state, copy(found));
		}
		assertTrue(cache.find("k").isEmpty());
	}

	@ParameterizedTest
	@ValueSource(ints = { 20, 60, 100_000, -20, -1 })
	void oneChangedByteIsNoticed(int at) throws IOException {
		save("k");
		byte[] bytes = Files.readAllBytes(file("k"));
		bytes[at < 0 ? bytes.length + at : at] ^= 4;
		Files.write(file("k"), bytes);
		assertThrows(IOException.class, () -> {
			try (SavedMachine found = cache.find("k").orElseThrow()) {
				copy(found);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 7, 30, 100, 1_000_000 })
	void aFileCutShortIsNoticed(int length) throws IOException {
		save("k");
		Files.write(file("k"), Arrays.copyOf(Files.readAllBytes(file("k")), length));
		assertThrows(IOException.class, () -> {
			try (SavedMachine found = cache.find("k").orElseThrow()) {
				copy(found);
			}
		});
	}

	@Test
	void aForeignFileIsNone() throws IOException {
		Files.createDirectories(directory.resolve("machines"));
		Files.write(file("k"), state);
		IOException failure = assertThrows(IOException.class, () -> cache.find("k"));
		assertTrue(failure.getMessage().contains("not a saved machine"), failure::getMessage);
	}

	@Test
	void oneOfAnotherMachineIsNotTaken() throws IOException {
		save("k");
		Files.move(file("k"), file("other"));
		IOException failure = assertThrows(IOException.class, () -> cache.find("other"));
		assertTrue(failure.getMessage().contains("another machine"), failure::getMessage);
	}

	@Test
	void onlyOneAtATimeSaves() throws IOException {
		try (MachineCache.Place place = cache.place().orElseThrow()) {
			assertTrue(cache.place().isEmpty());
			assertTrue(Files.exists(place.file()));
		}
		assertEquals(Set.of("lock"), names());
		cache.place().orElseThrow().close();
	}

	@Test
	void whatAKilledProgramLeftIsSweptAndALivingOnesIsNot() throws IOException {
		save("k");
		long dead = Stream.iterate(4_000_000L, pid -> pid + 1).filter(pid -> ProcessHandle.of(pid).isEmpty()).findFirst().orElseThrow();
		Path left = Files.createFile(directory.resolve("machines/.new-" + dead + "-1"));
		Path living = Files.createFile(directory.resolve("machines/.new-" + ProcessHandle.current().pid() + "-1"));
		save("l");
		assertTrue(Files.notExists(left) && Files.exists(living), () -> left.toString());
	}

	@Test
	void theLeastRecentlyUsedGo() throws IOException {
		for (int i = 0; i < MachineCache.MOST; i++) {
			save("k" + i);
			Files.setLastModifiedTime(file("k" + i), FileTime.from(WHEN.plusSeconds(i)));
		}
		cache.find("k0").orElseThrow().close();
		save("new");
		assertTrue(cache.find("k1").isEmpty());
		for (String kept : List.of("k0", "k2", "new")) {
			cache.find(kept).orElseThrow().close();
		}
	}

	@Test
	void everythingThatMattersIsInTheKey() throws IOException {
		Path qemu = Files.writeString(directory.resolve("qemu"), "q");
		Path kernel = Files.writeString(directory.resolve("bzImage"), "kernel");
		Path other = Files.writeString(directory.resolve("other"), "Kernel");
		MachineConfig config = new MachineConfig(qemu, false, 2, 512, kernel, kernel, "quiet");
		List<String> keys = new ArrayList<>();
		keys.add(MachineKey.of(config));
		for (MachineConfig changed : List.of(new MachineConfig(other, false, 2, 512, kernel, kernel, "quiet"), new MachineConfig(qemu, true, 2, 512, kernel, kernel, "quiet"),
				new MachineConfig(qemu, false, 1, 512, kernel, kernel, "quiet"), new MachineConfig(qemu, false, 2, 256, kernel, kernel, "quiet"),
				new MachineConfig(qemu, false, 2, 512, other, kernel, "quiet"), new MachineConfig(qemu, false, 2, 512, kernel, other, "quiet"),
				new MachineConfig(qemu, false, 2, 512, kernel, kernel, "quiet nosmp"))) {
			keys.add(MachineKey.of(changed));
		}
		Files.setLastModifiedTime(qemu, FileTime.from(WHEN));
		keys.add(MachineKey.of(config));
		assertEquals(keys.size(), new HashSet<>(keys).size(), keys::toString);
		Path copy = Files.copy(kernel, directory.resolve("copy"));
		assertEquals(keys.getLast(), MachineKey.of(new MachineConfig(qemu, false, 2, 512, copy, copy, "quiet")));
		Files.writeString(kernel, "Kernel");
		assertNotEquals(keys.getLast(), MachineKey.of(config));
	}

	private void save(String key) throws IOException {
		try (MachineCache.Place place = cache.place().orElseThrow()) {
			SavedMachine.write(place.file(), head(key), new ByteArrayInputStream(state));
			place.publish(key);
		}
	}

	private static SavedMachine.Head head(String key) {
		return new SavedMachine.Head(key, "7.2.22", WHEN, "release 6.1\nlivepatch", "[    0.0] Linux – booted\n");
	}

	private Path file(String key) {
		return directory.resolve("machines").resolve(key + ".machine");
	}

	private Set<String> names() throws IOException {
		try (Stream<Path> files = Files.list(directory.resolve("machines"))) {
			return new HashSet<>(files.map(f -> f.getFileName().toString()).toList());
		}
	}

	private static byte[] copy(SavedMachine saved) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		saved.copyTo(out);
		return out.toByteArray();
	}
}
