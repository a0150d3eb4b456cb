package dev.livepatch.vm.tests.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.vm.qemu.PrivateDirectory;

/** The directory of a run, and what is left of those that were killed. */
class PrivateDirectoryTest {
	/** More than a process can have. */
	private static final long NO_PROCESS = 9_999_999_999L;
	private static final Path PLACE = Path.of(System.getProperty("java.io.tmpdir"));

	@Test
	void onlyItsUserCanEnterItAndItGoesWithWhatIsInIt() throws Exception {
		Path path;
		try (PrivateDirectory directory = PrivateDirectory.create()) {
			path = directory.path();
			assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
			Files.createFile(directory.resolve("initrd"));
		}
		assertFalse(Files.exists(path));
	}

	@Test
	void whatAKilledProgramLeftIsRemoved() throws Exception {
		Path left = Files.createTempDirectory(PLACE, "livepatch-" + NO_PROCESS + "-");
		Files.createFile(left.resolve("initrd"));
		PrivateDirectory.create().close();
		assertFalse(Files.exists(left));
	}

	/** Anybody can make one where temporary files go. */
	@Test
	void aLinkOfThatNameLeadsNowhere(@TempDir Path precious) throws Exception {
		Path file = Files.createFile(precious.resolve("file"));
		Path link = Files.createSymbolicLink(PLACE.resolve("livepatch-" + NO_PROCESS + "-" + precious.getFileName()), precious);
		try {
			PrivateDirectory.create().close();
			assertTrue(Files.exists(file), "what a link leads to is not a killed program's");
		} finally {
			Files.deleteIfExists(link);
		}
	}
}
