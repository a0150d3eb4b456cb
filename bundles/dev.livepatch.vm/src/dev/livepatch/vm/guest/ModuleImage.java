package dev.livepatch.vm.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;

/**
 * A kernel module as the guest gets it. Debug information, nine tenths of most, becomes zeros, which cost nothing to send. All else stays where
 * and as it is: the kernel reads no section without {@code SHF_ALLOC} but the symbol and string tables ({@code kernel/module/main.c}:
 * {@code layout_sections}, {@code apply_relocations}), while rewriting a module with {@code objcopy} may harm its livepatch relocations.
 */
final class ModuleImage {
	/** Of the ELF gABI. */
	private static final long SHF_ALLOC = 2;
	private static final Pattern DEBUG = Pattern.compile("(\\.rela)?\\.z?debug_.*");
	/** Ends a signed module, whose every byte counts ({@code include/linux/module_signature.h}). */
	private static final byte[] SIGNED = "~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII);

	private ModuleImage() {
	}

	/** Adds a module, which is called {@code .ko}, or a program. */
	static void add(NewcArchive archive, String name, Path file) throws IOException {
		archive.file("payload/" + name, 0755, name.endsWith(".ko") ? read(file) : Files.readAllBytes(file));
	}

	static byte[] read(Path module) throws IOException {
		byte[] bytes = Files.readAllBytes(module);
		int signature = bytes.length - SIGNED.length;
		if (signature >= 0 && Arrays.equals(bytes, signature, bytes.length, SIGNED, 0, SIGNED.length)) {
			return bytes;
		}
		try {
			for (Section section : ObjectFile.read(module).sections()) {
				if ((section.flags() & SHF_ALLOC) == 0 && section.type() != Section.NOBITS && DEBUG.matcher(section.name()).matches()) {
					Arrays.fill(bytes, (int) section.offset(), (int) (section.offset() + section.size()), (byte) 0);
				}
			}
		} catch (ObjectFormatException e) {
			// compressed, or no module at all: the guest's kernel will say so
			return bytes;
		}
		return bytes;
	}
}
