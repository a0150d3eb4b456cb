package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Failures in words: those of files bring no more than the file's name. */
final class Failure {

	private Failure() {
	}

	static String text(IOException failure) {
		return switch (failure) {
			case NoSuchFileException f -> f.getFile() + " does not exist, or cannot be made there";
			case AccessDeniedException f -> f.getFile() + " cannot be read or written: permission denied";
			case FileAlreadyExistsException f -> f.getFile() + " exists already, and is not what is to be made there";
			case NotDirectoryException f -> f.getFile() + " is not a directory";
			case DirectoryNotEmptyException f -> f.getFile() + " is not empty";
			case FileSystemException f when f.getReason() != null -> f.getFile() + " cannot be read or written: " + f.getReason();
			default -> failure.getMessage() != null ? failure.getMessage() : failure.getClass().getSimpleName();
		};
	}
}
