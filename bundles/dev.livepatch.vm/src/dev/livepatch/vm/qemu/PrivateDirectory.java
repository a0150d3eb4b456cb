package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A directory of one run that only its user can enter, for sockets and the guest's image; gone when closed. */
public final class PrivateDirectory implements AutoCloseable {
	/** {@code sun_path} of {@code struct sockaddr_un} holds 108 bytes with the final zero (unix(7)). */
	static final int MAX_SOCKET_PATH = 107;
	private static final int ROOM_FOR_NAME = 12;
	private static final Pattern NAME = Pattern.compile("livepatch-(\\d{1,10})-.*");

	private final Path path;

	private PrivateDirectory(Path path) {
		this.path = path;
	}

	/** Makes a new one where temporary files go, and removes those of programs that were killed before they could. */
	public static PrivateDirectory create() throws IOException {
		IOException failure = null;
		for (String parent : List.of(System.getProperty("java.io.tmpdir"), "/tmp")) {
			Path directory = Path.of(parent).toAbsolutePath();
			try {
				Path made = Files.createTempDirectory(directory, "livepatch-" + ProcessHandle.current().pid() + "-");
				if (made.toString().getBytes(StandardCharsets.UTF_8).length + ROOM_FOR_NAME <= MAX_SOCKET_PATH) {
					sweep(directory, Files.getOwner(made));
					return new PrivateDirectory(made);
				}
				Files.delete(made);
				failure = new IOException(directory + " is too long a path for a socket; set java.io.tmpdir to a shorter one");
			} catch (IOException e) {
				failure = e;
			}
		}
		throw failure;
	}

	public Path path() {
		return path;
	}

	/** @param name at most 11 characters for a socket */
	public Path resolve(String name) {
		return path.resolve(name);
	}

	/** Removes it with all that is in it. */
	@Override
	public void close() throws IOException {
		remove(path);
	}

	private static void sweep(Path parent, UserPrincipal owner) {
		try (DirectoryStream<Path> old = Files.newDirectoryStream(parent, "livepatch-*")) {
			for (Path directory : old) {
				if (isLeft(directory, owner)) {
					remove(directory);
				}
			}
		} catch (IOException | DirectoryIteratorException e) {
			// another run removes it as well, or a later one will
		}
	}

	/** Of this user only, and no link: where temporary files go, others can put what they like. */
	private static boolean isLeft(Path directory, UserPrincipal owner) throws IOException {
		Matcher m = NAME.matcher(directory.getFileName().toString());
		return m.matches() && ProcessHandle.of(Long.parseLong(m.group(1))).isEmpty() && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
				&& Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(owner);
	}

	private static void remove(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
				for (Path file : files) {
					Files.deleteIfExists(file);
				}
			}
			Files.deleteIfExists(directory);
		}
	}
}
