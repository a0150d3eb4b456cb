package dev.livepatch.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the processes a tool left behind. A child whose parent has died belongs to init and is nobody's descendant any more, but it has inherited
 * the environment: every run is marked there, and {@code /proc/PID/environ} shows the mark (format: proc(5)).
 */
final class Descendants {
	/** The environment variable that marks the processes of one run. */
	static final String MARK = "LIVEPATCH_TOOL_RUN";
	private static final Path PROC = Path.of("/proc");
	private static final int ROUNDS = 10;

	private Descendants() {
	}

	/** Kills every process of the run, those started meanwhile included. Where there is no {@code /proc}, does nothing. */
	static void killMarked(String mark) {
		for (int round = 0; round < ROUNDS && killRound(MARK + "=" + mark); round++) {
			Thread.onSpinWait();
		}
	}

	private static boolean killRound(String entry) {
		boolean found = false;
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
			for (Path process : processes) {
				if (marked(process, entry)) {
					long pid = Long.parseLong(process.getFileName().toString());
					Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(h -> pid != ProcessHandle.current().pid());
					handle.ifPresent(ProcessHandle::destroyForcibly);
					found |= handle.isPresent();
				}
			}
		} catch (IOException | DirectoryIteratorException e) {
			// no /proc here: the descendants known by parentage have been ended already
			return false;
		}
		return found;
	}

	private static boolean marked(Path process, String entry) {
		try {
			return new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1).contains(entry);
		} catch (IOException e) {
			// ended meanwhile, or another user's
			return false;
		}
	}
}
