package dev.livepatch.core.object;

import java.io.IOException;

/** An object file is damaged, or uses something this reader does not know. The message names the file, the section and the offset in it. */
public final class ObjectFormatException extends IOException {
	private static final long serialVersionUID = 1L;
	private final String file;
	private final String section;
	private final long offset;

	/**
	 * @param section its name; empty for the file as a whole
	 * @param offset  in the section (in the file if there is none), in bytes
	 */
	ObjectFormatException(String file, String section, long offset, String problem) {
		super(file + ": " + (section.isEmpty() ? "" : section + " ") + "at offset 0x" + Long.toHexString(offset) + ": " + problem);
		this.file = file;
		this.section = section;
		this.offset = offset;
	}

	public String file() {
		return file;
	}

	/** The section's name, empty where the damage is in the file's own headers. */
	public String section() {
		return section;
	}

	/** Bytes from the start of the section, or of the file where there is no section; unsigned, for it may be a place outside that the file points at. */
	public long offset() {
		return offset;
	}
}
